"""Images of pages: drawn once, kept, and shown only to who may read the file."""

import datetime as dt
import threading
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from documents.extraction import Code, Refused, Workshop
from documents.models import ArchiveFile
from documents.services import derived, page_images
from documents.services.withdrawal import withdraw_file
from tests import factories


@pytest.fixture(autouse=True)
def _own_cache(settings, tmp_path):
    settings.CACHE_DIR = tmp_path


@pytest.fixture
def made(site_tree):
    page = factories.record(site_tree.collection)
    file = factories.ingested(factories.pdf("uno", "dos"))
    factories.attach(page, file)
    return file


def address(file, page=1, size="m", version=1) -> str:
    return f"/archivo/{file.pk}/v/{version}/imagen/{page}-{size}.webp"


@pytest.mark.parametrize("size", ["s", "m", "l"])
def test_a_page_is_a_webp_of_the_size_asked_for(client, made, size):
    response = client.get(address(made, size=size))
    assert response["Content-Type"] == "image/webp"
    image = Image.open(BytesIO(response.content))
    assert image.format == "WEBP"
    assert image.width == page_images.SIZES[size]


def test_a_public_image_may_be_cached_and_is_not_sent_twice(client, made):
    first = client.get(address(made))
    assert "immutable" in first["Cache-Control"]
    assert "public" in first["Cache-Control"]
    again = client.get(address(made), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_second_visit_does_not_draw(client, made, monkeypatch):
    client.get(address(made))
    monkeypatch.setattr(Workshop, "render", lambda *a, **k: pytest.fail("drawn again"))
    assert client.get(address(made)).status_code == 200


def test_an_image_in_the_cache_is_closed_together_with_its_file(client, made):
    assert client.get(address(made)).status_code == 200
    ArchiveFile.objects.filter(pk=made.pk).update(embargo_until=timezone.now() + dt.timedelta(days=1))
    assert client.get(address(made)).status_code == 404
    ArchiveFile.objects.filter(pk=made.pk).update(embargo_until=None)
    made.refresh_from_db()
    withdraw_file(made, reason="x")
    assert client.get(address(made)).status_code == 404


def test_an_editor_sees_a_closed_image_and_no_shared_cache_keeps_it(admin_client, made):
    ArchiveFile.objects.filter(pk=made.pk).update(embargo_until=timezone.now() + dt.timedelta(days=1))
    response = admin_client.get(address(made))
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("page", [0, 3, 99999])
def test_a_page_that_is_not_there_is_not_found(client, made, page):
    assert client.get(address(made, page=page)).status_code == 404


def test_an_unknown_size_or_version_is_not_found(client, made):
    assert client.get(address(made, size="xl")).status_code == 404
    assert client.get(address(made, version=7)).status_code == 404


def test_an_office_file_has_no_images(client, site_tree):
    page = factories.record(site_tree.collection)
    file = factories.ingested(b"clave,valor\n1,2\n", name="datos.csv")
    factories.attach(page, file)
    assert client.get(address(file)).status_code == 404


def test_a_page_that_cannot_be_drawn_shows_a_notice_and_is_not_tried_again(client, made, monkeypatch):
    tries = []

    def fail(*_args, **_kwargs):
        tries.append(1)
        raise Refused(Code.CRASHED)

    monkeypatch.setattr(Workshop, "render", fail)
    for _ in range(3):
        response = client.get(address(made))
        assert response.status_code == 200
        assert response["Content-Type"] == "image/svg+xml"
        assert "No se pudo dibujar" in response.content.decode()
    assert len(tries) == 1


def test_requests_at_the_same_time_draw_once(made, monkeypatch):
    tries = []
    real = Workshop.render

    def slow(self, *args, **kwargs):
        tries.append(1)
        threading.Event().wait(0.2)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Workshop, "render", slow)
    version, results = made.current, []
    version.file.path  # noqa: B018 - looked up here: the threads must not touch the database
    threads = [
        threading.Thread(target=lambda: results.append(page_images.page_image(version, page=1, size="s")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(set(results)) == 1
    assert len(tries) == 1


def test_a_half_written_file_is_never_read(tmp_path):
    path = tmp_path / "a" / "b.bin"
    with pytest.raises(TypeError):
        derived.write_whole(path, None)  # type: ignore[arg-type]
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


def test_damaged_json_is_made_again(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("{")
    assert derived.json_or_make(path, lambda: [1]) == [1]
