"""From the upload to the reader's download, with every file in a bucket and nothing else on the disk but caches."""

import io
import json
import re

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from documents.models import ArchiveFile, ArchiveImage
from documents.services.image_metadata import clean_file
from tests import factories
from tests.deploy import s3_server
from tests.documents.test_files import body

pytestmark = pytest.mark.django_db
LAW = factories.pdf("Artículo 1. El agua es de la nación.", "Artículo 2. Esta ley obliga a todos.")


@pytest.fixture
def record(bucket, admin_client, site_tree, committing):
    """A record whose file came by the upload page, was read, and is published."""
    upload = io.BytesIO(LAW)
    upload.name = "ley-de-aguas.pdf"
    with committing():
        answer = admin_client.post("/admin/documents/multiple/add/", {"files[]": upload, "title": "Ley de aguas"})
    made = ArchiveFile.objects.get(pk=json.loads(answer.content)["doc_id"])
    page = factories.record(site_tree.collection, title="Ley de aguas", live=False)
    factories.attach(page, made)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_from_the_upload_to_the_download(client, record, bucket, settings):
    version = record.record_files.get().file.current
    assert (version.state, version.page_count) == ("ready", 2)
    assert "agua es de la nación" in version.page_texts.get(number=1).text
    assert bucket.names() == [f"archive/{version.file.name}"]
    assert not settings.ARCHIVE_ROOT.exists()

    reader = client.get(f"{record.url}pagina/1/?q=agua")
    assert reader.status_code == 200
    assert "<mark>agua</mark>" in reader.content.decode()
    drawn = client.get(f"/archivo/{version.archive_file_id}/v/1/imagen/1-m.webp")
    assert (drawn.status_code, drawn["Content-Type"]) == (200, "image/webp")

    for copy in (bucket.cache / "copies").glob("[!.]*"):
        copy.unlink()
    url = version.get_absolute_url()
    whole = client.get(url)
    assert body(whole) == LAW
    assert whole["Content-Length"] == str(len(LAW))
    part = client.get(url, headers={"range": "bytes=-20"})
    assert (part.status_code, body(part)) == (206, LAW[-20:])
    assert part["Content-Range"] == f"bytes {len(LAW) - 20}-{len(LAW) - 1}/{len(LAW)}"
    assert client.get(url, headers={"if-none-match": whole["ETag"]}).status_code == 304


def test_no_page_names_the_bucket_or_its_server(client, record, s3):
    version = record.record_files.get().file.current
    for url in (record.url, f"{record.url}pagina/1/", version.get_absolute_url(), version.archive_file.url):
        answer = client.get(url)
        text = body(answer).decode("latin-1") + str(answer.headers)
        assert s3_server.BUCKET not in text
        assert s3.url not in text


def test_who_may_not_see_a_record_gets_no_byte_of_its_file(client, record, bucket):
    version = record.record_files.get().file.current
    record.unpublish()
    assert client.get(version.get_absolute_url()).status_code in (404, 410)
    assert client.get(f"/archivo/{version.archive_file_id}/v/1/imagen/1-m.webp").status_code == 404


def test_the_bucket_is_private(record, s3):
    """Without a signature nothing comes out: neither a list nor an object is given a public right by us."""
    owner = {"ID", "DisplayName"}
    for entry in s3.client.list_objects_v2(Bucket=s3.bucket)["Contents"]:
        grants = s3.client.get_object_acl(Bucket=s3.bucket, Key=entry["Key"])["Grants"]
        assert all("URI" not in grant["Grantee"] and owner & set(grant["Grantee"]) for grant in grants)


def test_the_server_away_closes_downloads_for_the_moment_and_no_page(client, record, bucket, monkeypatch, s3):
    version = record.record_files.get().file.current
    for copy in (bucket.cache / "copies").glob("[!.]*"):
        copy.unlink()
    monkeypatch.setitem(bucket.storage.__dict__, "endpoint_url", "http://127.0.0.1:9")
    monkeypatch.setattr(bucket.storage, "_connections", type(bucket.storage._connections)())

    away = client.get(version.get_absolute_url())
    assert away.status_code == 503
    assert int(away["Retry-After"]) > 0
    assert "no-store" in away["Cache-Control"]
    picture = client.get(f"/archivo/{version.archive_file_id}/v/1/imagen/2-s.webp")
    assert (picture.status_code, picture["Content-Type"]) == (503, "image/svg+xml")
    assert client.get(record.url).status_code == 200
    assert client.get(f"{record.url}pagina/2/?q=ley").status_code == 200

    monkeypatch.undo()
    monkeypatch.setattr(bucket.storage, "_connections", type(bucket.storage._connections)())


def test_images_and_their_sizes_are_in_the_bucket_and_come_from_our_own_address(client, bucket, admin_user):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#8f3d36").save(out, "JPEG")
    image = ArchiveImage.objects.create(title="Plaza", file=clean_file(io.BytesIO(out.getvalue()), name="plaza.jpg"))
    size = image.get_rendition("width-30")

    assert re.fullmatch(r"/media/images/[\w.-]+", size.url)
    assert {key.split("/")[0] for key in bucket.names()} == {"media"}
    assert len(bucket.names()) == 2
    assert default_storage.size(image.file.name) == image.get_file_size()
    client.force_login(admin_user)
    answer = client.get(size.url)
    assert answer.status_code == 200
    with Image.open(io.BytesIO(body(answer))) as drawn:
        assert drawn.size == (30, 20)
    client.logout()
    assert client.get(size.url).status_code in (200, 404)  # as the rule of publicity says, not the bucket

    image.delete()


def test_two_images_of_one_name_are_two_objects(bucket):
    for colour in ("red", "blue"):
        out = io.BytesIO()
        Image.new("RGB", (8, 8), colour).save(out, "PNG")
        ArchiveImage.objects.create(title=colour, file=clean_file(io.BytesIO(out.getvalue()), name="igual.png"))
    assert len(set(bucket.names())) == 2


def test_no_log_has_the_secret_or_a_signature(bucket, everything_logged, client, admin_client, site_tree, committing):
    made = factories.ingested(LAW)
    with bucket.storage.local_copy(made.file.name):
        pass
    for copy in (bucket.cache / "copies").glob("[!.]*"):
        copy.unlink()
    assert body(admin_client.get(made.current.get_absolute_url())) == LAW
    bucket.storage.exists("no/such/file")
    text = everything_logged.text
    for secret in (s3_server.SECRET_KEY, "Signature=", "AWS4-HMAC-SHA256", "StringToSign"):
        assert secret not in text
