"""Where archived bytes live: by their own SHA-256, written once, never replaced."""

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


def sha256_of(file: File | Path) -> str:
    """The SHA-256 of a file's bytes, in lower-case hexadecimal; an open file is left at its start."""
    digest = hashlib.sha256()
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


@deconstructible
class ArchiveStorage(FileSystemStorage):
    """Stores a file as `ab/<sha256>/<name>` below ARCHIVE_ROOT.

    The bytes never change under a name, so a printed address and a citation keep working. `delete` does
    nothing for bytes that a version in the database still has: Wagtail deletes the old file when an
    editor replaces it, and the archive must not.
    """

    def __init__(self) -> None:
        super().__init__(location=settings.ARCHIVE_ROOT, base_url=None)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        folder, base = os.path.split(name)
        stem, extension = os.path.splitext(base)
        return os.path.join(folder, stem[: 120 - len(extension)] + extension)

    def _save(self, name: str, content: File) -> str:
        sha = sha256_of(content)
        relative = f"{sha[:2]}/{sha}/{os.path.basename(name)}"
        target = Path(self.path(relative))
        if target.exists():
            return relative
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(descriptor, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            os.chmod(temporary, 0o440)
            os.replace(temporary, target)  # whole or not at all, even when killed
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
        return relative

    def delete(self, name: str) -> None:
        if apps.get_model("documents", "FileVersion").objects.filter(file=name).exists():
            return
        path = Path(self.path(name))
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            path.parent.rmdir()


def archive_storage() -> ArchiveStorage:
    return ArchiveStorage()


def upload_to(_instance: object, filename: str) -> str:
    return filename
