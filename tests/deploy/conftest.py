"""A site whose files live in a bucket."""

import logging
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from documents.models import ArchiveFile, FileVersion
from documents.storage import archive_storage
from tests.deploy import s3_server


@pytest.fixture(scope="session")
def s3() -> Iterator[SimpleNamespace]:
    with s3_server.running() as server:
        yield server


@pytest.fixture
def bucket(s3, settings, tmp_path, monkeypatch) -> SimpleNamespace:
    """Images and archive of this test are in an empty bucket; `names()` are the names in it, `put(…)` adds an object."""
    for entry in s3.client.list_objects_v2(Bucket=s3.bucket).get("Contents", []):
        s3.client.delete_object(Bucket=s3.bucket, Key=entry["Key"])
    settings.S3 = s3_server.settings_for(s3.url)
    settings.CACHE_DIR = tmp_path / "cache"
    settings.ARCHIVE_ROOT, settings.MEDIA_ROOT = tmp_path / "none", str(tmp_path / "none")
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "acervo.base.object_storage.PrivateBucket"}}
    storage = archive_storage()
    for model in (ArchiveFile, FileVersion):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storage)

    def names() -> list[str]:
        return [entry["Key"] for entry in s3.client.list_objects_v2(Bucket=s3.bucket).get("Contents", [])]

    def put(key: str, body: bytes) -> None:
        s3.client.put_object(Bucket=s3.bucket, Key=key, Body=body)

    return SimpleNamespace(
        storage=storage, names=names, put=put, client=s3.client, name=s3.bucket, cache=settings.CACHE_DIR
    )


@pytest.fixture
def everything_logged(caplog) -> Iterator[pytest.LogCaptureFixture]:
    """All that any logger would write with LOG_LEVEL=DEBUG."""
    caplog.set_level(logging.DEBUG)
    return caplog
