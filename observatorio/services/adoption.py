"""Adopting values for a monument: the live row, whatever waits to be published, the history and a revision at once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from acervo.base.drafts import pending_revisions, rewrite
from acervo.history import services as history
from acervo.history.models import FieldChange
from observatorio.inventory.assign import assign
from observatorio.inventory.derived import century_of, use_category, years
from observatorio.inventory.values import value_of
from observatorio.models import Monument
from observatorio.services.comparison import same

#: Set on several rows of other tables or by a key: their own models check them.
_RELATIONS = {"heritage_site", "institutions", "protections"}


class ChangedMeanwhile(Exception):
    """The adopted value is no longer the one that the person was looking at. `attribute` says of which field."""

    def __init__(self, attribute: str) -> None:
        super().__init__(attribute)
        self.attribute = attribute


@transaction.atomic
def adopt(
    monument: Monument,
    values: Mapping[str, Any],
    *,
    by: Any,
    source: str = "",
    reason: str = "",
    batch: Any = None,
    expected: Mapping[str, Any] | None = None,
) -> list[FieldChange]:
    """Make `values` (attribute → JSON, see `inventory.values`) the adopted ones; return the history written.

    The live row changes at once. Drafts that wait (edited, in a workflow or scheduled) get the same values and keep
    the rest of what was typed into them. With `expected` (attribute → the value the person saw) nothing is changed if
    another one was adopted meanwhile: ChangedMeanwhile. Raises ValidationError (by attribute) for a value that the
    form would refuse. Says nothing about permissions: the caller asks.
    """
    live = Monument.objects.select_for_update().get(pk=monument.pk)
    for attribute, value in (expected or {}).items():
        if not same(attribute, value_of(live, attribute), value):
            raise ChangedMeanwhile(attribute)
    waiting = pending_revisions(live)
    put(live, values)
    _validate(live, values)
    with history.attributed(by=by, source=source, reason=reason, batch=batch) as written:
        live.save()
    replaced = patch_pending(live, values, revisions=waiting)
    if written.changes or replaced:
        _remember(live, waiting=waiting, by=by)
        log(instance=live, action="observatorio.adopt", user=_somebody(by), content_changed=True,
            data={"values": dict(values), "source": source, "reason": reason, "replaced_in_draft": replaced})  # fmt: skip
    return written.changes


def settle(monument: Monument, attribute: str, *, by: Any, source: str = "", reason: str) -> FieldChange:
    """Decide that the adopted value stands against what other sources say; the history keeps who and why."""
    value = value_of(monument, attribute)
    return FieldChange.objects.create(
        target=monument, field=attribute, old=value, new=value, by=_somebody(by), source=source, reason=reason
    )


def put(monument: Monument, values: Mapping[str, Any]) -> None:
    """Assign in memory; what had been deduced from an old value is deduced again from the new one."""
    class_was_deduced = monument.use_category == use_category(monument.current_uses)
    if "current_uses" in values and "use_category" not in values and class_was_deduced:
        monument.use_category = ""
    if "dating" in values and "century_from" not in values and _century_was_deduced(monument):
        monument.century_from = monument.century_to = None
    for attribute, value in values.items():
        try:
            assign(monument, attribute, value)
        except ValueError as error:
            raise ValidationError({attribute: str(error)}) from error


def patch_pending(
    monument: Monument, values: Mapping[str, Any], *, revisions: list[Revision] | None = None
) -> dict[str, Any]:
    """Put `values` into what waits to be published, and leave the rest of it as it was typed.

    Whoever writes the live row by other means (an import) calls this for monuments with unpublished changes; otherwise
    the next publication would take its values back. Returns what a draft said instead, by attribute.
    """
    replaced: dict[str, Any] = {}
    for revision in pending_revisions(monument) if revisions is None else revisions:
        draft = revision.as_object()
        for attribute, value in values.items():
            said = value_of(draft, attribute)
            if not same(attribute, said, value):
                replaced[attribute] = said
        put(draft, values)
        rewrite(revision, draft)
    return replaced


def _remember(live: Monument, *, waiting: list[Revision], by: Any) -> None:
    """A revision of the live row as it is now. What waits stays the latest, because it will replace it."""
    if not live.live and waiting:
        return
    revision = Revision.objects.create(
        content_object=live, base_content_type=live.get_base_content_type(), user=_somebody(by),
        content=live.serializable_data(), object_str=str(live),
        created_at=min((item.created_at for item in waiting), default=timezone.now()) - timedelta(microseconds=1),
    )  # fmt: skip
    fields: dict[str, Any] = {}
    if live.live:
        fields |= {"live_revision": revision, "last_published_at": timezone.now()}
    if not waiting:
        fields |= {"latest_revision": revision}
    Monument.objects.filter(pk=live.pk).update(**fields)


def keep_live_revision(monument: Monument) -> Revision:
    """The revision of what is published, made from the stored row if there is none yet."""
    live = Monument.objects.get(pk=monument.pk)
    if live.live_revision_id is None:
        live.live_revision = Revision.objects.create(
            content_object=live, base_content_type=live.get_base_content_type(), content=live.serializable_data(),
            object_str=str(live),
        )  # fmt: skip
        Monument.objects.filter(pk=live.pk).update(live_revision=live.live_revision)
    return live.live_revision


def _validate(monument: Monument, values: Mapping[str, Any]) -> None:
    """Only the fields that change: an old fault elsewhere in the record is no reason to refuse a good value."""
    errors: dict[str, Any] = {}
    for attribute in values.keys() - _RELATIONS:
        field = Monument._meta.get_field(attribute)
        value = getattr(monument, attribute)
        if field.blank and value in field.empty_values:
            continue
        try:
            setattr(monument, attribute, field.clean(value, monument))
        except ValidationError as error:
            errors[attribute] = error.messages
    if errors:
        raise ValidationError(errors)
    monument.clean()


def _century_was_deduced(monument: Monument) -> bool:
    known = [year for year in years(monument.dating) if year is not None]
    return bool(known) and (monument.century_from, monument.century_to) == (
        century_of(known[0]),
        century_of(known[-1]),
    )


def _somebody(user: Any) -> Any:
    return user if user is not None and getattr(user, "is_authenticated", False) else None


def refusal(error: ValidationError) -> str:
    """The errors of `adopt` in one sentence a field."""
    if not hasattr(error, "message_dict"):
        return " ".join(error.messages)
    from observatorio.inventory.fields import BY_ATTRIBUTE, attribute_label

    lines = []
    for attribute, messages in error.message_dict.items():
        label = attribute_label(attribute) if attribute in BY_ATTRIBUTE else _("El inmueble")
        lines.append(f"{label}: {' '.join(messages)}")
    return " ".join(lines)
