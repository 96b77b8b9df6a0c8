"""Small helps of the inventory's pages."""

from django import template

from acervo.base import dates

register = template.Library()


@register.filter
def edtf(value: str) -> str:
    """An EDTF date as a person reads it."""
    return dates.display(value) if value else ""


@register.filter
def metres(value: int) -> str:
    """«350 m», «1.2 km»."""
    return f"{value} m" if value < 1000 else f"{value / 1000:.1f} km"
