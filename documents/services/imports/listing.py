"""An import without a manifest: every acceptable file of the folder is a row, its title made from its name."""

import re
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from documents.extraction.detect import detect

from .columns import BY_FIELD
from .folder import Folder
from .manifest import Manifest, ManifestError, ManifestRow, read_manifest


def rows_of_folder(folder: Folder) -> Manifest:
    """The folder as if it were a manifest with the columns archivo and titulo. Raises ManifestError when it is empty.

    What the archive does not take is named in a warning, not refused: nobody listed it. So is a CSV that reads as a
    manifest: it is a list of documents, not one of them.
    """
    columns = [BY_FIELD["file"], BY_FIELD["title"]]
    rows: list[ManifestRow] = []
    warnings: list[str] = []
    for file in folder:
        if file.name.lower().endswith(".csv") and _is_manifest(file.path.read_bytes()):
            warnings.append(
                _("«%(name)s» parece la lista de los documentos y no se importa como uno. Úsela con --manifest.")
                % {"name": file.name}
            )
            continue
        with file.path.open("rb") as opened:
            kind = detect(opened, name=file.path.name)
        if kind is None:
            warnings.append(
                _("«%(name)s» no es de un tipo que el acervo reciba y no se importa.") % {"name": file.name}
            )
            continue
        title = title_from(file.name)
        rows.append(ManifestRow(len(rows) + 2, [file.name, title], {"file": file.name, "title": title}))
    if not rows:
        raise ManifestError(_("La carpeta no tiene ningún archivo que el acervo reciba."))
    return Manifest(["archivo", "titulo"], list(columns), rows, "", warnings=warnings)


def title_from(name: str) -> str:
    """`2020/Ley_de-archivos.pdf` → «Ley de archivos»."""
    stem = PurePosixPath(name).stem
    words = " ".join(re.split(r"[\s_]+|(?<=\w)-(?=\w)", stem)).strip(" -_.")
    return (words[:1].upper() + words[1:])[:255] or PurePosixPath(name).name


def _is_manifest(data: bytes) -> bool:
    try:
        read_manifest(data)
    except ManifestError:
        return False
    return True
