"""The permanent addresses of files: bytes for ever, ranges, conditional requests, tombstones, access."""

import datetime as dt
import hashlib

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from documents.enums import IngestState
from documents.models import ArchiveFile, FileVersion
from documents.services import versions
from documents.services.withdrawal import withdraw_file
from tests import factories

FIRST = factories.pdf("Primera versión de la ley")
SECOND = factories.pdf("Segunda versión de la ley")


@pytest.fixture
def public_file(site_tree):
    """A published record with one file of one version."""
    made = factories.ingested(FIRST)
    page = factories.record(site_tree.collection)
    factories.attach(page, made)
    page.save_revision().publish()
    made.refresh_from_db()
    return made


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def replace(made: ArchiveFile, content: bytes, reason: str = "Corrección") -> FileVersion:
    made.version_reason = reason
    made.file.save(made.filename, ContentFile(content), save=False)
    made.save()
    return made.current


def test_the_address_of_a_version_serves_its_bytes_after_the_file_was_replaced(client, public_file):
    old = public_file.current.get_absolute_url()
    replace(public_file, SECOND)
    assert body(client.get(old)) == FIRST
    newest = client.get(public_file.get_absolute_url(), follow=True)
    assert body(newest) == SECOND
    assert newest.redirect_chain[-1][0] == public_file.current.get_absolute_url() != old


def test_a_version_knows_its_hash_size_type_number_and_reason(public_file):
    version = replace(public_file, SECOND, reason="Fe de erratas")
    assert (version.number, version.reason, version.size) == (2, "Fe de erratas", len(SECOND))
    assert version.sha256 == hashlib.sha256(SECOND).hexdigest()
    assert version.content_type == "application/pdf"


def test_saving_without_new_bytes_makes_no_version(public_file):
    public_file.title = "Otro título"
    public_file.save()
    assert public_file.versions.count() == 1


def test_bytes_go_out_with_headers_that_keep_them_harmless(client, public_file):
    response = client.get(public_file.current.get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Length"] == str(len(FIRST))


@pytest.mark.parametrize(
    ("header", "status", "expected"),
    [
        ("bytes=0-9", 206, FIRST[:10]),
        ("bytes=10-", 206, FIRST[10:]),
        ("bytes=-5", 206, FIRST[-5:]),
        ("bytes=0-999999999", 206, FIRST),
        ("bytes=999999999-", 416, b""),
        ("bytes=9-2", 200, FIRST),
        ("bytes=a-b", 200, FIRST),
        ("bytes=0-1,5-6", 200, FIRST),
    ],
)
def test_ranges(client, public_file, header, status, expected):
    response = client.get(public_file.current.get_absolute_url(), headers={"range": header})
    assert response.status_code == status
    assert body(response) == expected


def test_a_copy_that_is_still_good_is_not_sent_again(client, public_file):
    url = public_file.current.get_absolute_url()
    etag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    assert client.get(url, headers={"if-none-match": '"other"'}).status_code == 200
    stale = client.get(url, headers={"range": "bytes=0-4", "if-range": '"other"'})
    assert stale.status_code == 200


def test_a_file_of_a_draft_is_not_served_and_appears_when_its_record_is_published(client, site_tree):
    made = factories.ingested(FIRST)
    page = factories.record(site_tree.collection, live=False)
    factories.attach(page, made)
    url = made.current.get_absolute_url()
    assert client.get(url).status_code == 404
    page.save_revision().publish()
    assert client.get(url).status_code == 200
    page.refresh_from_db()
    page.unpublish()
    assert client.get(url).status_code == 404


def test_a_file_in_a_private_collection_is_closed_though_its_record_is_public(client, public_file):
    private = Collection.get_first_root_node().add_child(name="Reservado")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    public_file.collection = private
    public_file.save()
    assert client.get(public_file.current.get_absolute_url()).status_code == 404


def test_a_file_below_a_private_page_is_open_only_to_whom_the_page_lets_in(client, public_file, django_user_model):
    page = public_file.record_files.get().page
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    url = public_file.current.get_absolute_url()
    assert client.get(url).status_code == 404
    client.force_login(django_user_model.objects.create_user("lector"))
    response = client.get(url)
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]


def test_an_embargo_closes_a_file_to_the_second(client, public_file):
    public_file.embargo_until = timezone.now() + dt.timedelta(hours=1)
    public_file.save()
    assert client.get(public_file.current.get_absolute_url()).status_code == 404
    public_file.embargo_until = timezone.now() - dt.timedelta(seconds=1)
    public_file.save()
    assert client.get(public_file.current.get_absolute_url()).status_code == 200


def test_a_withdrawn_file_answers_with_its_tombstone_at_every_address(client, public_file):
    replace(public_file, SECOND)
    withdraw_file(public_file, reason="Contenía datos personales.")
    for version in public_file.versions.all():
        response = client.get(version.get_absolute_url())
        assert response.status_code == 410
        assert "Contenía datos personales." in response.content.decode()
        assert version.sha256 in response.content.decode()
    assert client.get(public_file.get_absolute_url()).status_code == 410


def test_a_file_that_never_was_public_leaves_no_tombstone(client, site_tree):
    made = factories.ingested(FIRST)
    withdraw_file(made, reason="Secreto")
    assert client.get(made.current.get_absolute_url()).status_code == 404


def test_a_file_whose_record_was_deleted_leaves_a_tombstone_at_every_address(client, public_file):
    replace(public_file, SECOND)
    public_file.record_files.get().page.delete()
    for version in public_file.versions.all():
        response = client.get(version.get_absolute_url())
        page = response.content.decode()
        assert response.status_code == 410
        assert "El registro que contenía este archivo se eliminó" in page
        assert "Archivo retirado" not in page
        assert f"<dd>{version.number}</dd>" in page
        assert version.sha256 in page
        assert "bytes</dd>" in page or "KB</dd>" in page
        assert b"%PDF" not in response.content
    assert client.get(public_file.get_absolute_url()).status_code == 410


def test_a_file_that_no_record_ever_showed_stays_unknown(client, site_tree):
    made = factories.ingested(FIRST)
    page = factories.record(site_tree.collection, live=False)
    factories.attach(page, made)
    page.delete()
    for address in (made.get_absolute_url(), made.current.get_absolute_url()):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("closing", ["draft", "private", "embargoed record"])
def test_a_file_of_a_closed_record_stays_unknown_though_it_was_public(client, public_file, closing):
    page = public_file.record_files.get().page.specific
    if closing == "draft":
        page.unpublish()
    elif closing == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        page.embargo_until = timezone.now() + dt.timedelta(hours=1)
        page.save_revision().publish()
    for address in (public_file.get_absolute_url(), public_file.current.get_absolute_url()):
        assert client.get(address).status_code == 404


def test_a_file_closed_by_itself_says_nothing_when_its_record_is_deleted(client, public_file):
    public_file.record_files.get().page.delete()
    public_file.embargo_until = timezone.now() + dt.timedelta(hours=1)
    public_file.save()
    assert client.get(public_file.current.get_absolute_url()).status_code == 404
    private = Collection.get_first_root_node().add_child(name="Reservado")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    public_file.embargo_until, public_file.collection = None, private
    public_file.save()
    assert client.get(public_file.current.get_absolute_url()).status_code == 404


def test_a_file_that_was_public_cannot_be_deleted(public_file):
    public_file.record_files.all().delete()
    with pytest.raises(ProtectedError):
        public_file.delete()
    assert public_file.file.storage.exists(public_file.file.name)


def test_deleting_a_file_that_never_was_public_removes_its_bytes(db, committing):
    made = factories.archive_file(FIRST)
    name, storage = made.file.name, made.file.storage
    with committing():
        made.delete()
    assert not FileVersion.objects.exists()
    assert not storage.exists(name)


def test_wagtails_own_address_for_a_document_leads_to_ours(client, public_file):
    response = client.get(f"/documentos/{public_file.pk}/{public_file.filename}", follow=True)
    assert body(response) == FIRST


def test_an_editor_may_read_a_file_before_anything_is_published(client, db, django_user_model):
    made = factories.archive_file(FIRST)
    editor = django_user_model.objects.create_user("editora")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    assert client.get(made.current.get_absolute_url()).status_code == 200


def test_bytes_of_a_kind_that_the_archive_does_not_take_are_refused_in_spanish(db):
    with pytest.raises(versions.ValidationError, match="PDF, DOCX"):
        versions.check_upload(ContentFile(b"MZ\x90\x00" + b"\x00" * 200, name="ley.pdf"))
    with pytest.raises(versions.ValidationError, match="vacío"):
        versions.check_upload(ContentFile(b"", name="ley.pdf"))


def test_reading_a_file_ends_in_a_definite_state_with_its_pages(db):
    made = factories.ingested(factories.pdf("Artículo primero", "Artículo segundo"))
    assert made.current.state == IngestState.READY
    assert [page.text.strip() for page in made.current.page_texts.all()] == ["Artículo primero", "Artículo segundo"]


def test_a_damaged_pdf_is_refused_with_a_reason(db):
    made = factories.ingested(b"%PDF-1.7\nnothing of the kind")
    assert made.current.state == IngestState.REFUSED
    assert made.current.refusal == "malformed"


def test_reading_starts_by_itself_after_the_upload(db, committing):
    with committing():
        made = factories.archive_file(factories.pdf("Texto"))
    assert FileVersion.objects.get(pk=made.current_id).state == IngestState.READY
