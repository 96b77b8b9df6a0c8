"""What the page of a record shows, put together with a number of queries that does not grow with the record."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import F, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.enums import LICENCE_URLS, AgreementStatus
from documents.models import GazetteIssuePage, GuidePage, MinutesPage, RecordPage
from documents.services.citations import Citation
from documents.services.record_files import RecordFiles, files_of
from documents.services.record_links import links_of, source_target
from documents.services.record_related import records_around
from documents.services.record_terms import RecordTerms, terms_of
from documents.services.structured_data import dublin_core, json_ld

#: Status of an agreement → the state of its chip (`status_chip`).
CHIPS = {
    AgreementStatus.NOT_STARTED: "notstarted",
    AgreementStatus.UNDER_WAY: "underway",
    AgreementStatus.DONE: "done",
    AgreementStatus.CANCELLED: "cancelled",
    AgreementStatus.NO_INFORMATION: "noinfo",
}


def record_context(page: RecordPage, request) -> dict[str, Any]:
    """The context of a record's template; a withdrawn record has its description only, without its files."""
    is_preview = bool(getattr(request, "is_preview", False))
    url = page.get_url(request) or "/"
    absolute = settings.BASE_URL + url if url.startswith("/") else url
    terms = terms_of(page, in_memory=is_preview)
    context: dict[str, Any] = {
        "terms": terms,
        "record_url": url,
        "record_url_absolute": absolute,
        "metadata": metadata_rows(page, terms),
        "short_link": None,
    }
    if page.is_withdrawn and not is_preview:
        return context

    files = files_of(page, request, record_url=url, is_preview=is_preview)
    own = _own_parts(page, is_preview=is_preview)
    linked = {agreement.evidence_id for agreement in own.get("agreements", ()) if agreement.evidence_id}
    if isinstance(page, GuidePage):
        linked |= {source["record"].pk for source in page.sources() if source["record"]}
    around = records_around(page, linked=linked, is_preview=is_preview)
    links = links_of(page)
    keywords = tuple(term.label for term in terms.many["themes"])
    citation = Citation.of(page, url=absolute, keywords=keywords, terms=terms)
    context |= {
        "files": files.views,
        "main_file": files.main,
        "cover": cover_of(files),
        "citation": citation,
        "relations": around.relations,
        "related": around.related,
        "short_link": links.get((page, "")),
        "json_ld": json_ld(page, terms=terms, files=files.readable, url=absolute),
        "dublin_core": dublin_core(page, terms=terms, files=files.readable, url=absolute),
        "share_image_url": f"{absolute}imagen-para-compartir.png",
        **own,
    }
    if isinstance(page, MinutesPage):
        context["agreements"] = [_agreement(item, around.known) for item in own["agreements"]]
    if isinstance(page, GazetteIssuePage):
        context["extracts"] = [_extract(item, files, url) for item in own["extracts"]]
    if isinstance(page, GuidePage):
        context["parts"] = [_part(number, part, around.known, links) for number, part in enumerate(page.parts, 1)]
    return context


def _own_parts(page: RecordPage, *, is_preview: bool) -> dict[str, Any]:
    """The rows that a type of record adds; one query for each kind of row."""
    if isinstance(page, MinutesPage):
        return {
            **_attendees_and_agenda(page, is_preview=is_preview),
            "agreements": list(page.agreements.all()),
        }
    if isinstance(page, GazetteIssuePage):
        return {"extracts": list(page.extracts.all())}
    return {}


def _attendees_and_agenda(page: MinutesPage, *, is_preview: bool) -> dict[str, Any]:
    """Both short lists of a session in one query."""
    if is_preview:
        return {"attendees": list(page.attendees.all()), "agenda": list(page.agenda.all())}
    columns = ("kind", "sort_order", "pk", "text", "role", "organisation")
    empty = Value("")
    people = page.attendees.order_by().annotate(kind=Value("attendee"), text=F("name")).values_list(*columns)
    items = page.agenda.order_by().annotate(kind=Value("agenda"), role=empty, organisation=empty).values_list(*columns)
    rows = sorted(people.union(items, all=True), key=lambda row: (row[1] or 0, row[2]))
    return {
        "attendees": [
            {"name": text, "role": role, "organisation": organisation}
            for kind, _order, _pk, text, role, organisation in rows
            if kind == "attendee"
        ],
        "agenda": [{"text": text} for kind, _order, _pk, text, *_rest in rows if kind == "agenda"],
    }


def cover_of(files: RecordFiles) -> dict[str, Any] | None:
    """The image of the first page of the main file."""
    main = files.main
    if main is None or not main.version.has_images or main.pk != files.main_file_id:
        return None
    args = [main.pk, main.version.number, 1]
    return {"src": reverse("documents:page_image", args=[*args, "s"]), "url": main.read_url}


# --- The description list -------------------------------------------------------------------------------
def metadata_rows(page: RecordPage, terms: RecordTerms) -> list[dict[str, Any]]:
    """Rows of `label` and `values` (each with `label` and perhaps `url`), in the order of the page; none is empty."""

    def term(slot: str) -> list[Any]:
        found = terms.get(slot)
        return [found] if found else []

    rows: list[dict[str, Any]] = [{"label": _("Tipo"), "values": term("record_type")}]
    if isinstance(page, MinutesPage):
        number = f" {page.session_number}" if page.session_number else ""
        rows += [
            {"label": _("Órgano colegiado"), "values": term("body")},
            {"label": _("Sesión"), "value": f"{page.get_session_type_display()}{number}"},
            {"label": _("Fecha de la sesión"), "value": page.issued_display},
            {"label": _("Lugar o plataforma"), "value": page.place},
        ]
    if isinstance(page, GazetteIssuePage):
        rows += [
            {"label": _("Órgano"), "values": term("organ")},
            {"label": _("Número"), "value": page.citation_label},
        ]
    rows.append({"label": _("Autoridad"), "values": term("authority")})
    if not isinstance(page, MinutesPage):
        rows.append({"label": _("Fecha de emisión"), "value": page.issued_display})
    language = dict(settings.RECORD_LANGUAGES).get(page.language, page.language)
    licence_url = LICENCE_URLS.get(page.licence)
    licence = page.get_licence_display() if page.licence else ""
    source = page.source_note or page.source_url
    rows += [
        {"label": _("Publica"), "values": term("publisher")},
        {"label": _("Temas"), "values": terms.many["themes"]},
        {"label": _("Dirigido a"), "values": terms.many["audiences"]},
        {"label": _("Entidad"), "value": page.state_name},
        {"label": _("Municipio"), "value": page.municipality},
        {"label": _("Idioma"), "value": str(language)},
        {"label": _("Identificador"), "value": page.identifier},
        {"label": _("Licencia"), "values": [{"label": licence, "url": licence_url}] if licence else []},
        {"label": _("Derechos"), "value": page.rights_note},
        {"label": _("Fuente"), "values": [{"label": source, "url": page.source_url}] if source else []},
    ]
    return [full for row in rows if (full := _row(**row))["values"]]


def _row(*, label: str, values: Sequence[Any] = (), value: str = "") -> dict[str, Any]:
    # `values` is always a key: a template that asked a dictionary without it would get the method of that name.
    return {"label": label, "values": [*values, *([{"label": value}] if value else [])]}


# --- Minutes, gazettes, guides --------------------------------------------------------------------------
def _agreement(item, known: dict[int, RecordPage]) -> dict[str, Any]:
    is_late = item.is_late(timezone.localdate())
    label = str(AgreementStatus(item.status).label)
    return {
        "number": item.number,
        "anchor": f"acuerdo-{item.pk or item.sort_order}",
        "text": item.text,
        "responsible": item.responsible,
        "due_date": item.due_date,
        "chip": "late" if is_late else CHIPS[AgreementStatus(item.status)],
        "status_label": _("%(status)s, con retraso") % {"status": label} if is_late else label,
        "follow_up": item.follow_up,
        "evidence": known.get(item.evidence_id),
    }


def _extract(item, files: RecordFiles, record_url: str) -> dict[str, Any]:
    """An extract with the address of its first page; without one where the file has no such page."""
    pages = files.main.version.page_count if files.main and files.main.pk == files.main_file_id else 0
    has_page = bool(item.page_from and item.page_from <= pages)
    return {
        "kind": item.get_kind_display(),
        "title": item.title,
        "note": item.note,
        "page_from": item.page_from,
        "page_to": item.page_to if item.page_to and item.page_to != item.page_from else None,
        "url": f"{record_url}pagina/{item.page_from}/" if has_page else "",
    }


def _part(number: int, part, known: dict[int, RecordPage], links: dict) -> dict[str, Any]:
    """A part of a guide; a source whose record the public may not see is named without a link."""
    sources = []
    for source in part.value["sources"]:
        target = source_target(source)
        record = source["record"]
        shown = known.get(record.pk) if record else None
        sources.append(
            {
                "title": source["title"],
                "note": source["note"],
                "record": shown,
                "url": source["url"] if target and not record else "",
                "link": links.get((target, "")) if target and (shown or not record) else None,
            }
        )
    return {
        "number": number,
        "anchor": f"parte-{number}",
        "heading": part.value["heading"],
        "body": part.value["body"],
        "sources": sources,
    }
