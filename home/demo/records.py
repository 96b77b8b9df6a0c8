"""The records of the demonstration: pages with their files, relations, agreements and sources."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.files import File
from wagtail.models import Locale

from documents.enums import AgreementStatus, RelationKind
from documents.models import (
    AgendaItem,
    Agreement,
    ArchiveFile,
    Attendee,
    Audience,
    Authority,
    GazetteExtract,
    GazetteIssuePage,
    GenericRecordPage,
    GuidePage,
    MinutesPage,
    RecordFile,
    RecordPage,
    RecordRelation,
    RecordType,
    Term,
    Theme,
)  # fmt: skip

from .content import FILES, Content
from .markup import to_html
from .site_pages import Tree
from .translate import html_words, plain_words, translate

MODELS = {"guide": GuidePage, "gazette": GazetteIssuePage, "minutes": MinutesPage, "generic": GenericRecordPage}
NATIONAL = "00"
TERM_TABLES: dict[str, type[Term]] = {
    "themes": Theme, "authorities": Authority, "types": RecordType, "audiences": Audience,
}  # fmt: skip
REASON = "Carga de la demostración"
CREDITS = "Quiénes elaboraron el documento aprobado"
CREDITS_EN = "Who wrote the approved document"


def make_terms(content: Content, *, spanish: Locale, english: Locale) -> None:
    """The vocabularies, each term in both languages; a term that exists keeps its own name."""
    for table, model in TERM_TABLES.items():
        for code, names in content.vocabularies[table].items():
            term, made = model.objects.get_or_create(code=code, locale=spanish, defaults={"name": names["es"]})
            if made:
                translate(term, plain_words((names["es"], names["en"])), locale=english)


def make_records(content: Content, tree: Tree, *, user: Any) -> dict[str, RecordPage]:
    """Every record, published in Spanish, oldest first; returns them by identifier."""
    made: dict[str, RecordPage] = {}
    data = sorted(content.records, key=lambda record: record.get("issued", ""))
    for record in data:
        collection = tree.collections[record["collection"]]
        collection.refresh_from_db()
        page = _page(record, locale=collection.locale)
        page.owner = user
        collection.add_child(instance=page)
        made[record["identifier"]] = page
    relations = _relations(data)
    for record in data:  # what points to other records, once they all exist
        page = made[record["identifier"]]
        stated = relations[record["identifier"]]
        page.relations = [RecordRelation(kind=kind, target_id=made[other].pk) for kind, other in stated]
        _refer(page, record, made)
        page.record_files = list(_files(record, user=user))
        page.save_revision(user=user).publish()
    return made


def translate_records(content: Content, tree: Tree, made: dict[str, RecordPage]) -> None:
    """English versions where `english.toml` has one; the others appear in English as aliases with Spanish text."""
    for record in content.records:
        page = made[record["identifier"]]
        page = type(page).objects.get(pk=page.pk)
        texts = content.english.get(record["identifier"])
        if texts is None:
            page.copy_for_translation(tree.english, alias=True)
            continue
        words = plain_words(*((record[name], texts[name]) for name in ("title", "slug", "abstract")))
        for ours, theirs in zip(record.get("parts", []), texts.get("parts", []), strict=True):
            words |= plain_words((ours["heading"], theirs["heading"]), (CREDITS, CREDITS_EN))
            words |= html_words(to_html(ours["body"]), to_html(theirs["body"]))
        for ours, theirs in zip(record.get("extracts", []), texts.get("extracts", []), strict=True):
            words |= plain_words(*((ours[name], theirs[name]) for name in ("title", "note")))
        translate(page, words, locale=tree.english)


def _page(record: dict[str, Any], *, locale: Locale) -> RecordPage:
    """The record as an unsaved draft, with all that needs no other record."""
    page = MODELS[record["kind"]](
        title=record["title"],
        slug=record["slug"],
        locale=locale,
        live=False,
        identifier=record["identifier"],
        abstract=record["abstract"],
        issued=record.get("issued", ""),
        language=record.get("language", "es"),
        state=record.get("state", NATIONAL),
        municipality=record.get("municipality", ""),
        source_url=record.get("source_url", ""),
        source_note=record.get("note", "")[:255],
        record_type=_term(RecordType, record.get("type"), locale),
        authority=_term(Authority, next(iter(record.get("creators", [])), None), locale),
        publisher=_term(Authority, record.get("publisher"), locale),
    )
    page.themes.set(Theme.objects.filter(code__in=record["themes"], locale=locale))
    page.audiences.set(Audience.objects.filter(code__in=record["audiences"], locale=locale))
    if isinstance(page, GazetteIssuePage):
        page.organ = _term(Authority, record["organ"], locale)
        page.volume, page.number = record.get("volume", ""), record.get("number")
        page.supplement = record.get("supplement", "")
        page.extracts = [GazetteExtract(**{k: e[k] for k in ("title", "kind", "note")}) for e in record["extracts"]]
    elif isinstance(page, MinutesPage):
        page.authority = page.body = _term(Authority, record["body_name"], locale)
        page.session_type, page.session_number = record["session"], record["number"]
        page.attendees = [_attendee(guest) for guest in record.get("guests", [])]
        page.agenda = [AgendaItem(text=text) for text in record["agenda"]]
    return page


def _attendee(guest: str) -> Attendee:
    """`Name (State)`: a special guest, as the source names them."""
    name, _, place = guest.rstrip(")").partition(" (")
    if not place or place.isupper():  # an organisation and its initials
        return Attendee(name=guest)
    return Attendee(name=name, role="Persona comisionada, invitada especial", organisation=place)


def _term(model: type[Term], code: str | None, locale: Locale) -> Any:
    return model.objects.get(code=code, locale=locale) if code else None


def _refer(page: RecordPage, record: dict[str, Any], made: dict[str, RecordPage]) -> None:
    if isinstance(page, GuidePage):
        parts = json.dumps([{"type": "part", "value": part} for part in _parts(record, made)])
        page.parts = page._meta.get_field("parts").to_python(parts)
    elif isinstance(page, MinutesPage):
        page.agreements = [
            Agreement(
                number=item["number"],
                text=item["text"],
                responsible=item["responsible"],
                status=AgreementStatus(item["status"]),
                follow_up=item["followup"],
                evidence_id=made[item["evidence"]].pk if "evidence" in item else None,
            )
            for item in record["agreements"]
        ]


def _parts(record: dict[str, Any], made: dict[str, RecordPage]) -> Iterator[dict[str, Any]]:
    for part in record["parts"]:
        sources = [
            {
                "title": source["label"],
                "record": made[source["record"]].pk if "record" in source else None,
                "url": source.get("url", ""),
                "note": source.get("note", ""),
            }
            for source in part["sources"]
        ]
        yield {"heading": part["heading"], "body": to_html(part["body"]), "sources": sources}
    people = "\n".join(f"- {person}" for person in record["contributors"])
    yield {"heading": CREDITS, "body": to_html(people), "sources": []}


def _relations(data: list[dict[str, Any]]) -> dict[str, list[tuple[RelationKind, str]]]:
    """What each record states about others; `references` is stated by the record referred to, as the model has it."""
    stated: dict[str, list[tuple[RelationKind, str]]] = {record["identifier"]: [] for record in data}
    for record in data:
        for relation in record.get("relations", []):
            if relation["kind"] == "references":
                stated[relation["to"]].append((RelationKind.IS_REFERENCE_FOR, record["identifier"]))
            else:
                stated[record["identifier"]].append((RelationKind(relation["kind"]), relation["to"]))
    return stated


def _files(record: dict[str, Any], *, user: Any) -> Iterator[RecordFile]:
    for order, item in enumerate(record.get("files", [])):
        made = ArchiveFile(title=item["title"], language=item["language"], uploaded_by_user=user)
        made.version_reason = REASON
        with (FILES / item["path"]).open("rb") as opened:
            made.file.save(item["path"], File(opened), save=False)
            made.save()
        yield RecordFile(file=made, role=item["role"], sort_order=order)
