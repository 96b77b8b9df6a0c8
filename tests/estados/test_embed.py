"""What other sites may show of the board: frames without cookies, oEmbed 1.0, and nobody else's pages in a frame."""

import re
from urllib.parse import quote

import pytest

from tests.estados import boards, making

pytestmark = pytest.mark.django_db
FRAMES = ("/estados/zacatecas/tablero/incrustar/", "/estados/zacatecas/compromisos/ZAC-PAL1-C1/incrustar/")


@pytest.fixture(autouse=True)
def board(zacatecas, settings):
    settings.BASE_URL = "https://acervo.example"
    page = boards.section(zacatecas)
    made = making.commitment(making.plan("32", 1), 1, title="Deuda «clara»", targets=[(16, "")])
    making.verdict(made, "gobierno", on="2017-05-31")
    making.commitment(made.plan, 2, title="Código urbano")
    return page


def ask(client, url: str = "https://acervo.example/estados/zacatecas/compromisos/", **more: str):
    return client.get("/oembed/", {"url": url, **more})


# --- Frames ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", FRAMES)
def test_any_site_may_frame_it_and_it_leaves_no_trace(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "X-Frame-Options" not in response
    policy = response["Content-Security-Policy"]
    assert re.search(r"frame-ancestors \*(;|$)", policy)
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert not response.cookies
    text = response.content.decode()
    for unwanted in ("<script", "<form", " style=", "csrfmiddlewaretoken"):
        assert unwanted not in text
    assert '<base target="_blank">' in text


@pytest.mark.parametrize("path", FRAMES)
def test_a_frame_is_not_indexed_beside_its_page(client, path):
    response = client.get(path)
    text = response.content.decode()
    assert response["X-Robots-Tag"] == "noindex"
    canonical = re.search(r'<link rel="canonical" href="([^"]+)"', text)[1]
    assert canonical.startswith("https://acervo.example/estados/zacatecas/compromisos/")
    assert "incrustar" not in canonical


def test_no_other_page_may_be_framed_by_others(client, board):
    for path in (board.url, "/estados/zacatecas/compromisos/ZAC-PAL1-C1/", "/estados/zacatecas/planes/1/"):
        response = client.get(path)
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_a_frame_keeps_the_filters(client):
    text = client.get(FRAMES[0] + "?ods=16&al=2017-06-30").content.decode()
    assert "Deuda «clara»" in text
    assert "Código urbano" not in text
    assert "como estaban el 30 de junio de 2017" in text


def test_what_is_not_public_is_in_no_frame(client, zacatecas):
    zacatecas.unpublish()
    for path in FRAMES:
        assert client.get(path).status_code == 404
    assert client.get("/estados/morelos/tablero/incrustar/").status_code == 404


def test_pages_offer_the_code_and_are_discovered(client, board):
    for path, frame in zip((board.url, "/estados/zacatecas/compromisos/ZAC-PAL1-C1/"), FRAMES, strict=True):
        text = client.get(path).content.decode()
        assert f"&lt;iframe src=&quot;https://acervo.example{frame}&quot;" in text
        link = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', text)[1]
        assert link.startswith("https://acervo.example/oembed/?url=https%3A%2F%2Facervo.example%2Festados")
        found = client.get(link.replace("&amp;", "&").removeprefix("https://acervo.example"))
        assert f'src="https://acervo.example{frame}"' in found.json()["html"]


# --- oEmbed ------------------------------------------------------------------------------------------------
def test_the_answer_is_what_the_specification_asks_for(client):
    response = ask(client)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/json")
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    assert data["version"] == "1.0"
    assert data["type"] == "rich"
    assert (data["width"], data["height"]) == (800, 600)
    assert data["provider_url"] == "https://acervo.example"
    assert 'src="https://acervo.example/estados/zacatecas/tablero/incrustar/"' in data["html"]


def test_a_commitment_is_embedded_by_its_own_address(client):
    data = ask(client, "https://acervo.example/estados/zacatecas/compromisos/ZAC-PAL1-C1/").json()
    assert data["title"] == "Deuda «clara»"
    assert "/ZAC-PAL1-C1/incrustar/" in data["html"]


def test_the_english_page_embeds_the_english_frame(client):
    data = ask(client, "https://acervo.example/en/estados/zacatecas/compromisos/ZAC-PAL1-C1/").json()
    assert "https://acervo.example/en/estados/zacatecas/compromisos/ZAC-PAL1-C1/incrustar/" in data["html"]


def test_filters_of_the_address_go_with_it(client):
    data = ask(client, "https://acervo.example/estados/zacatecas/compromisos/?ods=16&vista=linea&evil=1").json()
    assert "tablero/incrustar/?vista=linea&amp;ods=16" in data["html"]


def test_it_is_no_larger_than_asked(client):
    data = ask(client, maxwidth="400", maxheight="300").json()
    assert (data["width"], data["height"]) == (400, 300)
    assert 'width="400" height="300"' in data["html"]
    assert ask(client, maxwidth="9999").json()["width"] == 800


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "https://acervo.example/estados/zacatecas/compromisos/", "format": "xml"}, 501),
        ({"url": "https://acervo.example/estados/zacatecas/compromisos/", "maxwidth": "ancho"}, 400),
        ({"url": "https://acervo.example/estados/zacatecas/compromisos/", "maxheight": "0"}, 400),
        ({"url": "https://otro.example/estados/zacatecas/compromisos/"}, 404),
        ({"url": "https://acervo.example/estados/zacatecas/"}, 404),
        ({"url": "https://acervo.example/estados/zacatecas/compromisos/ZAC-PAL9-C9/"}, 404),
        ({"url": "https://acervo.example/estados/morelos/compromisos/ZAC-PAL1-C1/"}, 404),
        ({"url": "https://acervo.example/admin/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "https://[acervo.example/x"}, 404),
        ({"url": "https://acervo.example/estados/zacatecas/compromisos/%00"}, 404),
        ({"url": "https://acervo.example@otro.example/estados/zacatecas/compromisos/"}, 404),
    ],
)
def test_what_cannot_be_embedded_says_why(client, parameters, status):
    response = client.get("/oembed/", parameters)
    assert response.status_code == status
    assert response.json()["error"]


def test_a_draft_cannot_be_embedded(client, zacatecas):
    address = "https://acervo.example/estados/zacatecas/compromisos/"
    zacatecas.unpublish()
    assert ask(client, address).status_code == 404
    assert ask(client, address + "ZAC-PAL1-C1/").status_code == 404


def test_a_long_address_is_no_trouble(client):
    assert ask(client, "https://acervo.example/" + quote("á" * 3000)).status_code == 404
