"""The printable label: at 2 cm it reads from paper, turned, blurred or scratched."""

import io
import re
import subprocess
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFilter
from wagtail.models import PageViewRestriction

from acervo.links import labels, qr
from acervo.links.models import ShortLink
from acervo.links.services import link_for
from tests.needs import needs_chromium

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]
LONG = "Ley de Archivos para el Estado de México y sus Municipios, con las reformas de la Quincuagésima Octava "


@pytest.fixture
def link(make_page):
    return link_for(make_page())


def printed(pdf: bytes, dpi: int = 300) -> Image.Image:
    """The label as a printer of that resolution would put it on paper."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return document[0].render(scale=dpi / 72).to_pil().convert("L")


def words(pdf: bytes) -> str:
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    return " ".join(text.split())


def test_the_label_reads_as_the_link_and_leads_to_the_page(client, link, read):
    response = client.get(link.label_pdf_url)
    assert response["Content-Type"] == "application/pdf"
    assert f"etiqueta-{link.code}.pdf" in response["Content-Disposition"]
    text = read(printed(response.content))
    assert text == link.scan_url
    assert client.get(text.removeprefix("https://acervo.example.mx"), follow=True).status_code == 200


def test_the_label_says_the_title_and_the_address_in_letters(client, link):
    assert words(client.get(link.label_pdf_url).content) == f"Ley de Archivos acervo.example.mx/q/{link.code}"
    svg = client.get(link.label_svg_url).content.decode()
    assert ">Ley de Archivos</text>" in svg
    assert f">acervo.example.mx/q/{link.code}</text>" in svg


def test_the_symbol_is_two_centimetres_wide_with_four_modules_of_quiet_zone(client, link):
    image = printed(client.get(link.label_pdf_url).content)
    label = labels.layout(text=link.scan_url, title="Ley", address=link.short_address)
    left = image.crop((0, 0, round(len(label.modules) * label.module * 300 / 72) - 4, image.height))
    box = Image.eval(left, lambda value: 255 - value).point(lambda value: 255 * (value > 127)).getbbox()
    width_mm = (box[2] - box[0]) / 300 * 25.4
    assert 19.8 <= width_mm <= 21
    assert min(box[0], box[1], image.height - box[3]) / 300 * 25.4 >= 4 * qr.module_mm(link.scan_url) - 0.2


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_at_300_dpi_it_reads_turned_and_slightly_blurred(client, link, read, angle):
    image = printed(client.get(link.label_pdf_url).content).rotate(angle, expand=True)
    assert read(image) == link.scan_url
    assert read(image.filter(ImageFilter.GaussianBlur(2))) == link.scan_url


def test_it_reads_at_150_dpi_and_with_a_scratch(client, link, read):
    pdf = client.get(link.label_pdf_url).content
    assert read(printed(pdf, dpi=150)) == link.scan_url
    scratched = printed(pdf)
    ImageDraw.Draw(scratched).line([(0, 190), (300, 170)], fill=255, width=8)
    assert read(scratched) == link.scan_url


def test_a_long_title_is_wrapped_shortened_and_stays_on_the_label(link):
    pdf = labels.pdf(text=link.scan_url, title=LONG * 4, address=link.short_address)
    shown = words(pdf)
    assert shown.startswith("Ley de Archivos para el Estado de México y sus Municipios")
    assert "…" in shown
    assert shown.endswith(link.short_address)
    label = labels.layout(text=link.scan_url, title=LONG * 4, address=link.short_address)
    assert len(label.lines) == labels.TITLE_LINES + 1
    for line in label.lines:
        assert line.x + line.width <= label.width
        assert line.size <= line.y <= label.height


@pytest.mark.parametrize("title", ["x" * 300, "", "Ñandú <b>&\"'", "áéíóú ¿qué? «sí» — 1º ½ €"])
@pytest.mark.parametrize("host", ["a.mx", "transparencia-y-acceso.gobierno-abierto.municipio.estado.gob.mx"])
def test_any_title_and_host_fit(read, title, host):
    address = f"{host}/q/k7mxr4t"
    parts = {"text": f"https://{address}", "title": title, "address": address}
    label = labels.layout(**parts)
    assert all(line.x + line.width <= label.width for line in label.lines)
    assert read(printed(labels.pdf(**parts))) == parts["text"]
    if len(title) < 100:
        assert title in words(labels.pdf(**parts))


def test_modules_never_shrink_below_half_a_millimetre():
    text = "https://" + "larguisimo." * 12 + "mx/q/k7mxr4t"
    assert qr.module_mm(text) == qr.PRINT_MODULE_MM
    assert (len(qr.matrix(text)) - 2 * qr.QUIET) * qr.module_mm(text) > 20


@pytest.mark.browser
def test_the_svg_label_reads_in_a_browser(client, link, read, tmp_path):
    file = tmp_path / "etiqueta.svg"
    file.write_bytes(client.get(link.label_svg_url).content)
    command = [needs_chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--force-device-scale-factor=3"]
    picture = tmp_path / "etiqueta.png"
    subprocess.run(
        [*command, "--window-size=400,200", f"--screenshot={picture}", file.as_uri()],
        check=True,
        capture_output=True,
        timeout=90,
    )
    assert read(Image.open(io.BytesIO(picture.read_bytes()))) == link.scan_url


def test_titles_cannot_write_markup_into_the_svg(make_page, client):
    link = link_for(make_page("<script>alert(1)</script> & más"))
    svg = client.get(link.label_svg_url).content.decode()
    assert "<script" not in svg
    assert not re.search(r"style=|on\w+=|href", svg)


def test_the_editors_own_label_is_printed_instead_of_the_title(make_page, client):
    link = link_for(make_page(), label="Cartel de la plaza")
    assert "Cartel de la plaza" in words(client.get(link.label_pdf_url).content)
    outside = link_for("https://www.inegi.org.mx/temas/")
    assert "www.inegi.org.mx" in words(client.get(outside.label_pdf_url).content)


def test_what_is_not_public_has_no_label_but_its_qr_can_be_prepared(client, make_page):
    private = make_page("Carpeta secreta")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    links = [
        link_for(private, label="Secreto a voces"),
        link_for(make_page("Borrador secreto", live=False)),
        link_for(make_page("Aviso secreto", expire_at=timezone.now() - timedelta(minutes=1))),
        ShortLink.objects.create(
            external_url="https://x.mx/", label="Secreto", expires_at=timezone.now() - timedelta(days=1)
        ),
    ]
    gone = make_page("Secreto borrado")
    links.append(link_for(gone))
    gone.delete()
    for link in links:
        for url in (link.label_pdf_url, link.label_svg_url):
            response = client.get(url)
            assert response.status_code == 404
            assert b"secret" not in response.content.lower()
        for url in (link.svg_url, link.png_url):
            response = client.get(url)
            assert response.status_code == 200
            assert b"secret" not in response.content.lower()


def test_a_new_title_is_a_new_label(client, make_page):
    page = make_page()
    link = link_for(page)
    before = client.get(link.label_pdf_url)["ETag"]
    page.title = "Ley General de Archivos"
    page.save_revision().publish()
    after = client.get(link.label_pdf_url, headers={"if-none-match": before})
    assert after.status_code == 200
    assert "Ley General de Archivos" in words(after.content)
    assert after["Cache-Control"] == "no-cache"
