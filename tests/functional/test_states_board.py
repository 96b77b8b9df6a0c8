"""A citizen reads the board of a state: sorts it without JavaScript, sees a past day, opens a commitment from its QR,
and another site shows it in a frame."""

import io
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import zxingcpp
from PIL import Image

from tests.looking import violations

#: The first plan, so that other journeys' plans change nothing here.
BOARD = "/estados/zacatecas/compromisos/?plan=1"
COMMITMENT = "/estados/zacatecas/compromisos/ZAC-PAL1-C1/"
KINDS = {
    "table": BOARD,
    "timeline": BOARD + "&vista=linea",
    "goals": BOARD + "&vista=ods",
    "themes": BOARD + "&vista=temas",
    "bodies": BOARD + "&vista=instituciones",
    "past day": BOARD + "&al=2017-06-30",
    "wrong day": BOARD + "&al=2017-02-30",
    "nothing": BOARD + "&q=zxqwv",
    "commitment": COMMITMENT,
    "commitment on a past day": COMMITMENT + "?al=2017-06-30",
    "commitment in English": "/en" + COMMITMENT,
    "plan": "/estados/zacatecas/planes/1/",
    "plans": "/estados/zacatecas/planes/",
    "frame of the board": "/estados/zacatecas/tablero/incrustar/",
    "frame of a commitment": COMMITMENT + "incrustar/",
}


def titles(page) -> list[str]:
    return page.locator(".board__title > a").all_inner_texts()


def test_a_citizen_sorts_and_filters_without_javascript(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(BOARD)
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Núm.")
    page.get_by_role("link", name="Compromiso", exact=True).click()
    first = titles(page)
    assert len(first) == 6
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Compromiso")
    page.locator("th[aria-sort] a").click()
    assert titles(page) == first[::-1]
    assert page.locator("th[aria-sort=descending]").count() == 1

    page.select_option("#f-gobierno", "cumplido")
    page.get_by_role("button", name="Aplicar").click()
    assert titles(page) == ["Institutos municipales de planeación"]
    page.locator(".active-filters a", has_text="Cumplido").click()
    assert titles(page) == first[::-1]  # the order stayed


def test_a_past_day_is_shown_and_a_wrong_one_explained(site, new_page):
    page = new_page()
    page.goto(BOARD + "&al=2017-06-30")
    assert "30 de junio de 2017" in page.locator(".board-past").inner_text()
    assert "mayo de 2017" in page.locator(".board tbody tr").first.inner_text()
    page.goto(BOARD + "&al=2017-01-01")
    assert "Sin información" in page.locator(".board tbody tr").first.inner_text()
    page.goto(BOARD + "&al=2017-02-30")
    assert "no es una fecha" in page.locator("#f-al-error").inner_text()
    assert len(titles(page)) == 6
    assert page.faults == []


def test_the_views_are_reached_by_keyboard(site, new_page):
    page = new_page()
    page.goto(BOARD)
    page.locator(".board-tabs a").first.focus()
    for _each in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Por tema"
    page.keyboard.press("Enter")
    page.wait_for_url("**vista=temas*")
    assert page.locator(".board-tabs [aria-current=page]").inner_text() == "Por tema"
    assert page.faults == []


def test_the_qr_of_a_commitment_opens_it_on_a_phone(site, new_page):
    page = new_page()
    page.goto(COMMITMENT)
    title = page.locator("h1").inner_text()
    source = page.locator(".qr-stamp a[href$='.png']").first.get_attribute("href")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(page.request.get(source).body())).convert("L"))
    assert found.text.startswith(site.url + "/q/")
    phone = new_page(width=390, height=844)
    phone.goto(found.text)
    assert phone.url == site.url + COMMITMENT
    assert phone.locator("h1").inner_text() == title
    assert phone.faults == []


@pytest.fixture
def another_site() -> Iterator[Callable[[str], str]]:
    """Serves one page under another origin; gives its address."""
    pages: list[bytes] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages[-1])

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def show(html: str) -> str:
        pages.append(html.encode())
        return f"http://127.0.0.1:{server.server_port}/"

    yield show
    server.shutdown()
    server.server_close()


def test_another_site_shows_the_commitment_in_a_frame_and_no_other_page(site, new_page, another_site):
    page = new_page()
    page.goto(COMMITMENT)
    page.locator(".embed-box > summary").click()
    code = page.locator("#codigo-insertar").input_value()
    assert re.search(r'<iframe src="[^"]+/incrustar/"', code)
    title = page.locator("h1").inner_text()
    other = new_page(bypass_csp=False)
    other.goto(another_site(code))
    frame = other.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == title
    assert other.context.cookies() == []
    with other.context.expect_page() as opened:
        frame.locator("h1 a").click()
    assert opened.value.url == site.url + COMMITMENT


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_the_board_are_accessible_and_no_wider_than_the_screen(site, new_page, kind, width, scheme):
    page = new_page(width=width, color_scheme=scheme)
    response = page.goto(KINDS[kind])
    assert response.status == 200
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.faults == []
