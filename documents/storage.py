"""Where archived bytes live: by their own SHA-256, written once, never replaced."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from django.apps import apps
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

if TYPE_CHECKING:
    from django.core.files.storage import Storage

    from documents.storage_s3 import S3ArchiveStorage

    _Storage = Storage
else:
    _Storage = object

CHUNK = 64 * 1024


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


def sha256_in(name: str) -> str:
    """The hash below which the archive keeps the file of this name, `ab/<sha256>/<name>`."""
    return name.split("/")[1]


class ContentAddressed(_Storage):
    """What the archive promises on any storage.

    The bytes never change under a name, so a printed address and a citation keep working. `delete` does
    nothing for bytes that a version in the database still has: Wagtail deletes the old file when an
    editor replaces it, and the archive must not.

    Beside Django's interface a storage of the archive has

    - `local_copy(name)`: a context with a path of the bytes on this machine, for what reads by path (the child process);
    - `stream(name)`: the bytes as a file to be read once from the start, and closed;
    - `chunks(name, first, last)`: the bytes from `first` to `last`, both included.

    All raise FileNotFoundError, or `acervo.base.stored.StorageUnavailable`, before the first byte.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        folder, base = os.path.split(name)
        stem, extension = os.path.splitext(base)
        return os.path.join(folder, stem[: 120 - len(extension)] + extension)

    def delete(self, name: str) -> None:
        if not apps.get_model("documents", "FileVersion").objects.filter(file=name).exists():
            self._delete(name)

    def _delete(self, name: str) -> None:
        raise NotImplementedError

    def local_copy(self, name: str) -> AbstractContextManager[str]:
        raise NotImplementedError

    def stream(self, name: str) -> BinaryIO:
        raise NotImplementedError

    def chunks(self, name: str, first: int, last: int) -> Iterator[bytes]:
        raise NotImplementedError


@deconstructible
class ArchiveStorage(ContentAddressed, FileSystemStorage):
    """Stores a file as `ab/<sha256>/<name>` below ARCHIVE_ROOT."""

    def __init__(self) -> None:
        super().__init__(location=settings.ARCHIVE_ROOT, base_url=None)

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

    def _delete(self, name: str) -> None:
        path = Path(self.path(name))
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            path.parent.rmdir()

    @contextlib.contextmanager
    def local_copy(self, name: str) -> Iterator[str]:
        yield self.path(name)

    def stream(self, name: str) -> BinaryIO:
        return cast(BinaryIO, self.open(name))

    def chunks(self, name: str, first: int, last: int) -> Iterator[bytes]:
        return _part(open(self.path(name), "rb"), first, last)


def _part(file: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def archive_storage() -> "ArchiveStorage | S3ArchiveStorage":
    """The storage that the settings name: the disk, or a bucket."""
    if settings.S3["bucket"]:
        from documents.storage_s3 import S3ArchiveStorage

        return S3ArchiveStorage()
    return ArchiveStorage()


def upload_to(_instance: object, filename: str) -> str:
    return filename
