"""The filters of the states' API, checked by hand so that a refusal names each and says in Spanish how to mend it."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.api import Problem
from acervo.base.api_paging import Asked, day_of, not_one_of, one_of
from acervo.base.text import letters
from documents.models import Theme
from estados.enums import Completion, Voice
from estados.exports.commitments import plans_of
from estados.exports.resources import STATE, BadFilter
from estados.models import ActionPlan, Body, Commitment
from estados.services.board_filters import NO_INFORMATION, filtered

from .api_schema import SAID

#: Parameter → voice.
VOICES = {"government": Voice.GOVERNMENT, "society": Voice.SOCIETY, "oversight": Voice.OVERSIGHT}
COMMITMENTS = ("q", "state", "plan", "theme", "goal", "body", *VOICES, "disagreement", "late", "on")


def states(asked: Asked, data: QueryDict) -> list[str]:
    found = []
    for value in filter(None, map(str.strip, data.getlist("state"))):
        try:
            found.append(STATE.read(value))
        except BadFilter as bad:
            asked.problems.append(Problem("state", str(bad)))
    return found


def day(asked: Asked, data: QueryDict) -> dt.date:
    return day_of(asked, data, "on") or timezone.localdate()


def plans(asked: Asked, data: QueryDict) -> list[int] | None:
    """Keys of the plans that were asked for; None when none was."""
    codes = [value.strip().upper() for value in data.getlist("plan") if value.strip()]
    if not codes:
        return None
    known = {plan.code for plan in ActionPlan.objects.only("state", "number")}
    for code in codes:
        if code not in known:
            reason = _("No hay un plan «%(code)s»; una clave se escribe como ZAC-PAL1.")
            asked.problems.append(Problem("plan", reason % {"code": code[:40]}))
    return plans_of(tuple(codes))


def choose(found: QuerySet[Commitment], asked: Asked, data: QueryDict, *, on: dt.date) -> QuerySet[Commitment]:
    """`found` narrowed by every filter; what cannot be used goes into `asked.problems`."""
    if keys := states(asked, data):
        found = found.filter(plan__state__in=keys)
    if (wanted := plans(asked, data)) is not None:
        found = found.filter(plan__in=wanted)
    if codes := [value.strip() for value in data.getlist("theme") if value.strip()]:
        known = set(Theme.objects.filter(code__in=codes).values_list("code", flat=True))
        asked.problems += [Problem("theme", _("No hay un tema «%(code)s».") % {"code": code[:40]}) for code in codes if code not in known]  # fmt: skip
        found = found.filter(pk__in=Commitment.objects.filter(themes__code__in=codes).order_by().values("pk"))
    if goals := one_of(asked, data, "goal", [str(number) for number in range(1, 18)]):
        found = found.filter(
            pk__in=Commitment.objects.filter(targets__goal__in=_numbers(goals)).order_by().values("pk")
        )
    found = _by_body(found, data)
    found = _by_voice(found, asked, data, on)
    params: dict[str, Any] = {"q": data.get("q", "")}
    for name, board_name in (("disagreement", "desacuerdo"), ("late", "atraso")):
        value = data.get(name, "").strip()
        if value not in ("", "true"):
            asked.problems.append(not_one_of(name, value, ["true"]))
        params[board_name] = value
    return filtered(found, params, on=on)


def _numbers(values: list[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit()]


def _by_body(found: QuerySet[Commitment], data: QueryDict) -> QuerySet[Commitment]:
    words = {letters(value) for value in data.getlist("body") if letters(value)}
    if not words:
        return found
    pks = [
        body.pk
        for body in Body.objects.only("name", "acronym")
        if words & {letters(body.name), letters(body.acronym), letters(str(body))}
    ]
    supported = Commitment.objects.filter(supporting__in=pks).order_by().values("pk")
    return found.filter(Q(lead__in=pks) | Q(counterpart__in=pks) | Q(pk__in=supported))


def _by_voice(found: QuerySet[Commitment], asked: Asked, data: QueryDict, on: dt.date) -> QuerySet[Commitment]:
    for name, voice in VOICES.items():
        values = one_of(asked, data, name, SAID)
        if not values:
            continue
        either = Q(pk__in=[])
        for value in values:
            if value in (*Completion.values, NO_INFORMATION):
                told = filtered(Commitment.objects.all(), {voice.value: value}, on=on)
                either |= Q(pk__in=told.order_by().values("pk"))
        found = found.filter(either)
    return found
