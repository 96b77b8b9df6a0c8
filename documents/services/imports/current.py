"""What a record says now, and in which fields a row would change it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.states import STATE_NAMES
from documents.enums import Licence
from documents.models import RecordPage

from .outcomes import Change, PlannedRow
from .vocabulary import MANY, ONE, TermRef


def editable(pages: Iterable[RecordPage]) -> dict[int, Any]:
    """Record → the object an editor would open: its draft when it has one, else what is published."""
    pages = list(pages)
    drafts = {page.pk: page.get_latest_revision_as_object() for page in pages if page.has_unpublished_changes}
    settled = [page.pk for page in pages if page.pk not in drafts]
    chosen = dict(drafts)
    for start in range(0, len(settled), 500):
        chunk = RecordPage.objects.filter(pk__in=settled[start : start + 500])
        chosen.update({page.pk: page for page in chunk.select_related(*ONE).prefetch_related(*MANY)})
    return chosen


def differences(row: PlannedRow, record: RecordPage) -> list[Change]:
    """The fields in which the row's values differ from the record's."""
    changes = []
    for name, new in row.values.items():
        old = getattr(record, name)
        if name in MANY:
            refs: list[TermRef] = new
            terms = list(old.all())
            if {ref.pk for ref in refs} == {term.pk for term in terms}:
                continue
            old_text, new_text = ", ".join(term.name for term in terms), ", ".join(ref.name for ref in refs)
        elif name in ONE:
            if (old.pk if old else None) == (new.pk if new else None) and (new is None or new.pk is not None):
                continue
            old_text, new_text = (old.name if old else ""), (new.name if new else "")
        else:
            if old == new:
                continue
            old_text, new_text = shown(name, old), shown(name, new)
        changes.append(Change(row.headers.get(name, name), label_of(name), old_text, new_text))
    return changes


def label_of(name: str) -> str:
    if name == "title":
        return _("título")
    return str(RecordPage._meta.get_field(name).verbose_name)


def shown(name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value in (None, ""):
        return ""
    if name == "state":
        return str(STATE_NAMES.get(value, value))
    if name == "licence":
        return str(Licence(value).label) if value in Licence.values else str(value)
    if name == "embargo_until":
        return value.isoformat(timespec="minutes")
    return str(value)
