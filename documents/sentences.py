"""What editors read about a file's reading: one sentence for each code, with what to do."""

from django.utils.translation import gettext_lazy as _

from documents.enums import IngestState
from documents.models import FileVersion

#: `documents.extraction.Code` → why the file could not be read, and the mend.
REFUSALS = {
    "encrypted": _("El archivo pide una contraseña. Guárdelo sin contraseña y reemplácelo."),
    "malformed": _("El archivo está dañado y no se pudo leer. Ábralo en su equipo, guárdelo de nuevo y reemplácelo."),
    "unsupported": _("El archivo usa un formato que el acervo no lee. Guárdelo como PDF y reemplácelo."),
    "empty": _("El archivo no tiene páginas. Compruebe que subió el correcto."),
    "missing": _("No se encontró el archivo en el almacén. Avise a quien administra el sitio."),
    "no_such_page": _("El archivo anuncia páginas que no tiene. Guárdelo de nuevo y reemplácelo."),
    "too_large": _("El contenido del archivo es demasiado grande para leerlo. Divídalo en partes."),
    "too_large_page": _("Una página del archivo es demasiado grande para leerla. Guárdela en un tamaño normal."),
    "too_slow": _("Leer el archivo tomó demasiado tiempo. Vuelva a leerlo más tarde o divídalo en partes."),
    "out_of_memory": _("Leer el archivo necesita más memoria de la permitida. Divídalo en partes."),
    "crashed": _("El programa que lee archivos se cerró con este. Guárdelo de nuevo como PDF y reemplácelo."),
    "not_read": _("El archivo tomó demasiado tiempo y no se leyó. Vuelva a leerlo o divídalo en partes."),
}

#: Warnings of the reading; a detail may follow the code after a colon.
WARNINGS = {
    "metadata_unreadable": _("No se pudieron leer el título ni el autor que el archivo declara."),
    "incomplete": _("No se leyeron todas las páginas."),
    "charset_guessed": _("El archivo no dice qué codificación usa; se dedujo. Compruebe los acentos."),
    "text_cut": _("El texto es muy largo y se guardó solo el principio."),
    "rows_cut": _("Una hoja tiene demasiadas filas y se guardaron solo las primeras."),
    "no_text": _("No se encontró texto en ninguna página: no se podrá buscar en él."),
    "page": _("Alguna página no se pudo leer completa."),
}

#: Icon of Wagtail's set for each state; the word stands beside it always.
STATE_ICONS = {
    IngestState.PENDING: "time",
    IngestState.RUNNING: "rotate",
    IngestState.READY: "check",
    IngestState.WAITING_OCR: "view",
    IngestState.REFUSED: "warning",
}


def refusal_sentence(version: FileVersion) -> str:
    """Why a version was refused and what to do; empty when it was not."""
    if version.state != IngestState.REFUSED:
        return ""
    unknown = _("No se pudo leer el archivo. Vuelva a leerlo; si se repite, guárdelo de nuevo y reemplácelo.")
    return str(REFUSALS.get(version.refusal, unknown))


def warning_sentences(version: FileVersion) -> list[str]:
    """The warnings of a version, each said once; a code without a sentence is shown as it is."""
    sentences: dict[str, None] = {}
    for warning in version.warnings:
        code = str(warning).partition(":")[0]
        sentences[str(WARNINGS.get(code, warning))] = None
    return list(sentences)


def state_sentence(version: FileVersion) -> str:
    """One sentence on where the reading of a version stands."""
    match version.state:
        case IngestState.PENDING:
            return str(_("El archivo espera su lectura; se leerá en cuanto le toque."))
        case IngestState.RUNNING:
            return str(_("El archivo se está leyendo."))
        case IngestState.READY:
            return str(_("El archivo se leyó y se puede buscar en él."))
        case IngestState.WAITING_OCR:
            return str(
                _(
                    "%(count)s páginas son imágenes y esperan el reconocimiento de texto (OCR): "
                    "aún no se puede buscar en ellas."
                )
                % {"count": version.scanned_pages}
            )
        case _refused:
            return refusal_sentence(version)
