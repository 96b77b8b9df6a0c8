"""A monument as the history sees it: every watched field as JSON that a person can still read in ten years."""

from typing import Any

from observatorio.inventory.fields import CHILDREN, FIELDS
from observatorio.inventory.values import value_of
from observatorio.models import Monument

#: What follows from another watched field, or is no field of the form.
_NOT_WATCHED = {"year_from", "year_to"}
#: Attributes of the model besides the inventory's fields.
LIVE, RESTRICTIONS = "live", "restrictions"
#: Columns of child rows; a related object is kept by its key and what it was called then.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "phases": ("date", "description", "authors"),
    "fabric": ("element", "material", "technique"),
    "protections": ("kind", "name", "authority", "date", "gazette"),
    "photos": ("image", "caption", "alt_text", "author", "taken", "holder", "licence", "is_public"),
    "bibliography": ("text", "url"),
    "records": ("record", "note"),
    "restrictions": ("field", "level", "ground", "until"),
}
_RELATED = {"authority": "abbreviation", "gazette": "title", "image": "title", "record": "title"}

WATCHED: tuple[str, ...] = (
    *(attribute for field in FIELDS for attribute in field.attributes if attribute not in _NOT_WATCHED),
    RESTRICTIONS,
    LIVE,
)


def state_of(monument: Monument, names: set[str] | None = None) -> dict[str, Any]:
    """Watched attributes as JSON; only those of `names` when given."""
    return {name: _value(monument, name) for name in WATCHED if names is None or name in names}


def _value(monument: Monument, name: str) -> Any:
    if name == "part_of":
        return monument.part_of.code if monument.part_of else ""
    if name in _COLUMNS:
        return [_row(item, _COLUMNS[name]) for item in getattr(monument, name).all()]
    if name in CHILDREN or name == "heritage_site":
        return value_of(monument, name)
    return getattr(monument, name)


def _row(item: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    """The filled-in columns of one child row."""
    row: dict[str, Any] = {}
    for column in columns:
        value = getattr(item, column)
        if column in _RELATED and value is not None:
            value = {"pk": value.pk, "title": getattr(value, _RELATED[column])}
        elif hasattr(value, "isoformat"):
            value = value.isoformat()
        if value not in ("", None) or column == "kind":
            row[column] = value
    return row
