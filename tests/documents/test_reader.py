"""The reader: the right page, its words marked, with plain links and for whoever may read the file."""

import re
import time
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from acervo.links.models import ShortLink
from documents.enums import FileRole, IngestState
from documents.extraction import Word, Workshop
from documents.models import FilePage, FileVersion
from documents.services.inside import reflowed
from documents.services.matching import Matcher, marked, snippet
from documents.services.reading import main_file
from tests import factories

TEXTS = (
    "Acta de la sesión ordinaria",
    "El presupuesto de egresos se aprueba.\nLas actas se publican.",
    "Transitorios. El presupuesto anual.",
)


@pytest.fixture
def record(site_tree):
    page = factories.record(site_tree.collection, "Ley de presupuesto")
    factories.attach(page, factories.ingested(factories.pdf(*TEXTS), title="Ley"))
    return page


def read(client, page, rest="pagina/1/", status=200, **parameters) -> str:
    response = client.get(page.get_url() + rest, parameters)
    assert response.status_code == status
    return response.content.decode()


# --- The page -------------------------------------------------------------------------------------------
def test_a_page_shows_its_image_and_its_text(client, record):
    html = read(client, record, "pagina/2/")
    assert "Ley de presupuesto, página 2 de 3" in html
    assert re.search(r'<img src="/archivo/\d+/v/1/imagen/2-m\.webp" srcset="[^"]+320w, [^"]+1000w', html)
    assert 'width="1000" height="1294"' in html  # US letter: nothing moves when the image comes
    assert "El presupuesto de egresos se aprueba." in html
    assert f'rel="prev" href="{record.get_url()}pagina/1/"' in html
    assert f'rel="next" href="{record.get_url()}pagina/3/"' in html
    assert html.count("<h1") == 1


def test_the_first_and_the_last_page_have_no_neighbour_outside(client, record):
    assert 'rel="prev"' not in read(client, record, "pagina/1/")
    assert 'rel="next"' not in read(client, record, "pagina/3/")


def test_no_style_and_no_script_stands_in_the_page(client, record):
    html = read(client, record, "pagina/2/", q="presupuesto")
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", html)
    assert not re.search(r"\son[a-z]+=", html)


@pytest.mark.parametrize("number", [0, 4, 999999])
def test_a_page_out_of_range_leads_to_the_last(client, record, number):
    html = read(client, record, f"pagina/{number}/", status=404)
    assert f'href="{record.get_url()}pagina/3/"' in html


@pytest.mark.parametrize(("typed", "page"), [("2", 2), (" 3 ", 3), ("99", 3), ("0", 1), ("pág. 2", 2), ("9" * 60, 3)])
def test_jumping_goes_to_the_nearest_page_and_keeps_the_query(client, record, typed, page):
    response = client.get(record.get_url() + "pagina/1/", {"ir": typed, "q": "acta", "vista": "texto"})
    assert response.status_code == 302
    assert response["Location"] == f"{record.get_url()}pagina/{page}/?q=acta&vista=texto"


@pytest.mark.parametrize("typed", ["", "dos", "-", "½"])
def test_jumping_to_no_number_stays(client, record, typed):
    assert client.get(record.get_url() + "pagina/1/", {"ir": typed}).status_code == 200


def test_the_view_is_kept_in_the_address(client, record):
    only_text = read(client, record, "pagina/2/", vista="texto")
    assert "reader__page" not in only_text
    assert "El presupuesto" in only_text
    assert f'href="{record.get_url()}pagina/3/?vista=texto"' in only_text
    only_image = read(client, record, "pagina/2/", vista="imagen")
    assert "reader__text" not in only_image
    assert "2-l.webp" in read(client, record, "pagina/2/", zoom="1")


def test_each_file_of_a_record_has_its_own_addresses(client, record):
    annex = factories.ingested(factories.pdf("Cuadro anexo"), title="Anexo")
    factories.attach(record, annex, role=FileRole.ANNEX)
    html = read(client, record, f"archivo/{annex.pk}/pagina/1/")
    assert "Cuadro anexo" in html
    assert "Ley de presupuesto: Anexo, página 1 de 1" in html
    assert client.get(f"{record.get_url()}archivo/99999/pagina/1/").status_code == 404


def test_the_main_file_is_the_first_full_text(site_tree):
    page = factories.record(site_tree.collection)
    factories.attach(page, factories.ingested(factories.pdf("anexo"), title="Anexo"), role=FileRole.ANNEX)
    full = factories.attach(page, factories.ingested(factories.pdf("texto"), title="Texto"))
    assert main_file(list(page.record_files.all())) == full


# --- States ---------------------------------------------------------------------------------------------
def test_a_file_without_images_is_read_as_text(client, site_tree):
    page = factories.record(site_tree.collection)
    factories.attach(page, factories.ingested(b"clave,valor\nagua,12\n", name="datos.csv"))
    html = read(client, page)
    assert "agua" in html
    assert "<img" not in html.split('id="reader"')[1].split("qr-stamp")[0]


def test_a_scan_without_text_says_that_it_waits(client, record):
    FilePage.objects.filter(number=1).update(text="", is_scan=True)
    assert "su texto todavía no se ha reconocido" in read(client, record)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(IngestState.REFUSED, "no se puede leer en línea"), (IngestState.PENDING, "se está preparando")],
)
def test_a_file_without_pages_says_why(client, record, state, sentence):
    FileVersion.objects.update(state=state, page_count=0)
    html = read(client, record)
    assert sentence in html
    assert "Descargar el archivo" in html
    assert 'content="noindex"' in html


def test_a_record_without_files_has_no_reader(client, site_tree):
    page = factories.record(site_tree.collection)
    assert client.get(page.get_url() + "pagina/1/").status_code == 404


# --- Words ----------------------------------------------------------------------------------------------
def test_found_words_are_marked_on_the_image_and_in_the_text(client, record):
    html = read(client, record, "pagina/2/", q="presupuestos")
    assert "El <mark>presupuesto</mark> de egresos" in html
    (rect,) = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>', html)
    x, y, width, height = map(float, rect)
    # 72 + the width of "El " of 612 points; the line stands 720 points above the bottom of 792
    assert 130 < x < 150
    assert 80 < y < 120
    assert 90 < width < 130
    assert 8 < height < 30
    assert 'viewBox="0 0 1000 1294"' in html


def test_a_phrase_is_marked_as_a_whole(client, record):
    html = read(client, record, "pagina/2/", q='"presupuesto de egresos"')
    assert "<mark>presupuesto de egresos</mark>" in html
    assert html.count("<rect ") == 1


def test_all_pages_with_the_words_are_listed(client, record):
    html = read(client, record, "pagina/2/", q="presupuesto")
    assert "2 páginas con «presupuesto»" in html
    assert f'href="{record.get_url()}pagina/3/?q=presupuesto"' in html
    html = read(client, record, "pagina/1/", q="acta")
    assert "2 páginas con «acta»" in html  # "actas" is the same word
    assert "Coincidencia siguiente" in html


def test_words_that_never_meet_say_so(client, record):
    html = read(client, record, q="ordinaria transitorios")
    assert "Ninguna página tiene todas las palabras" in html
    html = read(client, record, q="xilófono")
    assert "«xilófono» no está en este documento" in html
    assert "/buscar/?q=xil%C3%B3fono" in html


def test_what_a_visitor_typed_is_escaped(client, record):
    html = read(client, record, q='"><script>alert(1)</script> acta')
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "typed", ['"', "-", "-acta", "OR", "a OR", "(", "\x00", "%", "''", "ñ" * 3000, "🙂", '"de la"', "de", "{{ x }}"]
)
def test_no_query_breaks_the_reader(client, record, typed):
    read(client, record, q=typed)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_query_on_any_text_marks_without_changing_it(query, text):
    matcher = Matcher(query)
    found = matcher.find(text)
    assert all(start < end for start, end in found.spans)
    assert all(first[1] <= second[0] for first, second in pairwise(found.spans))
    from html import unescape

    unmarked = marked(text, found.spans).replace("<mark>", "").replace("</mark>", "")
    assert unescape(unmarked) == unescape(str(marked(text, ())))
    assert snippet(text, found.spans) is not None


def test_a_word_broken_at_a_line_end_has_two_boxes():
    words = [
        Word("gobierno", 0.1, 0.1, 0.3, 0.12),
        Word("abierto", 0.8, 0.1, 0.9, 0.12),
        Word("abierto", 0.1, 0.13, 0.2, 0.15),
        Word("hoy", 0.3, 0.13, 0.4, 0.15),
    ]
    assert len(Matcher("abiertos").boxes(words)) == 2
    assert len(Matcher('"gobierno abierto hoy"').boxes(words)) == 2  # one for each line
    assert Matcher('"abierto abierto"').boxes(words) == []


def test_lines_that_go_on_are_joined():
    text = "ARTÍCULO 1. La Junta\nse reúne\ncada mes.\nel acta se publica.\nII. Otra"
    assert reflowed(text) == "ARTÍCULO 1. La Junta se reúne cada mes.\nel acta se publica.\nII. Otra"


# --- Taking it along ------------------------------------------------------------------------------------
def test_a_page_has_its_citation_its_link_and_its_qr(client, record):
    html = read(client, record, "pagina/2/")
    assert f"(p. 2). http://127.0.0.1:8000{record.get_url()}pagina/2/" in html
    link = ShortLink.objects.get(suffix="pagina/2/")
    assert link.svg_url in html
    response = client.get(link.get_absolute_url())
    assert response["Location"].endswith(f"{record.get_url()}pagina/2/")
    read(client, record, "pagina/2/", q="acta")
    assert ShortLink.objects.filter(suffix="pagina/2/").count() == 1


def test_a_crawler_makes_no_links(client, record):
    before = ShortLink.objects.count()
    client.get(record.get_url() + "pagina/2/", headers={"User-Agent": "Mozilla/5.0 (compatible; SomeBot/2.1)"})
    assert ShortLink.objects.count() == before


def test_the_canonical_address_is_the_page_without_the_query(client, record):
    html = read(client, record, "pagina/2/", q="acta")
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{record.get_url()}pagina/2/">' in html
    assert "noindex" in html


# --- Cost -----------------------------------------------------------------------------------------------
def test_the_first_view_of_a_page_reads_only_that_page(client, site_tree, monkeypatch):
    page = factories.record(site_tree.collection)
    pdf = factories.pdf(*(f"Página número {number}" for number in range(1, 301)))
    factories.attach(page, factories.ingested(pdf))
    asked = []
    real = Workshop._send

    def note(self, request):
        asked.append((request["op"], request.get("page")))
        return real(self, request)

    monkeypatch.setattr(Workshop, "_send", note)
    read(client, page, "pagina/250/", q="número")
    client.get(f"/archivo/{page.record_files.get().file_id}/v/1/imagen/250-m.webp")
    assert set(asked) <= {("outline", None), ("words", 250), ("render", 250)}
    assert ("render", 250) in asked


def test_searching_inside_a_long_document_is_quick_and_kept(client, site_tree):
    page = factories.record(site_tree.collection)
    made = factories.ingested(factories.pdf("una"))
    factories.attach(page, made)
    version = made.current
    body = "El municipio publicará el presupuesto de egresos dentro de los quince días siguientes. " * 35
    FilePage.objects.filter(version=version).delete()
    FilePage.objects.bulk_create(
        [FilePage(version=version, number=n, text=f"Artículo {n}. {body}") for n in range(1, 501)]
    )
    FileVersion.objects.filter(pk=version.pk).update(page_count=500)
    started = time.perf_counter()
    html = read(client, page, "pagina/400/", q="egreso municipal", vista="texto")
    first = time.perf_counter() - started
    assert "páginas con «egreso municipal»" in html
    assert first < 5  # generous for a busy machine; about 1 s of one core
    with CaptureQueriesContext(connection) as queries:
        read(client, page, "pagina/401/", q="egreso municipal", vista="texto")
    assert not any('"text"' in query["sql"] and "IN (" in query["sql"] for query in queries)
    assert len(queries) <= 14
