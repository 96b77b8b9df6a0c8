"""One form field for each attribute that a source can state, and the way between its value and JSON."""

from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from observatorio.admin.form_fields import coordinate_field, lines_field
from observatorio.admin.monument_form import with_standard
from observatorio.inventory.fields import SAYABLE, attribute_label
from observatorio.models import HeritageSite, Institution, Monument

#: What can be written in one field of a form; protections have a table of their own in the monument's form.
WRITABLE = tuple(attribute for attribute in SAYABLE if attribute != "protections")


def value_field(attribute: str) -> forms.Field:
    """An optional form field for one of `WRITABLE`, with the label, choices, limits and help of the monument's form."""
    column = Monument._meta.get_field(attribute)
    field: forms.Field
    if attribute == "heritage_site":
        field = forms.ModelChoiceField(HeritageSite.objects.all())
    elif attribute == "institutions":
        field = forms.ModelMultipleChoiceField(Institution.objects.all(), widget=forms.CheckboxSelectMultiple)
    elif isinstance(column, models.JSONField):
        field = lines_field(Monument, attribute, rows=2)
    elif attribute in ("latitude", "longitude"):
        field = coordinate_field(Monument, attribute)
    elif column.choices:
        field = forms.ChoiceField(choices=[("", "---------"), *column.flatchoices])
    else:
        field = column.formfield()
    field.required = False
    field.label = capfirst(str(attribute_label(attribute)))
    field.help_text = with_standard(attribute, getattr(column, "help_text", ""))
    field.validators = [*field.validators, *(one for one in column.validators if one not in field.validators)]
    return field


def to_json(attribute: str, value: Any) -> Any:
    """The cleaned value of `value_field` as `inventory.values` writes it; an empty one stays empty."""
    if attribute == "heritage_site":
        return (value.reference or value.slug) if value else ""
    if attribute == "institutions":
        return sorted(item.code for item in value)
    return value


def from_json(attribute: str, value: Any) -> Any:
    """A JSON value as the initial of `value_field`."""
    if attribute == "heritage_site":
        return HeritageSite.objects.filter(Q(reference=value) | Q(slug=value)).first() if value else None
    if attribute == "institutions":
        return Institution.objects.filter(code__in=value or [])
    return value
