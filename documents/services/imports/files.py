"""The files of the rows: where they are, whether the archive takes them, and whether it has them already."""

from django.utils.translation import gettext as _

from .archive import Archive, Elsewhere, KnownFile, KnownRecord
from .folder import Folder, FolderError
from .outcomes import Change, PlannedRow


def find_files(rows: list[PlannedRow], folder: Folder) -> None:
    """Set `file` of each row; refuse the rows whose file is missing or is not taken."""
    names: dict[tuple[int | None, str], PlannedRow] = {}
    for row in rows:
        name = row.row.values.get("file", "")
        if not name:
            if not row.values.get("identifier"):
                row.refuse(
                    "file", "", _("falta el archivo"), _("escríbalo, o dé al registro un identificador si no lo tiene")
                )
            continue
        try:
            row.file = folder.find(name)
        except FolderError as error:
            row.refuse("file", name, str(error), error.mend)
            continue
        if row.file.refusal:
            row.refuse("file", name, row.file.refusal.rstrip("."), _("cambie el archivo o quite el renglón"))
            continue
        key = (row.collection_id, row.file.stored_name)
        other = names.setdefault(key, row)
        if other.file is not None and other.file.name != row.file.name:
            row.refuse(
                "file",
                name,
                _("en el acervo se llamaría igual que «%(name)s», de la fila %(row)d")
                % {"name": other.file.name, "row": other.number},
                _("cambie el nombre de uno de los dos"),
            )


def check_bytes(rows: list[PlannedRow], archive: Archive) -> None:
    """Say what each row's bytes do: nothing, a new file, a new version; refuse a second copy of what is there."""
    known = archive.by_sha(row.file.sha256 for row in rows if row.file is not None)
    collections = {page.pk: page for page in archive.collections}
    first: dict[str, PlannedRow] = {}
    for row in rows:
        if row.file is None:
            continue
        earlier = first.setdefault(row.file.sha256, row)
        record = None
        if row.page_id is not None and row.collection_id is not None:
            record = archive.view(collections[row.collection_id]).records.get(row.page_id)
        if earlier is not row and not row.shared:
            _refuse_twin(row, earlier)
            continue
        _place_bytes(row, record, known.get(row.file.sha256, []))


def _place_bytes(row: PlannedRow, record: KnownRecord | None, elsewhere: list[Elsewhere]) -> None:
    assert row.file is not None  # noqa: S101 - the caller chose such rows
    sha = row.file.sha256
    own = record.files if record else []
    if any(file.current_sha == sha for _role, file in own):
        return
    mine = {file.pk for _role, file in own}
    others = [place for place in elsewhere if place.file_id not in mine]
    target = _own_file(row, own)
    if others:
        used = next((place for place in others if place.record_id is not None), None)
        if used is not None and not row.shared:
            _refuse_known(row, used)
            return
        if target is None or row.shared:
            place = used or others[0]
            row.borrowed_file_id = place.file_id
            row.notes.append(
                _("El archivo «%(name)s» (fila %(row)d) ya está en el acervo como «%(title)s»; se usa ese.")
                % {"name": row.file.name, "row": row.number, "title": place.file_title}
            )
    if target is not None and row.borrowed_file_id is None:
        row.archive_file_id = target.pk
        row.changes.append(
            Change(
                row.headers["file"],
                _("archivo"),
                target.current_sha[:12],
                _("versión nueva: %(sha)s") % {"sha": sha[:12]},
            )
        )
    elif record is not None:
        row.changes.append(Change(row.headers["file"], _("archivo"), "", row.file.name))


def _own_file(row: PlannedRow, own: list[tuple[str, KnownFile]]) -> KnownFile | None:
    """The file of the record that the row's bytes are a version of: by name, else its full text."""
    assert row.file is not None  # noqa: S101 - see check_bytes
    for _role, file in own:
        if row.file.stored_name in file.names:
            return file
    return next((file for role, file in own if role == "full_text"), None)


def _share_mend() -> str:
    return _("corrija el archivo; si de verdad son dos registros de un mismo archivo, escriba «sí» en la columna "
             "«mismo_archivo»")  # fmt: skip


def _refuse_twin(row: PlannedRow, earlier: PlannedRow) -> None:
    assert row.file is not None  # noqa: S101 - see check_bytes
    assert earlier.file is not None  # noqa: S101
    row.refuse(
        "file",
        row.file.name,
        _("«%(name)s» es idéntico, byte por byte, a «%(other)s», de la fila %(row)d («%(title)s»)")
        % {"name": row.file.name, "other": earlier.file.name, "row": earlier.number, "title": earlier.title},
        _share_mend(),
    )


def _refuse_known(row: PlannedRow, place: Elsewhere) -> None:
    assert row.file is not None  # noqa: S101 - see check_bytes
    row.refuse(
        "file",
        row.file.name,
        _("«%(name)s» ya está en el acervo, en el registro «%(title)s» (%(url)s)")
        % {"name": row.file.name, "title": place.record_title, "url": place.record_url or "—"},
        _share_mend(),
    )
