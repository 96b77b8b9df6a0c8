"""What citizens report: received, moderated, answered. Nothing is public before somebody accepts it."""

from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from acervo.base.publicity import public
from acervo.history import services as history
from observatorio.models import PUBLISHED, CitizenReport, CitizenReportState, Monument

from . import citizen_mail, photos

SALT = "observatorio.citizen_report"


def receive(monument: Monument, *, photo: photos.CleanFile | None = None, **fields: Any) -> CitizenReport:
    """Keep a report until somebody reads it, its photograph where the public cannot reach it; tell who moderates."""
    with transaction.atomic():
        report = CitizenReport(monument=monument, **fields)
        if photo is not None:
            title = f"{monument.code} {timezone.localdate():%Y-%m-%d}"
            report.photo = photos.store(photo, title=title, collection=photos.private_collection(photos.REPORTS))
        report.save()
        transaction.on_commit(lambda: citizen_mail.tell_moderators.enqueue(report_id=report.pk))
    return report


def receipt(report: CitizenReport) -> str:
    """What the thank-you page is found by; nobody can make one for another's report."""
    return signing.dumps(report.pk, salt=SALT)


def of_receipt(text: str) -> CitizenReport | None:
    try:
        return CitizenReport.objects.filter(pk=signing.loads(text, salt=SALT)).first()
    except signing.BadSignature:
        return None


def moderate(
    report: CitizenReport,
    *,
    state: str,
    by: Any,
    answer: str = "",
    text: str | None = None,
    inspection_wanted: bool | None = None,
) -> CitizenReport:
    """Decide on a report: its photograph becomes public or reserved with it, the history keeps who and what before.

    `text` mends what is published (personal data taken out). The citizen is told by mail, if there is an address and
    the state or the answer changed.
    """
    before = CitizenReport.objects.get(pk=report.pk)
    report.state, report.answer = CitizenReportState(state), answer
    if text is not None:
        report.text = text
    if inspection_wanted is not None:
        report.inspection_wanted = inspection_wanted
    report.moderated_by, report.moderated_at = by, timezone.now()
    with transaction.atomic():
        report.save()
        if report.photo is not None:
            if report.state in PUBLISHED:
                photos.publish(report.photo)
            else:
                photos.withhold(report.photo)
        changes = {
            name: (getattr(before, name), getattr(report, name))
            for name in ("state", "answer", "text", "inspection_wanted")
        }
        history.record(report, changes, by=by)
        told = before.state != report.state or before.answer != report.answer
        if told and report.email and report.state != CitizenReportState.PENDING:
            transaction.on_commit(lambda: citizen_mail.tell_citizen.enqueue(report_id=report.pk))
    return report


def visited(monument: Monument) -> int:
    """Somebody inspected the monument: no report asks for a visit any more. Returns how many did."""
    return CitizenReport.objects.filter(monument=monument, inspection_wanted=True).update(inspection_wanted=False)


def public_reports(monument_pk: int) -> QuerySet[CitizenReport]:
    """The reports on a monument that somebody found right, newest first. Name and e-mail are not even read."""
    return (
        public(CitizenReport.objects.filter(monument=monument_pk))
        .select_related("photo")
        .defer("name", "email")
        .prefetch_related("photo__renditions")
    )
