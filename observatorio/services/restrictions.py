"""Restrictions of many monuments at once, for what counts or maps thousands of them without models."""

from django.utils import timezone

from observatorio.inventory.fields import BY_NAME
from observatorio.models import FieldRestriction, PublicityLevel

from .public_version import in_force


def withheld(*names: str) -> dict[int, set[str]]:
    """Monument → those of the fields `names` that the public may not see of it today; one query.

    Only for fields that are public by default: those of the others would be nearly all. ValueError otherwise.
    """
    if any(BY_NAME[name].level != PublicityLevel.PUBLIC for name in names):
        raise ValueError("withheld() is for fields that are public by default.")
    said = FieldRestriction.objects.filter(in_force(timezone.localdate()), field__in=names)
    found: dict[int, set[str]] = {}
    for pk, field in said.exclude(level=PublicityLevel.PUBLIC).values_list("monument_id", "field"):
        found.setdefault(pk, set()).add(field)
    return found
