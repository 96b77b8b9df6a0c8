"""The states' part of the one rule of publicity (`acervo.base.publicity`).

What a state says is public while its microsite is: a state whose front page is a draft, private or expired shows nothing
of its plans, members or debt anywhere.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from acervo.base.publicity import public
from estados.enums import QuestionStatus

from .models import StatePage


def _open_states(path: str, at: datetime) -> Q:
    return Q(**{f"{path}__in": public(StatePage.objects.all(), at=at).order_by().values("state")})


def of_state(path: str = "state") -> Callable[[datetime], Q]:
    """The condition for a model whose state is at `path`."""
    return lambda at: _open_states(path, at)


def plan(at: datetime) -> Q:
    return Q(live=True) & _open_states("state", at)


def commitment(at: datetime) -> Q:
    return Q(live=True, plan__live=True) & _open_states("plan__state", at)


def of_commitment(path: str = "commitment") -> Callable[[datetime], Q]:
    """The condition for a model that belongs to the commitment at `path`."""
    return lambda at: (
        Q(**{f"{path}__live": True, f"{path}__plan__live": True}) & _open_states(f"{path}__plan__state", at)
    )


def question(at: datetime) -> Q:
    return of_commitment()(at) & Q(status=QuestionStatus.PUBLISHED)


def everybody(at: datetime) -> Q:
    """Bodies, national cuts, figures and contradictions are there to be read."""
    return Q()
