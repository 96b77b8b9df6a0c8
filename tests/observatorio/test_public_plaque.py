"""The plaque: it prints in each size, its QR leads to the record, and nothing reserved is on it."""

import pypdfium2
import pytest
import zxingcpp
from reportlab.lib.units import mm

from acervo.links.services import link_for
from observatorio.services import plaque
from tests.observatorio.public_inventory import monument, restrict

pytestmark = pytest.mark.django_db
LONG = (
    "Antiguo Colegio Apostólico de Propaganda Fide de Nuestra Señora de Guadalupe y sus anexos, "
    "con la Capilla de Nápoles, la Capilla del Noviciado y la huerta"
)


@pytest.fixture
def cathedral(site_tree):
    return monument(
        "Catedral Basílica", street_type="avenida", street="Hidalgo", century_from=18, dating="1731/1752",
        description="Templo de tres naves con fachada de cantera rosa. " * 12, owner_name="Nombre del dueño",
    )  # fmt: skip


def get(client, target, size: str = "a6", prefix: str = "") -> bytes:
    response = client.get(f"{prefix}{target.get_absolute_url()}placa.pdf?tamano={size}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return response.content


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return " ".join(document[0].get_textpage().get_text_bounded().split())


@pytest.mark.parametrize(("size", "sides"), plaque.SIZES.items())
def test_the_qr_of_each_size_leads_to_the_record(client, cathedral, size, sides):
    with pypdfium2.PdfDocument(get(client, cathedral, size)) as document:
        assert len(document) == 1
        width, height = document[0].get_size()
        image = document[0].render(scale=150 / 72).to_pil().convert("L")
    assert (width, height) == (pytest.approx(sides[0] * mm, abs=0.5), pytest.approx(sides[1] * mm, abs=0.5))
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == link_for(cathedral).scan_url
    path = "/" + found.text.split("/", 3)[3]
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0].endswith(cathedral.get_absolute_url())


def test_the_plaque_says_name_dates_place_text_and_address_in_letters(client, cathedral):
    text = text_of(get(client, cathedral, "15x20"))
    for words in (
        "Catedral Basílica", "Siglo XVIII", "de 1731 a 1752", "Avenida Hidalgo, Zacatecas", "Templo de tres naves",
        link_for(cathedral).short_address, cathedral.code,
    ):  # fmt: skip
        assert words in text, words


def test_nothing_reserved_is_on_the_plaque(client, cathedral):
    for field in ("century", "dating", "street", "description"):
        restrict(cathedral, field)
    text = text_of(get(client, cathedral, "15x20"))
    assert "Catedral Basílica" in text
    for kept in ("XVIII", "1731", "Hidalgo", "tres naves", "dueño"):
        assert kept not in text


@pytest.mark.parametrize("size", plaque.SIZES)
def test_long_names_fit(client, site_tree, size):
    made = monument(LONG, description="Texto. " * 300)
    content = get(client, made, size)
    assert " ".join(LONG.split()) in text_of(content)
    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        width, height = page.get_size()
        for thing in page.get_objects():
            left, bottom, right, top = thing.get_bounds()
            assert min(left, bottom) >= -0.5
            assert right <= width + 0.5
            assert top <= height + 0.5


def test_a_name_that_cannot_fit_is_cut_with_an_ellipsis_at_the_smallest_size():
    lines, size = plaque.fit("Templo " * 60, room=100, high=30, largest=20, smallest=8)
    assert size == 8
    assert lines[-1].endswith("…")
    assert len(lines) * size * 1.12 <= 30


def test_a_cache_may_keep_it_and_who_has_it_is_told_so(client, cathedral):
    address = f"{cathedral.get_absolute_url()}placa.pdf"
    first = client.get(address)
    assert "max-age" in first["Cache-Control"]
    assert client.get(address).content == first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("size", ["a0", "", "../a6", "%00"])
def test_other_sizes_do_not_exist(client, cathedral, size):
    assert client.get(f"{cathedral.get_absolute_url()}placa.pdf?tamano={size}").status_code == 404


def test_a_draft_has_no_plaque(client, site_tree):
    assert client.get(f"{monument(live=False).get_absolute_url()}placa.pdf").status_code == 404
