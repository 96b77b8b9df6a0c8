"""Where a short link leads for a visitor, or why it leads nowhere."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.http import HttpRequest
from django.utils import timezone, translation
from wagtail.models import Page, TranslatableMixin

from acervo.base.publicity import is_public

from ..models import ShortLink

logger = logging.getLogger(__name__)


class Outcome(models.TextChoices):
    LEADS = "leads"
    GONE = "gone"  # the target was deleted
    EXPIRED = "expired"  # the link's own end date has passed
    NOT_PUBLIC = "not_public"  # draft, private, embargoed, withdrawn, outside any site


@dataclass(frozen=True, slots=True)
class Destination:
    """`url` is set exactly when the outcome is LEADS; `shown` is the object it shows (None outside)."""

    outcome: Outcome
    url: str = ""
    shown: models.Model | None = None


_notices: dict[type[models.Model], Callable[[Any], bool]] = {}


def register_notice(model: type[models.Model], is_shown: Callable[[Any], bool]) -> None:
    """Let links lead to an object of `model` that is not public if its own address tells the public why.

    For withdrawn things, whose address answers with a tombstone. `is_shown(obj)` says whether it does so for
    everybody, and must be False for what nobody may know of; pages come as their specific type.
    """
    _notices[model] = is_shown


def language_of(request: HttpRequest) -> str:
    """The visitor's language: cookie of the language switch, then Accept-Language, then the site's."""
    return translation.get_language_from_request(request)


def resolve(
    link: ShortLink, *, language: str, request: HttpRequest | None = None, at: datetime | None = None
) -> Destination:
    """Where `link` leads at the moment `at` (default: now) for a visitor who reads `language`.

    The address is computed each time, so a link follows its page wherever it moves. A translation into
    `language` is preferred if the public may see it; otherwise the target itself; otherwise the notice that one
    of them gives (`register_notice`). Query parameters of the
    visitor's request play no part, so nobody can steer where a link leads.
    """
    at = at or timezone.now()
    if link.expires_at is not None and link.expires_at <= at:
        return Destination(Outcome.EXPIRED)
    if link.external_url:
        if urlsplit(link.external_url).scheme not in ("http", "https"):
            logger.error("Short link %s holds an address that is not http(s).", link.code)
            return Destination(Outcome.NOT_PUBLIC)
        return Destination(Outcome.LEADS, link.external_url)
    target = link.target
    if target is None:
        return Destination(Outcome.GONE)
    translated = _translated(target, language)
    candidates = [candidate for candidate in (translated, target) if candidate is not None]
    for candidate in candidates:
        if may_be_seen(candidate, at=at) and (url := _address(candidate, language, request)):
            return Destination(Outcome.LEADS, _append(url, link.suffix), candidate)
    for candidate in candidates:
        if _gives_notice(candidate) and (url := _address(candidate, language, request)):
            return Destination(Outcome.LEADS, url, candidate)
    return Destination(Outcome.NOT_PUBLIC)


def may_be_seen(target: models.Model, *, at: datetime | None = None) -> bool:
    """Publicity of a target; a kind of object that has no rule is hidden, and the log says so."""
    try:
        return is_public(target, at=at)
    except LookupError:
        logger.exception("A short link leads to a %s, which has no rule of publicity.", type(target).__name__)
        return False


def _gives_notice(target: Any) -> bool:
    if isinstance(target, Page):
        target = target.specific
    return any(isinstance(target, model) and is_shown(target) for model, is_shown in _notices.items())


def _translated(target: models.Model, language: str) -> models.Model | None:
    if not isinstance(target, TranslatableMixin) or target.locale.language_code == language:
        return None
    siblings: Any = type(target)._default_manager.filter(translation_key=target.translation_key)
    return siblings.filter(locale__language_code=language).first()


def _address(shown: Any, language: str, request: HttpRequest | None) -> str:
    if isinstance(shown, Page):
        return shown.specific.get_url(request) or ""
    with translation.override(language):
        return shown.get_absolute_url()


def _append(url: str, suffix: str) -> str:
    return f"{url.rstrip('/')}/{suffix}" if suffix else url
