"""The other records on a record's page: relations in both directions, evidence, sources, and related items."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from acervo.base.publicity import public
from documents.enums import RELATION_INVERSE, RelationKind
from documents.models import RecordPage, RecordRelation

RELATED = 4


@dataclass
class RelatedRecords:
    """What the page shows of other records; all of them public."""

    relations: list[tuple[str, list[RecordPage]]] = field(default_factory=list)
    related: list[RecordPage] = field(default_factory=list)
    #: Public records by key, among those that the page was asked about (evidence, sources).
    known: dict[int, RecordPage] = field(default_factory=dict)


def records_around(record: RecordPage, *, linked: Iterable[int] = (), is_preview: bool = False) -> RelatedRecords:
    """The records that `record` names, those that name it, and some that share its themes.

    Two questions to the database, whatever their number. `linked`: keys of further records that the page may link to.
    """
    stated, inverse = _relations(record, is_preview=is_preview)
    named = {key for _kind, key in [*stated, *inverse]} | set(linked)
    # A relation is stated once, between originals: each language shows its own version of the other record.
    same_work = RecordPage.objects.filter(pk__in=named).values("translation_key")
    records = (
        public(
            RecordPage.objects.filter(
                Q(pk__in=named) | Q(translation_key__in=same_work, locale=record.locale_id) | Q(pk__in=_alike(record))
            )
        )
        .select_related("locale", "record_type")
        .defer("abstract", "withdrawal_reason")
    )
    others = {other.pk: other for other in records if other.translation_key != record.translation_key}
    own_language = {other.translation_key: other for other in others.values() if other.locale_id == record.locale_id}
    found = {key: own_language.get(other.translation_key, other) for key, other in others.items()}
    groups: dict[str, list[RecordPage]] = {}
    for label, key in [
        *((str(RelationKind(kind).label), key) for kind, key in stated),
        *((str(RELATION_INVERSE[RelationKind(kind)]), key) for kind, key in inverse),
    ]:
        if key in found and found[key] not in groups.setdefault(label, []):
            groups[label].append(found[key])
    shown = {other.pk for records in groups.values() for other in records} | {
        found[key].pk for key in named & set(found)
    }
    alike = [other for key, other in found.items() if key not in named and other.pk not in shown]
    alike.sort(key=lambda other: (other.authority_id == record.authority_id, other.sort_date), reverse=True)
    return RelatedRecords(
        relations=[(label, records) for label, records in groups.items() if records],
        related=alike[:RELATED],
        known={key: found[key] for key in named if key in found},
    )


def _relations(record: RecordPage, *, is_preview: bool) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """(kind, key) of what the record states, and of what others state about it."""
    work = record.translation_key
    to_it, of_it = Q(target__translation_key=work), Q(page__translation_key=work)
    rows = list(
        RecordRelation.objects.filter(to_it if is_preview else to_it | of_it)
        .exclude(to_it & of_it)
        .order_by("sort_order", "pk")
        .values_list("kind", "page_id", "target_id", "page__translation_key")
    )
    if is_preview:
        stated = [(relation.kind, relation.target_id) for relation in record.relations.all()]
    else:
        stated = [(kind, target) for kind, _page, target, stating in rows if stating == work]
    return stated, [(kind, page) for kind, page, _target, stating in rows if stating != work]


def _alike(record: RecordPage):
    """Keys of the latest records in the same language with one of its themes, or without themes, of its authority."""
    same = RecordPage.objects.filter(live=True, withdrawn_at=None, locale=record.locale_id).exclude(pk=record.pk)
    themes = RecordPage.themes.through.objects.filter(recordpage_id=record.pk).values("theme_id")
    shared = RecordPage.themes.through.objects.filter(theme_id__in=themes).values("recordpage_id")
    # Some more than are shown: a few of them may not be public.
    return same.filter(pk__in=shared).order_by("-issued_from", "pk").values("pk")[: RELATED * 3]
