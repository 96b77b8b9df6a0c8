"""The forms of the import's steps: the upload, the sheet of a workbook, the filter of the list."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.tabular.models import BatchState, BlankPolicy
from acervo.tabular.table import Table

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx")


class UploadForm(forms.Form):
    """A sheet, who says it, what an empty cell means, and the options of the table (`Table.options_fields`)."""

    source = forms.ChoiceField()
    file = forms.FileField(
        label=gettext_lazy("Archivo"),
        help_text=gettext_lazy("CSV o XLSX. Los CSV pueden venir con comas o puntos y comas, en UTF-8 o Windows-1252."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )
    blank_policy = forms.ChoiceField(
        label=gettext_lazy("Qué significa una celda vacía"),
        choices=BlankPolicy.choices,
        initial=BlankPolicy.KEEP,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, table: Table, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 - for the type checker
        source.choices = [("", _("Elija una opción")), *table.sources_for(user)]
        source.label, source.help_text = str(table.source_label), str(table.source_help)
        self.option_names = list(options := table.options_fields(user))
        self.fields.update(options)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if PurePath(upload.name).suffix.lower() not in SUFFIXES:
            raise forms.ValidationError(
                _("«%(name)s» no es una hoja que se pueda leer. Guárdela como CSV o XLSX y súbala otra vez.")
                % {"name": upload.name}
            )
        limit = settings.UPLOAD_MAX_MB * 1024 * 1024
        if upload.size > limit:
            raise forms.ValidationError(
                _("El archivo mide %(size)s y el máximo es %(limit)s. Divídalo en varias hojas.")
                % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
            )
        return upload

    @property
    def options(self) -> dict[str, Any]:
        """The cleaned values of the table's own fields."""
        return {name: self.cleaned_data[name] for name in self.option_names}


class SheetForm(forms.Form):
    """Where the headers are: the sheet of the workbook, and its row."""

    sheet = forms.ChoiceField(label=gettext_lazy("Hoja del libro"), required=False)
    header_row = forms.IntegerField(label=gettext_lazy("Fila de los encabezados"), min_value=1, max_value=50, initial=1)

    def __init__(self, *args: Any, sheets: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sheet"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(name, name) for name in sheets]
        if len(sheets) < 2:
            del self.fields["sheet"]


class ListFilter(forms.Form):
    """What the list of batches shows; an unknown value filters nothing."""

    estado = forms.ChoiceField(label=gettext_lazy("Estado"), required=False)
    fuente = forms.ChoiceField(label=gettext_lazy("Institución"), required=False)

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("estado", BatchState.choices), ("fuente", table.sources())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("Todos") if name == "estado" else _("Todas")), *choices]
