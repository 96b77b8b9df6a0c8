"""The archive in a bucket keeps the archive's promises."""

import contextlib
import hashlib
import threading

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.base import ContentFile

from acervo.base.stored import StorageUnavailable
from documents.local_copies import DamagedFile
from documents.storage_s3 import S3ArchiveStorage
from tests import factories
from tests.deploy import s3_server

BYTES = factories.pdf("Ley que vive en un cubo")
SHA = hashlib.sha256(BYTES).hexdigest()
NAME = f"{SHA[:2]}/{SHA}/ley.pdf"

pytestmark = pytest.mark.django_db


def forget_copies(bucket) -> None:
    for path in (bucket.cache / "copies").glob("*"):
        path.unlink()


def test_a_file_is_kept_under_its_hash_in_the_bucket(bucket):
    assert bucket.storage.save("ley.pdf", ContentFile(BYTES)) == NAME
    assert bucket.names() == [f"archive/{NAME}"]
    assert bucket.storage.size(NAME) == len(BYTES)
    assert bucket.storage.exists(NAME)
    assert not bucket.storage.exists(NAME + "x")


def test_an_object_is_never_written_again(bucket):
    bucket.storage.save("ley.pdf", ContentFile(BYTES))
    written = bucket.client.head_object(Bucket=bucket.name, Key=f"archive/{NAME}")["LastModified"]
    # Somebody else put it between the question and the answer: the server itself refuses to replace it.
    bucket.storage._is_there = lambda *_args, **_kwargs: False
    with bucket.storage.copies.new() as (_part, out):
        out.write(b"other bytes under the same name")
        bucket.storage._put(NAME, out, hashlib.sha256(b"other bytes under the same name").digest())
    forget_copies(bucket)
    assert bucket.storage.open(NAME).read() == BYTES
    assert bucket.client.head_object(Bucket=bucket.name, Key=f"archive/{NAME}")["LastModified"] == written


def test_a_server_without_conditional_writes_is_written_to_without_them(bucket, monkeypatch):
    from botocore.exceptions import ClientError

    asked = []
    client = bucket.storage.client

    class Old:
        def put_object(self, **request):
            asked.append("IfNoneMatch" in request)
            if "IfNoneMatch" in request:
                answer = {"Error": {"Code": "NotImplemented"}, "ResponseMetadata": {"HTTPStatusCode": 501}}
                raise ClientError(answer, "PutObject")
            return client.put_object(**request)

        def __getattr__(self, name):
            return getattr(client, name)

    monkeypatch.setattr(S3ArchiveStorage, "client", property(lambda _self: Old()))
    bucket.storage.save("ley.pdf", ContentFile(BYTES))
    assert asked == [True, False]
    assert bucket.names() == [f"archive/{NAME}"]


def test_bytes_of_a_version_are_not_deleted_and_others_are(bucket):
    made = factories.archive_file(BYTES)
    bucket.storage.delete(made.file.name)
    assert len(bucket.names()) == 1
    free = bucket.storage.save("libre.txt", ContentFile(b"nobody's"))
    bucket.storage.delete(free)
    assert bucket.names() == [f"archive/{made.file.name}"]
    assert [path.name for path in (bucket.cache / "copies").glob("[!.]*")] == [SHA]


def test_what_reads_by_path_gets_a_checked_copy_that_is_fetched_once(bucket, monkeypatch):
    bucket.storage.save("ley.pdf", ContentFile(BYTES))
    forget_copies(bucket)
    fetched = []
    download = S3ArchiveStorage.download

    def counted(self, name, out):
        fetched.append(name)
        download(self, name, out)

    monkeypatch.setattr(S3ArchiveStorage, "download", counted)
    seen = []

    def read():
        with bucket.storage.local_copy(NAME) as path, open(path, "rb") as opened:
            seen.append(opened.read() == BYTES)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 6
    assert fetched == [NAME]


def test_bytes_that_changed_in_the_bucket_are_not_taken_for_those_of_the_archive(bucket):
    bucket.put(f"archive/{NAME}", BYTES + b" and more")
    with pytest.raises(DamagedFile), bucket.storage.local_copy(NAME):
        pass
    assert list((bucket.cache / "copies").glob("*")) == []


def test_copies_beyond_the_budget_go_but_never_one_in_use(bucket, settings, s3):
    settings.S3 = s3_server.settings_for(s3.url, cache_mb=1)
    names = [bucket.storage.save(f"{n}.bin", ContentFile(bytes([n]) * 700_000)) for n in range(3)]
    copies = bucket.cache / "copies"
    assert [path.name for path in copies.glob("[!.]*")] == [names[2].split("/")[1]]
    with bucket.storage.local_copy(names[0]) as held:
        with bucket.storage.local_copy(names[1]):
            pass
        with open(held, "rb") as opened:
            assert opened.read(1) == b"\0"
        assert {path.name for path in copies.glob("[!.]*")} == {names[0].split("/")[1], names[1].split("/")[1]}


def test_a_range_is_asked_of_the_server_and_not_the_whole_file(bucket):
    name = bucket.storage.save("grande.bin", ContentFile(bytes(range(256)) * 4096))
    forget_copies(bucket)
    assert b"".join(bucket.storage.chunks(name, 256, 259)) == b"\0\1\2\3"
    with contextlib.closing(bucket.storage.stream(name)) as whole:
        assert len(whole.read()) == 256 * 4096
    assert not list((bucket.cache / "copies").glob("[!.]*")), "a download needs no copy"


def test_a_missing_object_and_a_missing_server_are_told_apart(bucket, settings):
    with pytest.raises(FileNotFoundError):
        bucket.storage.open(NAME)
    with pytest.raises(FileNotFoundError):
        bucket.storage.chunks(NAME, 0, 1)
    settings.S3 = s3_server.settings_for("http://127.0.0.1:9")
    away = S3ArchiveStorage()
    for ask in (away.size, away.exists, away.open, away.stream, lambda name: away.chunks(name, 0, 1)):
        with pytest.raises(StorageUnavailable):
            ask(NAME)
    with pytest.raises(StorageUnavailable):
        away.save("ley.pdf", ContentFile(BYTES))


def test_no_name_leads_out_of_the_archives_part_of_the_bucket(bucket):
    bucket.put("media/secreto.txt", b"secret")
    with pytest.raises((SuspiciousOperation, FileNotFoundError)):
        bucket.storage.get("../media/secreto.txt")


def test_archived_files_have_no_address_of_their_own(bucket):
    with pytest.raises(ValueError, match="address"):
        bucket.storage.url(NAME)
