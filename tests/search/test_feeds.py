"""Any search as RSS, Atom, CSV and JSON."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from search import walking
from search.registry import Origin

pytestmark = [pytest.mark.urls("tests.search.urls"), pytest.mark.django_db]
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGED = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)


@pytest.fixture
def laws(source, index):
    source.add(
        1, "Ley Orgánica <1917>", "Otra página.", "La <b>sesión</b> pública & solemne.",
        date=dt.date(2016, 12, 3), state="Michoacán", facets={"state": ("mich",)},
    )  # fmt: skip
    source.add(2, "Acta", "La sesión", kind="acta", date=dt.date(2020, 3, 1))
    source.add(3, "Sesión sin páginas", kind="pagina", summary="Qué es una sesión.")
    source.asked = []

    def origins(keys, locale):
        source.asked.append((list(keys), locale))
        return {key: Origin("Leyes & más", "2", CHANGED) for key in keys if key[0] == 1}

    source.origins = origins
    index()


def entries(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, response.content
    root = etree.fromstring(response.content)
    return response, root.findall(f"{ATOM}entry") or root.findall(".//item")


def test_an_entry_names_its_collection_page_and_version_and_leads_to_the_page(laws, client):
    response, found = entries(client, "/buscar/resultados.atom?q=sesi%C3%B3n+p%C3%BAblica")
    assert response["Content-Type"].startswith("application/atom+xml")
    [entry] = found
    assert entry.findtext(f"{ATOM}title") == "Ley Orgánica <1917>, página 2"
    assert entry.find(f"{ATOM}link").get("href") == ("http://testserver/acervo/1/pagina/2/?q=sesi%C3%B3n+p%C3%BAblica")
    summary = entry.findtext(f"{ATOM}summary")
    assert "Colección: Leyes &amp; más. Página 2 de 2. Versión 2. Michoacán." in summary
    assert "La &lt;b&gt;sesión&lt;/b&gt; pública &amp; solemne." in summary
    assert entry.findtext(f"{ATOM}id") == "http://testserver/acervo/1/"
    assert entry.findtext(f"{ATOM}updated") == "2024-05-06T07:08:09+00:00"
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == ["ley", "Leyes & más"]


def test_rss_says_the_same(laws, client):
    response, [item] = entries(client, "/buscar/resultados.rss?q=sesi%C3%B3n+p%C3%BAblica")
    assert response["Content-Type"].startswith("application/rss+xml")
    assert item.findtext("title") == "Ley Orgánica <1917>, página 2"
    assert "Versión 2" in item.findtext("description")
    assert item.findtext("guid") == "http://testserver/acervo/1/"


def test_a_feed_has_what_is_newest_first_and_keeps_every_filter(laws, client):
    _, found = entries(client, "/buscar/resultados.rss")
    assert [item.findtext("title")[:4] for item in found][:2] == ["Acta", "Ley "]
    assert len(found) == 3
    _, found = entries(client, "/buscar/resultados.rss?sort=title&size=2")
    assert [item.findtext("title")[:4] for item in found] == ["Acta", "Ley "]
    for narrowed in ("type=acta", "year=2020", "from=2020-01-01", "q=acta", "type=acta&type=otra"):
        _, found = entries(client, f"/buscar/resultados.rss?{narrowed}")
        assert [item.findtext("link").split("/")[4] for item in found] == ["2"], narrowed


def test_a_feed_rests_and_knows_when_nothing_is_new(laws, client):
    first = client.get("/buscar/resultados.atom?q=ley")
    assert "max-age=300" in first["Cache-Control"]
    again = client.get("/buscar/resultados.atom?q=ley", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["from=ayer", "sort=rara", "tipo=ley", f"q={'x' * 501}", "size=900"])
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_feed_of_a_search_that_cannot_be_used_says_why(laws, client, form, query):
    _, [entry] = entries(client, f"/buscar/resultados.{form}?{query}", 400)
    reason = entry.findtext("description") or entry.findtext(f"{ATOM}summary")
    assert any(word in reason for word in ("escriba", "acórtela", "los que hay"))


def test_a_download_of_a_search_that_cannot_be_used_is_refused(laws, client):
    response = client.get("/buscar/resultados.csv?from=ayer")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "from"


def read(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_csv_has_a_row_for_each_record_with_its_best_page(laws, client):
    response = client.get("/buscar/resultados.csv?q=sesi%C3%B3n&sort=title")
    assert response["Content-Disposition"] == 'attachment; filename="resultados.csv"'
    rows = read(response)
    assert [row["title"] for row in rows] == ["Acta", "Ley Orgánica <1917>", "Sesión sin páginas"]
    assert rows[1] == {
        "id": "memory:1", "type": "ley", "type_label": "ley", "title": "Ley Orgánica <1917>",
        "collection": "Leyes & más", "state": "Michoacán", "date": "2016-12-03", "language": "es",
        "url": "http://testserver/acervo/1/", "pages_total": "2", "page": "2",
        "page_url": "http://testserver/acervo/1/pagina/2/?q=sesi%C3%B3n", "version": "2",
        "updated": "2024-05-06T07:08:09+00:00", "snippet": "La <b>sesión</b> pública & solemne.",
    }  # fmt: skip
    assert (rows[2]["page"], rows[2]["snippet"]) == ("", "Qué es una sesión.")


def test_json_says_the_same_as_csv(laws, client):
    response = client.get("/buscar/resultados.json?q=sesi%C3%B3n&sort=title")
    rows = json.loads(b"".join(response.streaming_content))
    assert [row["page"] for row in rows] == [1, 2, None]
    assert rows[1]["version"] == "2"
    assert rows[2]["date"] is None


def test_the_api_gives_the_same(laws, client):
    ours = client.get("/buscar/resultados.csv?q=sesi%C3%B3n")
    api = client.get("/api/v1/search/results.csv?q=sesi%C3%B3n")
    assert read(api) == read(ours)
    assert client.get("/api/v1/search/results.pdf").status_code in (404, 422)
    assert client.get("/buscar/resultados.pdf").status_code == 404


def test_all_results_are_given_in_batches_with_constant_queries(source, index, client, engine):
    calls = []

    class Counting:
        def search(self, request):
            calls.append((request.offset, request.limit, request.facets))
            return engine.search(request)

    def ask(monkeypatch=None) -> tuple[int, list[dict]]:
        calls.clear()
        with CaptureQueriesContext(connection) as caught:
            rows = read(client.get("/buscar/resultados.csv?q=ley&sort=title"))
        return len(caught), rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walking, "get_engine", Counting)
        source.add(0, "Ley 000", "la ley")
        index()
        ask()
        few, rows = ask()
        assert len(rows) == 1
        for pk in range(1, 251):
            source.add(pk, f"Ley {pk:03}", "la ley", "otra ley")
        index()
        source.calls = 0
        many, rows = ask()
        assert [row["id"] for row in rows] == [f"memory:{pk}" for pk in range(251)]
        assert calls == [(0, 100, ()), (100, 100, ()), (200, 100, ())]
        assert source.calls == 3
        assert many == few


def test_a_record_that_moves_meanwhile_comes_once(laws, client, engine, monkeypatch):
    monkeypatch.setattr(walking, "BATCH", 1)

    class Moving:
        def search(self, request):
            answer = engine.search(request)
            if request.offset == 1:  # something new came first: the first one is now the second
                from dataclasses import replace

                answer.hits = engine.search(replace(request, offset=0)).hits
            return answer

    monkeypatch.setattr(walking, "get_engine", Moving)
    rows = read(client.get("/buscar/resultados.csv?sort=title"))
    assert [row["id"] for row in rows] == ["memory:2", "memory:3"]


def test_nothing_is_given_beyond_the_deepest_result(source, index, client, monkeypatch):
    monkeypatch.setattr(walking, "DEEPEST", 150)
    for pk in range(180):
        source.add(pk, f"Ley {pk}")
    index()
    assert len(read(client.get("/buscar/resultados.csv?q=ley"))) == 150


def test_an_engine_that_stops_in_the_middle_breaks_the_download_off(source, index, client, engine, monkeypatch):
    from search.engines.base import SearchError, Unavailable

    class Stops:
        def search(self, request):
            if request.offset:
                raise Unavailable("gone")
            return engine.search(request)

    for pk in range(120):
        source.add(pk, f"Ley {pk}")
    index()
    monkeypatch.setattr(walking, "get_engine", Stops)
    response = client.get("/buscar/resultados.json?q=ley")
    assert response.status_code == 200
    with pytest.raises(SearchError):
        b"".join(response.streaming_content)


def test_a_site_without_anything_has_an_empty_feed(source, client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "none"
    _, found = entries(client, "/buscar/resultados.rss")
    assert found == []
    assert read(client.get("/buscar/resultados.csv")) == []


def test_the_results_page_leads_to_every_form_of_the_very_same_search(laws, client):
    page = client.get("/buscar/?q=sesi%C3%B3n&type=ley&type=acta&sort=title&page=1").content.decode()
    query = "?q=sesi%C3%B3n&amp;type=ley&amp;type=acta&amp;sort=title"
    for form in ("rss", "atom"):
        kind = f'type="application/{form}+xml"'
        assert (
            f'<link rel="alternate" {kind} title="Esta búsqueda como {form.upper() if form == "rss" else "Atom"}"'
            in page
        )
        assert f'<a href="/buscar/resultados.{form}{query}"' in page
    for form in ("csv", "json"):
        assert f'<a href="/buscar/resultados.{form}{query}" rel="nofollow" download>' in page


def test_a_search_without_results_can_be_followed_but_not_downloaded(laws, client):
    page = client.get("/buscar/?q=zapato").content.decode()
    assert "/buscar/resultados.rss?q=zapato" in page
    assert "/buscar/resultados.csv" not in page
