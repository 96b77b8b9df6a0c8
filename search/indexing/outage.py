"""The engine was away: said once when it begins and once when it ends, whichever processes noticed it."""

from __future__ import annotations

import logging

from django.utils import timezone

from search.models import Change, Mark

logger = logging.getLogger(__name__)
NAME = "outage"  # of the mark


def begins(error: Exception) -> None:
    """Note that changes wait for the engine; logs one line for the whole outage."""
    _, new = Mark.objects.get_or_create(name=NAME, defaults={"at": timezone.now()})
    if new:
        logger.warning("search: %s. Changes wait and are delivered when it is back.", str(error).rstrip("."))


def ends(mark: Mark) -> None:
    """Note that everything was delivered. The line is a warning like the first: whoever read that one awaits it."""
    gone, _ = Mark.objects.filter(name=NAME).delete()
    if gone:
        delivered = Change.objects.filter(applied_at__gte=mark.at).count()
        logger.warning("search is back: %d changes delivered", delivered)
