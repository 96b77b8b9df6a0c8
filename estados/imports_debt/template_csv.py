"""The empty sheet as CSV: a row of help above the headers. The importer looks for the headers and passes over the help."""

import csv
import io

from django.utils.translation import gettext as _

from acervo.tabular.admin.known import known_columns
from acervo.tabular.table import Table


def template_csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    columns = known_columns(table)
    writer.writerow([_help(column.label, column.help, column.sample, needed=column.needed) for column in columns])
    writer.writerow([column.header for column in columns])
    return out.getvalue()


def _help(label: str, help_text: str, sample: str, *, needed: bool) -> str:
    parts = [f"{label}.", _("Obligatoria.") if needed else _("Opcional."), help_text]
    if sample:
        parts.append(_("Ejemplo: %(sample)s.") % {"sample": sample})
    return " ".join(filter(None, parts))
