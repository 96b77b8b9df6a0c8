"""Form fields of the inventory: several values one per line, and coordinates as people write them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from acervo.tabular.faults import BadCell
from observatorio.inventory.coordinates import read


class LinesField(forms.CharField):
    """A list of texts, one per line; empty lines and repeated values do not count."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else (super().to_python(value) or "").splitlines()
        return list(dict.fromkeys(text for line in lines if (text := " ".join(str(line).split()))))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial or []) != self.to_python(data)


class CoordinateField(forms.FloatField):
    """Decimal degrees; also with a decimal comma, or in degrees, minutes and seconds.

    `west`: a number without sign or letter is meant west of Greenwich, as every longitude of Mexico is.
    """

    widget = forms.TextInput

    def __init__(self, *, west: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.west = west

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            found = read(value)
        except BadCell as bad:
            raise ValidationError(f"{bad.reason}: {bad.mend}.") from bad
        return -found.value if self.west and not found.axis and found.value > 0 else found.value


def lines_field(model: type[Model], name: str, *, rows: int = 3) -> LinesField:
    """A `LinesField` with the label and the help of a JSON field of the model."""
    field: Any = model._meta.get_field(name)
    return LinesField(
        label=field.verbose_name.capitalize() if isinstance(field.verbose_name, str) else field.verbose_name,
        help_text=field.help_text,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def coordinate_field(model: type[Model], name: str) -> CoordinateField:
    """A `CoordinateField` with the label, the limits and the help of a column of the model."""
    field: Any = model._meta.get_field(name)
    return CoordinateField(
        west=name == "longitude", label=field.verbose_name, help_text=field.help_text, required=False,
        validators=field.validators,
    )  # fmt: skip
