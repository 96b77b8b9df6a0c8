"""Visits to monuments: the last of each, those that are overdue, and writing one down."""

import calendar
import datetime as dt
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from observatorio.models import CitizenReport, Condition, Inspection, InspectionPhoto, Monument, RiskLevel

from . import photos as photo_store
from .adoption import adopt
from .citizen_reports import visited
from .public_version import PublicMonument

logger = logging.getLogger(__name__)
#: Months until the next visit when the inspector does not say: the more risk, the sooner.
MONTHS_TO_NEXT = {RiskLevel.HIGH: 3, RiskLevel.MEDIUM: 6, RiskLevel.LOW: 12, RiskLevel.NONE: 24}


@dataclass(frozen=True, slots=True)
class PublicInspection:
    """What the public may know of a visit. `condition` is empty if that field of the monument is not public."""

    date: dt.date
    condition: str
    risk: str
    next_due: dt.date | None

    @property
    def condition_label(self) -> str:
        return str(Condition(self.condition).label) if self.condition else ""

    @property
    def risk_label(self) -> str:
        return str(RiskLevel(self.risk).label)


@dataclass(frozen=True, slots=True)
class Recorded:
    """`created` is False when the same form had come before. `adopted`: the monument's condition was changed by it."""

    inspection: Inspection
    created: bool
    adopted: bool = False


def latest(monuments: QuerySet[Monument]) -> QuerySet[Monument]:
    """Each monument with `last_pk`, `last_date`, `last_condition`, `last_risk`, `next_due` of its last visit (or None)."""
    visits = Inspection.objects.filter(monument=OuterRef("pk")).order_by("-date", "-pk")
    names = {"last_pk": "pk", "last_date": "date", "last_condition": "condition", "last_risk": "risk", "next_due": "next_due"}  # fmt: skip
    return monuments.annotate(**{name: Subquery(visits.values(field)[:1]) for name, field in names.items()})


def overdue(on: dt.date | None = None, *, monuments: QuerySet[Monument] | None = None) -> QuerySet[Monument]:
    """Monuments that somebody should have visited before the day `on` (default: today), as `latest` gives them.

    First those for which a citizen's report asks (`asked_by_report`), then those whose next visit has passed (its own
    day is still in time), then those that nobody ever visited. What is lost needs no visit.
    """
    day = on or timezone.localdate()
    everything = Monument.objects.all() if monuments is None else monuments
    wanted = latest(everything.exclude(condition=Condition.LOST))
    asked = Exists(CitizenReport.objects.filter(monument=OuterRef("pk"), inspection_wanted=True))
    wanted = wanted.annotate(asked_by_report=asked)
    wanted = wanted.filter(Q(next_due__lt=day) | Q(last_pk=None) | Q(asked_by_report=True))
    return wanted.order_by("-asked_by_report", F("next_due").asc(nulls_last=True), "code")


def next_visit(date: dt.date, risk: str) -> dt.date:
    """When to come again after a visit on `date`, by `MONTHS_TO_NEXT`; the last day of a shorter month."""
    months = date.month - 1 + MONTHS_TO_NEXT[RiskLevel(risk)]
    year, month = date.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(date.day, calendar.monthrange(year, month)[1]))


def record_inspection(
    monument: Monument,
    data: Mapping[str, Any],
    photos: Sequence[photo_store.CleanFile] = (),
    user: Any = None,
    token: uuid.UUID | None = None,
) -> Recorded:
    """Write a visit down. `data` are the checked fields of `Inspection`.

    The condition found becomes the monument's, with its history, unless a later visit is known already. The same
    `token` twice is one visit. Raises ValueError for a token that another monument used. The search learns of the new
    condition as it does of any change of a monument.
    """
    if token is not None and (found := _sent_before(token, monument)):
        return Recorded(found, created=False)
    values = dict(data)
    if values.get("next_due") is None and values["condition"] != Condition.LOST:
        values["next_due"] = next_visit(values["date"], values["risk"])
    try:
        with transaction.atomic():
            inspection = Inspection.objects.create(monument=monument, token=token, created_by=user, **values)
            _keep(photos, inspection, user)
            adopted = _adopt_condition(inspection, user)
            visited(monument)
    except IntegrityError:
        # The same form in two requests at once.
        found = _sent_before(token, monument) if token is not None else None
        if found is None:
            raise
        return Recorded(found, created=False)
    return Recorded(inspection, created=True, adopted=adopted)


def amend_inspection(inspection: Inspection, user: Any = None) -> bool:
    """After a visit was corrected: its condition becomes the monument's if no later visit is known."""
    return _adopt_condition(inspection, user)


def public_inspections(monument: PublicMonument, inspections: Iterable[Inspection]) -> list[PublicInspection]:
    """`inspections` of the monument as the public may know them."""
    shows_condition = "condition" not in monument.hidden
    return [
        PublicInspection(visit.date, visit.condition if shows_condition else "", visit.risk, visit.next_due)
        for visit in inspections
    ]


def _sent_before(token: uuid.UUID, monument: Monument) -> Inspection | None:
    found = Inspection.objects.filter(token=token).first()
    if found is not None and found.monument_id != monument.pk:
        raise ValueError(f"The token {token} belongs to an inspection of another monument.")
    return found


def _keep(photos: Sequence[photo_store.CleanFile], inspection: Inspection, user: Any) -> None:
    if not photos:
        return
    collection = photo_store.private_collection(photo_store.INSPECTIONS)
    for number, photo in enumerate(photos, 1):
        title = f"{inspection.monument.code} {inspection.date:%Y-%m-%d} ({number})"
        image = photo_store.store(photo, title=title, collection=collection, user=user)
        InspectionPhoto.objects.create(inspection=inspection, image=image)


def _adopt_condition(inspection: Inspection, user: Any) -> bool:
    monument = inspection.monument
    later = Inspection.objects.filter(monument=monument, date__gt=inspection.date).exists()
    if later or monument.condition == inspection.condition:
        return False
    day = date_format(inspection.date, "DATE_FORMAT")
    try:
        changes = adopt(
            monument,
            {"condition": inspection.condition},
            by=user,
            source=_("Inspección del {date}").format(date=day),
            reason=_("Estado de conservación visto en la inspección de {name}.").format(name=inspection.inspector),
        )
    except ValidationError:
        # An old fault in the record must not cost the visit; the visit itself says what was found.
        logger.exception("The condition of inspection %s was not adopted for %s.", inspection.pk, monument.code)
        return False
    return bool(changes)
