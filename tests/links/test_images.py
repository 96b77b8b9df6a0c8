"""QR images: decoded as a phone would, and followed to the page."""

import io
import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from acervo.links import codes, qr
from acervo.links.services import link_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]


@pytest.fixture
def link(make_page):
    return link_for(make_page())


def drawn(svg: bytes, scale: int = 8) -> Image.Image:
    """The QR of an SVG, drawn from its rectangles `M x y h w v 1` by other means than the program's own."""
    text = svg.decode()
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', text)[1])
    image = Image.new("L", (side * scale, side * scale), 255)
    dark = re.search(r'fill="#000" d="([^"]+)"', text)[1]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", dark):
        corner = (int(x) * scale, int(y) * scale)
        end = (corner[0] + int(length) * scale - 1, corner[1] + scale - 1)
        ImageDraw.Draw(image).rectangle([corner, end], fill=0)
    return image


def assert_leads_to_the_page(client, text: str) -> None:
    parts = urlsplit(text)
    assert (parts.scheme, parts.netloc) == ("https", "acervo.example.mx")
    response = client.get(parts.path, follow=True)
    assert response.status_code == 200
    assert "<h1>Ley de Archivos</h1>" in response.content.decode()


def test_the_png_reads_as_the_link_and_leads_to_the_page(client, link, read):
    response = client.get(link.png_url)
    assert response["Content-Type"] == "image/png"
    text = read(response.content)
    assert text == f"https://acervo.example.mx/q/{link.code}"
    assert_leads_to_the_page(client, text)


def test_the_svg_reads_as_the_link_and_leads_to_the_page(client, link, read):
    response = client.get(link.svg_url)
    assert response["Content-Type"] == "image/svg+xml"
    assert_leads_to_the_page(client, read(drawn(response.content)))


def test_the_svg_is_at_least_two_centimetres_wide_and_has_nothing_a_policy_could_block(client, link):
    svg = client.get(link.svg_url).content.decode()
    width = float(re.search(r'width="([\d.]+)mm"', svg)[1])
    modules = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    assert width * (modules - 2 * qr.QUIET) / modules >= 19.99
    assert not re.search(r"style|script|href|on\w+=", svg)


@pytest.mark.parametrize("size", [qr.PNG_MIN, 256, 333, 600, qr.PNG_MAX])
def test_a_png_has_the_size_asked_for_and_sharp_modules(client, link, read, size):
    content = client.get(link.png_url, {"size": size}).content
    image = Image.open(io.BytesIO(content)).convert("L")
    assert image.size == (size, size)
    assert {colour for _n, colour in image.getcolors()} == {0, 255}
    assert read(content) == link.scan_url
    # All runs of one colour along the first dark row are whole multiples of one module.
    box = Image.eval(image, lambda value: 255 - value).getbbox()
    row = [image.getpixel((x, box[1])) for x in range(box[0], box[2])]
    runs = [len(part) for part in re.findall("0+|1+", "".join("1" if value else "0" for value in row))]
    module = runs[0] // 7  # the finder pattern is seven modules wide
    assert all(run % module == 0 for run in runs)
    assert min(box[0], box[1]) >= qr.QUIET * module


@pytest.mark.parametrize("size", ["", "0", "-5", "119", "2401", "1e3", "99999999999", "abc", "٣٠٠"])
def test_a_size_out_of_bounds_gets_a_sentence(client, link, size):
    response = client.get(link.png_url, {"size": size})
    assert response.status_code == 400
    assert "pixeles" in response.content.decode()


def test_a_client_that_has_the_image_is_told_so_without_drawing(client, link, monkeypatch):
    for url in (link.svg_url, link.png_url, link.label_pdf_url, link.label_svg_url):
        first = client.get(url)
        assert first["ETag"]
        assert first["Cache-Control"]
        with monkeypatch.context() as patch:
            patch.setattr(qr, "matrix", None)
            again = client.get(url, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_another_size_and_another_domain_are_other_images(client, link, settings):
    tags = {client.get(link.png_url, {"size": size})["ETag"] for size in (200, 300)}
    settings.BASE_URL = "https://otro.example.mx"
    tags.add(client.get(link.png_url, {"size": 300})["ETag"])
    assert len(tags) == 3


def test_images_of_unknown_codes_do_not_exist(client, db):
    for end in (".svg", ".png", ".pdf", "/etiqueta.svg"):
        assert client.get(f"/q/2345678{end}").status_code == 404


@given(
    st.text(alphabet=codes.ALPHABET, min_size=codes.LENGTH, max_size=codes.LENGTH),
    st.sampled_from(["http://127.0.0.1:8000", "https://a.mx", "https://transparencia.municipio.gob.mx"]),
)
def test_every_code_decodes_with_four_modules_of_quiet_zone(code, base):
    import zxingcpp

    text = f"{base}/q/{code}"
    modules = qr.matrix(text)
    border = (*modules[:4], *modules[-4:], *(row[:4] + row[-4:] for row in modules))
    assert not any(any(part) for part in border)
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr.png(text, size=240))).convert("L"))
    assert [(code.text, code.ec_level) for code in found] == [(text, "Q")]
