"""The folder that is imported: which files it has, their hashes, and the names they get in the archive."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from documents.services.versions import check_upload
from documents.storage import archive_storage, sha256_of

IGNORED = {"thumbs.db", "desktop.ini"}


class FolderError(Exception):
    """A name that leads to no usable file; the message is a Spanish clause, `mend` says what to do."""

    def __init__(self, reason: str, mend: str) -> None:
        super().__init__(reason)
        self.mend = mend


@dataclass(eq=False)
class FolderFile:
    """One file below the folder; `name` is its path relative to it, with slashes."""

    name: str
    path: Path

    @cached_property
    def sha256(self) -> str:
        return sha256_of(self.path)

    @cached_property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def stored_name(self) -> str:
        return stored_name(self.name)

    @cached_property
    def refusal(self) -> str:
        """Why the archive does not take these bytes, or an empty string."""
        with self.path.open("rb") as opened:
            try:
                check_upload(File(opened, name=self.path.name))
            except ValidationError as error:
                return " ".join(error.messages)
        return ""


def stored_name(name: str) -> str:
    """The name below which the archive keeps a file of this relative path.

    It is what recognises the file in a later run, so folders are part of it: `2020/acta.pdf` is `2020-acta.pdf`.
    """
    storage = archive_storage()
    flat = "-".join(part for part in PurePosixPath(name).parts if part not in ("", "."))
    return storage.get_available_name(storage.get_valid_name(flat))


class Folder:
    """Read-only view of a folder. Links that lead out of it are treated as missing."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @cached_property
    def _files(self) -> dict[str, FolderFile]:
        found = {}
        for base, folders, names in os.walk(self.root, followlinks=False):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
            for name in sorted(names):
                path = Path(base, name)
                if name.startswith(".") or name.casefold() in IGNORED or not self._is_inside(path):
                    continue
                relative = unicodedata.normalize("NFC", path.relative_to(self.root).as_posix())
                found[relative] = FolderFile(relative, path)
        return found

    @cached_property
    def _by_fold(self) -> dict[str, list[FolderFile]]:
        table: dict[str, list[FolderFile]] = {}
        for file in self._files.values():
            table.setdefault(file.name.casefold(), []).append(file)
        return table

    def _is_inside(self, path: Path) -> bool:
        try:
            return path.resolve(strict=True).is_relative_to(self.root) and path.is_file()
        except (OSError, RuntimeError):
            return False

    def __iter__(self) -> Iterator[FolderFile]:
        return iter(self._files.values())

    def find(self, name: str) -> FolderFile:
        """The file that a manifest names. Raises FolderError; never leaves the folder."""
        clean = unicodedata.normalize("NFC", name.strip().replace("\\", "/"))
        path = PurePosixPath(clean)
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise FolderError(
                _("«%(name)s» sale de la carpeta") % {"name": name},
                _("escriba la ruta dentro de la carpeta que se importa"),
            )
        if found := self._files.get(path.as_posix()):
            return found
        alike = self._by_fold.get(path.as_posix().casefold(), [])
        if len(alike) == 1:
            return alike[0]
        raise FolderError(_("«%(name)s» no está en la carpeta") % {"name": name}, self._mend(path))

    def _mend(self, path: PurePosixPath) -> str:
        import difflib

        near = difflib.get_close_matches(path.as_posix(), list(self._files), n=1, cutoff=0.7)
        if near:
            return _("¿quiso decir «%(near)s»? Corrija el nombre o añada el archivo") % {"near": near[0]}
        return _("añada el archivo a la carpeta o corrija el nombre")
