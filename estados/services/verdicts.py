"""What each voice says of a commitment: read by day, added, withdrawn. Never averaged, never overwritten."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from acervo.base.publicity import is_public
from estados.enums import Voice
from estados.models import Commitment, Verdict
from estados.permissions import may_report

from . import aging
from .aging import Freshness

REPORTED = "estados.report"
WITHDRAWN = "estados.withdraw"


def standing(on: dt.date) -> QuerySet[Verdict]:
    """Reports dated up to `on`. A withdrawn one was a mistake: it stands on no day."""
    return Verdict.objects.filter(on__lte=on, withdrawn_at=None)


def latest(commitment_pks: Collection[int] | QuerySet[Any], on: dt.date) -> dict[int, dict[str, Verdict]]:
    """The last report of each voice up to the day `on`, in one query: {pk of the commitment: {voice: report}}.

    `commitment_pks` may be a queryset of keys. Commitments without reports are missing.
    """
    place = Window(RowNumber(), partition_by=[F("commitment"), F("voice")], order_by=[F("on").desc(), F("pk").desc()])
    found = standing(on).filter(commitment__in=commitment_pks).order_by().annotate(place=place).filter(place=1)
    told: dict[int, dict[str, Verdict]] = {}
    for verdict in found.select_related("record"):
        told.setdefault(verdict.commitment_id, {})[verdict.voice] = verdict
    return told


def freshness(verdict: Verdict | None, on: dt.date) -> Freshness:
    return aging.freshness_on(verdict.on if verdict else None, on)


def next_due(verdict: Verdict) -> dt.date:
    """The last day on which the report is up to date."""
    return aging.next_due(verdict.on)


def disagreement(verdicts: Mapping[str, Verdict | None]) -> bool:
    """Whether two voices that have reported say different levels of completion. Percentages do not count."""
    return len({verdict.completion for verdict in verdicts.values() if verdict is not None}) > 1


def report(
    commitment: Commitment,
    voice: str,
    *,
    by: Any,
    completion: str,
    words: str,
    author: str,
    on: dt.date | None = None,
    progress: int | None = None,
    when_text: str = "",
    record: Any = None,
    url: str = "",
    source: str = "",
) -> Verdict:
    """Add what `voice` says on the day `on` (today in the state by default); earlier reports stay.

    Raises PermissionDenied if `by` has not that voice in the state, ValidationError if a value is not acceptable or
    the commitment is not public.
    """
    state = commitment.plan.state
    if not may_report(by, state, voice):
        raise PermissionDenied
    if not is_public(commitment):
        raise ValidationError(_("El compromiso aún no es público: publíquelo antes de informar."))
    verdict = Verdict(
        commitment=commitment, voice=voice, completion=completion, progress=progress, words=words.strip(),
        on=on or aging.today_of(state), when_text=when_text, author=author.strip(), record=record, url=url,
        source=source, by=by,
    )  # fmt: skip
    check_day(verdict.on, state)
    verdict.full_clean()
    with transaction.atomic():
        verdict.save()
        log(commitment, REPORTED, user=by, data=_log_data(verdict))
    return verdict


def check_day(on: dt.date, state: str) -> None:
    """Raises ValidationError (on the field «on») for a day that has not come in the state."""
    if on > aging.today_of(state):
        raise ValidationError({"on": _("La fecha del informe aún no llega: escriba hoy o un día anterior.")})


def may_withdraw(user: Any, verdict: Verdict) -> bool:
    return verdict.withdrawn_at is None and may_report(user, verdict.commitment.plan.state, verdict.voice)


def withdraw(verdict: Verdict, reason: str, by: Any) -> None:
    """Take back a mistaken report; it stays in the history with its reason.

    Raises PermissionDenied for whoever has not its voice, ValidationError without a reason or if it was withdrawn.
    """
    if not may_report(by, verdict.commitment.plan.state, verdict.voice):
        raise PermissionDenied
    if verdict.withdrawn_at is not None:
        raise ValidationError(_("El informe ya se había retirado."))
    if not reason.strip():
        raise ValidationError({"reason": _("Diga por qué se retira: el motivo se publica.")})
    with transaction.atomic():
        verdict.withdrawn_at, verdict.withdrawal_reason = timezone.now(), reason.strip()[:255]
        verdict.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        log(verdict.commitment, WITHDRAWN, user=by, data=_log_data(verdict) | {"reason": verdict.withdrawal_reason})


def history(commitment: Commitment, on: dt.date | None = None) -> QuerySet[Verdict]:
    """Every report of the commitment, newest first, withdrawn ones too (they say so); up to `on` when given."""
    told = Verdict.objects.filter(commitment=commitment).select_related("record", "by")
    return told if on is None else told.filter(on__lte=on)


def _log_data(verdict: Verdict) -> dict[str, Any]:
    return {
        "voice": verdict.voice, "completion": verdict.completion, "progress": verdict.progress, "on": str(verdict.on),
        "verdict": verdict.pk,
    }  # fmt: skip


VOICES = tuple(Voice)
