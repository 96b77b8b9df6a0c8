"""What was asked about a commitment, for its page: `{% questions_of commitment as asked %}`."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from estados.models import Commitment, Question, slug_of
from estados.services import answer_times
from estados.services.questions import public_questions

register = template.Library()
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """`latest` are the newest; `more` says that the list has others."""

    latest: list[Question]
    more: bool
    times: answer_times.AnswerTimes
    ask_url: str
    list_url: str
    state_url: str


@register.simple_tag
def questions_of(commitment: Any) -> Asked | None:
    """Two queries, however many there are; None for what is not published (a preview)."""
    if not isinstance(commitment, Commitment) or not commitment.pk or not commitment.live:
        return None
    questions = public_questions(commitment)
    latest = list(questions[: SHOWN + 1])
    where = [slug_of(commitment.plan.state), commitment.code]
    return Asked(
        latest=latest[:SHOWN],
        more=len(latest) > SHOWN,
        times=answer_times.times_of(questions, commitment.plan.state),
        ask_url=reverse("states:ask", args=where),
        list_url=reverse("states:questions", args=where),
        state_url=reverse("states:state_questions", args=where[:1]),
    )
