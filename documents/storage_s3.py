"""The archive in a bucket: the same names and the same promises as `documents.storage.ArchiveStorage`."""

import base64
import contextlib
import hashlib
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.deconstruct import deconstructible

from acervo.base.object_storage import CHUNK, PrivateBucket, plain_errors
from documents.local_copies import LocalCopies
from documents.storage import ContentAddressed, sha256_in

#: Answers to «write it only if it is not there» of servers that do not know that condition.
_UNKNOWN_CONDITION = {"NotImplemented", "InvalidArgument", "InvalidRequest"}


@deconstructible
class S3ArchiveStorage(ContentAddressed, PrivateBucket):
    """Stores a file as `archive/ab/<sha256>/<name>` in the bucket; written once, never replaced.

    An object is put in one request, so it is there whole or not at all, and the server is given the hash to check the
    bytes against. What needs a path or seeks gets a copy on this machine's disk.
    """

    def __init__(self) -> None:
        super().__init__(location="archive")

    @property
    def copies(self) -> LocalCopies:
        return LocalCopies(Path(settings.CACHE_DIR) / "copies", budget=settings.S3["cache_mb"] * 1024 * 1024)

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        raise ValueError("an archived file has the address of its version, none of its own")

    def _save(self, name: str, content: File) -> str:
        with self.copies.new() as (part, out):
            digest = hashlib.sha256()
            for chunk in content.chunks():
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            sha256 = digest.hexdigest()
            relative = f"{sha256[:2]}/{sha256}/{os.path.basename(name)}"
            if not self._is_there(relative, size=out.tell()):
                self._put(relative, out, digest.digest())
            self.copies.take(part, sha256)  # the ingest will want it next
        return relative

    def _is_there(self, name: str, *, size: int) -> bool:
        try:
            return self.size(name) == size
        except FileNotFoundError:
            return False

    def _put(self, name: str, body: BinaryIO, digest: bytes) -> None:
        request: dict[str, Any] = {
            "Bucket": self.bucket_name,
            "Key": self.key(name),
            "ContentType": self.default_content_type,
            "ChecksumSHA256": base64.b64encode(digest).decode(),
        }
        for condition in ({"IfNoneMatch": "*"}, {}):
            body.seek(0)
            try:
                with plain_errors(name):
                    self.client.put_object(Body=body, **request, **condition)
            except OSError as error:
                cause = error.__cause__
                code = cause.response.get("Error", {}).get("Code") if isinstance(cause, ClientError) else None
                if code == "PreconditionFailed":
                    return  # somebody else put the same bytes a moment ago
                if not (condition and code in _UNKNOWN_CONDITION):
                    raise
            else:
                return

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("archived files are written once, by save()")
        return File(self._local(name), name)

    def _local(self, name: str) -> BinaryIO:
        return self.copies.fetched(sha256_in(name), partial(self.download, name))

    @contextlib.contextmanager
    def local_copy(self, name: str) -> Iterator[str]:
        with self._local(name):
            yield str(self.copies.path(sha256_in(name)))

    def stream(self, name: str) -> BinaryIO:
        copy: BinaryIO | None = self.copies.held(sha256_in(name))
        return copy if copy is not None else self.get(name)

    def chunks(self, name: str, first: int, last: int) -> Iterator[bytes]:
        copy = self.copies.held(sha256_in(name))
        if copy is not None:
            copy.seek(first)
            return _part(copy, last - first + 1)
        return _part(self.get(name, span=(first, last)), last - first + 1)

    def _delete(self, name: str) -> None:
        PrivateBucket.delete(self, name)
        self.copies.drop(sha256_in(name))


def _part(source: Any, left: int) -> Iterator[bytes]:
    with contextlib.closing(source):
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
