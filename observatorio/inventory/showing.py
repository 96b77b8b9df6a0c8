"""Changes as the dry run shows them: what was, what would be, and whether it is adopted; without a query for each cell."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .fields import attribute_label
from .values import shown

if TYPE_CHECKING:
    from .importer import MonumentJob


def changes_shown(
    taken: Mapping[str, Any],
    before: Mapping[str, Any],
    disputed: Mapping[str, Any],
    adopted: Mapping[str, Any],
    job: "MonumentJob",
) -> list[dict[str, Any]]:
    """[{field, label, old, new, adopted}]: adopted ones first, then those in dispute."""
    return [
        *(_change(name, before[name], value, True, job) for name, value in taken.items()),
        *(_change(name, adopted[name], value, False, job) for name, value in disputed.items()),
    ]


def _change(name: str, old: Any, new: Any, is_adopted: bool, job: "MonumentJob") -> dict[str, Any]:
    return {
        "field": name,
        "label": _label(name, get_language() or ""),
        "old": read(name, old, job),
        "new": read(name, new, job),
        "adopted": is_adopted,
    }


@lru_cache(maxsize=512)
def _label(name: str, language: str) -> str:
    text = _("publicado") if name == "live" else str(attribute_label(name))
    return text[:1].upper() + text[1:]


def read(name: str, value: Any, job: "MonumentJob") -> str:
    """A value as a person reads it."""
    if value in ("", None, []):
        return ""
    if name == "live":
        return _("sí") if value else _("no")
    if name == "institutions":
        return ", ".join(job.institutions[code].abbreviation if code in job.institutions else code for code in value)
    if name == "heritage_site":
        return job.sites[value].name if value in job.sites else str(value)
    return shown(name, value)
