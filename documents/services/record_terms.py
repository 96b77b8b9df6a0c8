"""The vocabulary terms of a record with their names in the active language: one query for all vocabularies."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, Value
from django.urls import reverse
from django.utils.translation import get_language

from documents.models import Audience, Authority, GazetteIssuePage, MinutesPage, RecordPage, RecordType, Term, Theme


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """A term as a page shows it."""

    code: str
    label: str
    url: str

    def __str__(self) -> str:
        return self.label


#: Slot → vocabulary, for the terms that a record holds one of.
SINGLE: dict[str, type[Term]] = {
    "record_type": RecordType, "authority": Authority, "publisher": Authority, "organ": Authority, "body": Authority,
}  # fmt: skip
MANY: dict[str, type[Term]] = {"themes": Theme, "audiences": Audience}


@dataclass(frozen=True, slots=True)
class RecordTerms:
    """The terms of one record; a slot that its type of record does not have is empty."""

    one: dict[str, NamedTerm]
    many: dict[str, list[NamedTerm]]

    def get(self, slot: str) -> NamedTerm | None:
        return self.one.get(slot)


def terms_of(record: RecordPage, *, in_memory: bool = False) -> RecordTerms:
    """The terms of `record`. `in_memory=True` for a preview, whose terms are not in the database yet."""
    keys = {slot: getattr(record, f"{slot}_id", None) for slot in SINGLE if _has(record, slot)}
    wanted: dict[type[Term], Q] = {}
    for slot, model in SINGLE.items():
        if keys.get(slot):
            wanted[model] = wanted.get(model, Q()) | Q(pk=keys[slot])
    for slot, model in MANY.items():
        ids = [term.pk for term in getattr(record, slot).all()] if in_memory else None
        wanted[model] = Q(records=record.pk) if ids is None else Q(pk__in=ids)
    rows = _rows(wanted)
    named: dict[tuple[str, Any], NamedTerm] = {}
    key_of: dict[tuple[str, int], Any] = {}
    language = get_language() or settings.LANGUAGE_CODE
    rows.sort(key=lambda row: (row["language"] == language, row["language"] == settings.LANGUAGE_CODE))
    for row in rows:  # the best language comes last
        vocabulary = row["vocabulary"]
        key_of[vocabulary, row["pk"]] = row["translation_key"]
        url = reverse("term", args=[vocabulary, row["code"]])
        named[vocabulary, row["translation_key"]] = NamedTerm(row["code"], row["name"], url)
    one = {
        slot: named[vocabulary, key_of[vocabulary, key]]
        for slot, key in keys.items()
        if key and (vocabulary := SINGLE[slot].vocabulary) and (vocabulary, key) in key_of
    }
    many = {
        slot: sorted(
            (term for (vocabulary, _key), term in named.items() if vocabulary == model.vocabulary),
            key=lambda term: term.label.casefold(),
        )
        for slot, model in MANY.items()
    }
    return RecordTerms(one, many)


def _has(record: RecordPage, slot: str) -> bool:
    if slot == "organ":
        return isinstance(record, GazetteIssuePage)
    return slot != "body" or isinstance(record, MinutesPage)


def _rows(wanted: dict[type[Term], Q]) -> list[dict[str, Any]]:
    """The terms and their translations, of all vocabularies in one query."""
    queries = [
        model.objects.filter(translation_key__in=model.objects.filter(condition).values("translation_key"))
        .order_by()
        .annotate(vocabulary=Value(model.vocabulary))
        .values("vocabulary", "pk", "code", "name", "translation_key", language=_language())
        for model, condition in wanted.items()
    ]
    if not queries:
        return []
    first, *others = queries
    return list(first.union(*others, all=True))


def _language():
    from django.db.models import F

    return F("locale__language_code")
