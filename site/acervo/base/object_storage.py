"""Files in a private bucket of an S3-compatible server, when `S3_BUCKET` names one.

The bucket has no public address: whoever may see a file gets it from a view of ours, which asks about publicity first.
Needs the extra `s3` (django-storages, boto3); nothing imports this module unless a bucket is set.
"""

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast
from urllib.parse import urljoin

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from .stored import StorageUnavailable

IN_MEMORY = 2 * 1024 * 1024
CHUNK = 256 * 1024

# At DEBUG these write request headers: signatures, and the session token of a borrowed role.
for _name in ("botocore", "boto3", "s3transfer", "urllib3"):
    logging.getLogger(_name).setLevel(logging.INFO)


@contextlib.contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Errors of the server as errors of files: FileNotFoundError, or StorageUnavailable for all that may pass."""
    try:
        yield
    except ClientError as error:
        details = error.response.get("ResponseMetadata", {})
        code = error.response.get("Error", {}).get("Code", "?")
        if details.get("HTTPStatusCode") == 404 and code != "NoSuchBucket":
            raise FileNotFoundError(f"not in the bucket: {name}") from None
        raise StorageUnavailable(f"{code} on {error.operation_name} of {name}") from error
    except BotoCoreError as error:
        raise StorageUnavailable(f"{type(error).__name__} on {name}") from error


def options(location: str) -> dict[str, Any]:
    """What `S3Storage` is made with, for the files below `location` in the bucket."""
    s3 = settings.S3
    return {
        "bucket_name": s3["bucket"],
        "location": location,
        "endpoint_url": s3["endpoint_url"] or None,
        "region_name": s3["region"] or None,
        # Without keys boto3 looks where its environment gives them: a role of the machine, AWS_… variables.
        "access_key": s3["access_key"] or None,
        "secret_key": s3["secret_key"] or None,
        "verify": s3["ca_file"] or None,
        "default_acl": None,
        "file_overwrite": False,
        "client_config": Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if s3["endpoint_url"] else "auto"},
            connect_timeout=3,
            read_timeout=20,
            retries={"mode": "standard", "total_max_attempts": 3},
            tcp_keepalive=True,
            # Servers that are not Amazon's often lack its newer trailing checksums.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    }


@deconstructible
class PrivateBucket(S3Storage):
    """What the site's other storages are in a bucket. Raises FileNotFoundError and StorageUnavailable, both OSError."""

    def __init__(self, location: str = "media") -> None:
        super().__init__(**options(location))

    @property
    def client(self) -> Any:
        """The low-level client of this thread."""
        return self.connection.meta.client

    def key(self, name: str) -> str:
        """The key of a file in the bucket. Raises SuspiciousOperation for a name that leaves `location`."""
        return str(self._normalize_name(name))

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The address at our own site; never one of the bucket."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name) or "")

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("files in the bucket are written whole, by save()")
        out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the File closes it
        try:
            self.download(name, cast(BinaryIO, out))
        except BaseException:
            out.close()
            raise
        out.seek(0)
        return File(out, name)

    def get(self, name: str, *, span: tuple[int, int] | None = None) -> Any:
        """The body of an object, to be read and closed; `span` is its first and last byte."""
        extra = {} if span is None else {"Range": f"bytes={span[0]}-{span[1]}"}
        with plain_errors(name):
            return self.client.get_object(Bucket=self.bucket_name, Key=self.key(name), **extra)["Body"]

    def download(self, name: str, out: BinaryIO) -> None:
        """Write the whole object into `out`."""
        body = self.get(name)
        with contextlib.closing(body), plain_errors(name):
            shutil.copyfileobj(body, out, CHUNK)

    def _save(self, name: str, content: File) -> str:
        with plain_errors(name):
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with plain_errors(name):
            super().delete(name)

    def exists(self, name: str) -> bool:
        with plain_errors(name):
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with plain_errors(name):
            head = self.client.head_object(Bucket=self.bucket_name, Key=self.key(name))
        return int(head["ContentLength"])

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with plain_errors(path):
            folders, files = super().listdir(path)
        return folders, files
