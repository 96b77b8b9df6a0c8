"""«Evidencias»: what proves the milestones of the state's commitments, newest first. `?clase=` filters by kind."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.publicity import public
from agenda.models import EventPage
from agenda.services import words
from documents.models import RecordPage
from estados.models import Evidence, EvidencePage

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Kind:
    label: Promise
    condition: Q


#: Value of `?clase=` → what it means.
KINDS: dict[str, Kind] = {
    "registro": Kind(gettext_lazy("Registro del acervo"), Q(record__isnull=False)),
    "evento": Kind(gettext_lazy("Evento"), Q(event__isnull=False)),
    "enlace": Kind(gettext_lazy("Enlace externo"), ~Q(url="")),
}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """`url` is empty where the record or the event is not public; then its title is not told either.

    `when`: the day of the evidence, or else the date of the record or the event, in words. `link_note`: what the last look at an outside address found; `link_works` None: nobody has looked yet.
    """

    evidence: Evidence
    kind: str
    title: str
    url: str
    outside: bool = False
    when: str = ""
    link_note: str = ""
    link_works: bool | None = None

    @property
    def short_hash(self) -> str:
        return self.evidence.sha256[:12]

    @property
    def hash_url(self) -> str:
        return reverse("verify_result", args=[self.evidence.sha256]) if self.evidence.sha256 else ""


def evidence_of(state: str) -> QuerySet[Evidence]:
    """The public evidence of a state, newest first; what has no date comes last."""
    found = public(Evidence.objects.filter(milestone__commitment__plan__state=state))
    return found.order_by(F("on").desc(nulls_last=True), "-pk")


def context(page: EvidencePage, request: Any) -> dict[str, Any]:
    """The context of `estados/evidence_page.html`; a constant number of queries."""
    everything = evidence_of(page.state_page.state)
    chosen = request.GET.get("clase", "")
    chosen = chosen if chosen in KINDS else ""
    counts = everything.order_by().aggregate(
        **{name: Count("pk", filter=kind.condition) for name, kind in KINDS.items()}
    )
    found = everything.filter(KINDS[chosen].condition) if chosen else everything
    found = found.select_related("milestone__commitment__plan")
    page_obj = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "rows": rows_of(list(page_obj.object_list), request=request),
        "page_obj": page_obj,
        "total": sum(counts.values()),
        "chosen": chosen,
        "facet": _facet(counts, chosen),
    }


def rows_of(evidence: list[Evidence], *, request: Any = None) -> list[EvidenceRow]:
    """The rows of these pieces of evidence; two queries at most."""
    records = _public_pages(RecordPage, {item.record_id for item in evidence} - {None})
    events = _public_pages(EventPage, {item.event_id for item in evidence} - {None})
    return [_row(item, records, events, request) for item in evidence]


def _public_pages(model: Any, pks: set[Any]) -> dict[int, Any]:
    return {page.pk: page for page in public(model.objects.filter(pk__in=pks)).select_related("locale")} if pks else {}


def _row(item: Evidence, records: dict[int, Any], events: dict[int, Any], request: Any) -> EvidenceRow:
    day = date_format(item.on, "DATE_FORMAT") if item.on else ""
    if item.url:
        note, works = _link_check(item)
        return EvidenceRow(item, "enlace", item.label or item.url, item.url, True, day, note, works)
    page: Any = records.get(item.record_id) if item.record_id else events.get(item.event_id or 0)
    kind = "registro" if item.record_id else "evento"
    if page is None:
        return EvidenceRow(item, kind, item.label or _("Evidencia que aún no es pública"), "", when=day)
    own = page.issued_display if item.record_id else words.when_of(page)
    return EvidenceRow(item, kind, item.label or page.title, page.get_url(request) or "", when=day or own)


def _link_check(item: Evidence) -> tuple[str, bool | None]:
    if item.checked_at is None:
        return _("Enlace aún sin revisar"), None
    day = date_format(localtime(item.checked_at).date(), "DATE_FORMAT")
    if item.http_status and 200 <= item.http_status < 300:
        return _("El enlace respondía el %(day)s") % {"day": day}, True
    if item.http_status:
        return _("El enlace respondió con el error %(code)d el %(day)s") % {"code": item.http_status, "day": day}, False
    return _("El enlace no respondía el %(day)s") % {"day": day}, False


def _facet(counts: dict[str, int], chosen: str) -> dict[str, Any]:
    """For `components/facets.html`; only kinds that there are."""
    values = []
    for name, kind in KINDS.items():
        if not counts[name] and name != chosen:
            continue
        query = QueryDict(mutable=True)
        if name != chosen:
            query["clase"] = name
        values.append(
            {
                "value": name,
                "label": kind.label,
                "count": counts[name],
                "selected": name == chosen,
                "url": f"?{query.urlencode()}",
            }
        )
    return {"name": "clase", "label": _("Clase de evidencia"), "values": values}
