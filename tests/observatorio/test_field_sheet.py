"""The field sheet: one page whatever the length of the texts, with codes that a phone reads."""

import csv

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from acervo.links.services import find, resolve
from observatorio.models import Inspection, Threat
from observatorio.services.field_sheet import PAPERS, field_sheets
from observatorio.services.inspections import latest
from tests.needs import needs_shared
from tests.observatorio import loop

pytestmark = pytest.mark.django_db
LONG = "Palabras largas que ocupan muchísimo lugar en la hoja, una tras otra, sin que nadie las corte a tiempo. "


def opened(content: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(content)


def words(content: bytes, page: int = 0) -> str:
    return opened(content)[page].get_textpage().get_text_bounded()


def codes(content: bytes, page: int = 0) -> list[str]:
    image = opened(content)[page].render(scale=4).to_pil()
    return sorted(found.text for found in zxingcpp.read_barcodes(image))


def longest():
    """Every text as long as its column allows, and a last visit with pages of observations."""
    monument = loop.monument(
        name=(LONG * 3)[:255], other_names=[LONG] * 5, street=(LONG * 2)[:160], settlement=LONG[:120],
        between_streets=(LONG * 3)[:255], address_note=(LONG * 3)[:255], monument_type=(LONG * 2)[:120],
        style=(LONG * 2)[:160], current_uses=[LONG] * 6, inah_key="I-32-00576", real_folio="9" * 40,
        inbal_key="8" * 40, junta_key="7" * 40, cadastral_key="6" * 40, locality=(LONG * 2)[:120],
        latitude=22.775123, longitude=-102.572222, century_from=16, century_to=19, description=LONG * 40,
    )  # fmt: skip
    loop.inspection(
        monument, inspector=(LONG * 2)[:160], observations=LONG * 60, recommendation=LONG * 60, threats=Threat.values,
        next_due=loop.TODAY,
    )  # fmt: skip
    return monument


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("make", [longest, loop.monument], ids=["longest", "short"])
def test_it_is_one_page_of_its_size_and_both_codes_read(paper, make):
    monument = make()
    content = field_sheets([monument], paper=paper)
    document = opened(content)
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(PAPERS[paper], abs=0.1)
    short, form = sorted(codes(content), key=len)
    assert form.endswith(f"/observatorio/inmuebles/{monument.code}/inspeccionar/")
    link = find(short.rstrip("/").rpartition("/")[2])
    assert resolve(link, language="es-mx").url == monument.get_absolute_url()


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("make", [longest, loop.monument], ids=["longest", "short"])
def test_nothing_is_printed_outside_the_page_nor_over_another_line(paper, make):
    document = opened(field_sheets([make()], paper=paper))
    page = document[0]
    width, height = page.get_size()
    text = page.get_textpage()
    lines = [text.get_rect(index) for index in range(text.count_rects())]
    assert all(left >= 0 and bottom >= 0 and right <= width and top <= height for left, bottom, right, top in lines)
    for one, first in enumerate(lines):
        for second in lines[one + 1 :]:
            across = min(first[2], second[2]) - max(first[0], second[0])
            down = min(first[3], second[3]) - max(first[1], second[1])
            shorter = min(first[3] - first[1], second[3] - second[1])
            assert not (across > 1 and down > 0.5 * shorter), (first, second)


def test_there_is_room_to_write_even_on_the_longest():
    for paper in PAPERS:
        text = words(field_sheets([longest()], paper=paper))
        assert "Lo que se vio y recomendación" in text
        assert "Próxima inspección" in text


def test_it_has_the_scales_of_an_inspection_and_what_is_known():
    monument = loop.monument(interior="Bóveda con plata", owner_name="Fulana Propietaria")
    loop.inspection(monument)
    text = words(field_sheets([monument], paper="carta"))
    for word in ("Genaro Codina 227", "Ruinoso", "Riesgo alto", "No se permitió la entrada", "Desocupado", "Minería",
                 "Ana Ruiz", "Recomendación reservada"):  # fmt: skip
        assert word in text, word
    # Paper gets lost.
    assert "plata" not in text
    assert "Fulana" not in text


def test_a_draft_has_no_code_of_a_public_record():
    monument = loop.monument(live=False)
    assert [code.rpartition("/inmuebles/")[2] for code in codes(field_sheets([monument]))] == [
        f"{monument.code}/inspeccionar/"
    ]


def test_a_route_is_one_file_with_the_sheets_in_order_and_costs_the_same_queries(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(loop.user("add_inspection"))
    monuments = [loop.monument(name=name) for name in ("Tercera", "Primera", "Segunda", "Otra", "Otra más")]
    for monument in monuments:
        loop.inspection(monument)
    counts = []
    for some in (monuments[:2], monuments):
        address = reverse("monuments:field_sheets") + "?" + "&".join(f"inmueble={item.code}" for item in some)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    content = response.content
    assert len(opened(content)) == 5
    assert ["Tercera" in words(content, 0), "Segunda" in words(content, 2)] == [True, True]
    assert client.get(reverse("monuments:field_sheets")).status_code == 404


def test_it_is_for_those_who_inspect_and_in_two_sizes(client):
    monument = loop.monument()
    address = reverse("monuments:field_sheet", args=[monument.code])
    assert client.get(address).status_code == 302
    client.force_login(loop.user("add_inspection"))
    assert client.get(address, {"tamano": "a4"})["Content-Type"] == "application/pdf"
    assert client.get(address, {"tamano": "tabloide"}).status_code == 404
    client.force_login(loop.user(name="otra"))
    assert client.get(address).status_code == 403  # sending them to sign in would send them back here


def test_real_monuments_fit_too():
    folder = needs_shared("patrimonio")
    with (folder / "inmuebles.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    name = next(key for key in rows[0] if "nombre" in key.lower())
    monuments = [loop.monument(name=row[name][:255]) for row in rows]
    Inspection.objects.all().delete()
    from observatorio.models import Monument

    content = field_sheets(latest(Monument.objects.filter(pk__in=[item.pk for item in monuments])))
    assert len(opened(content)) == len(rows)
