"""`/buscar/` as a person sees it, and the lines under the search box."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page, PageViewRestriction

from search import journal
from search.engines.base import IndexOutdated
from search.models import QueryDay, SynonymGroup

pytestmark = [pytest.mark.urls("tests.search.urls"), pytest.mark.django_db]


@pytest.fixture
def laws(source, index):
    source.add(
        1, "Ley Orgánica del Municipio", "El ayuntamiento celebra <b>sesión</b> pública.", "Otra página.",
        date=dt.date(2016, 12, 3), facets={"state": ("mich",)}, summary="Organiza los municipios.",
    )  # fmt: skip
    source.add(2, "Acta de la primera sesión", kind="acta", date=dt.date(2020, 3, 1))
    index()


def html(client, address) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_results_show_the_record_its_page_and_the_marked_words(laws, client):
    page = html(client, "/buscar/?q=ayuntamientos")
    assert "Ley Orgánica del Municipio" in page
    assert 'href="/acervo/1/pagina/1/?q=ayuntamientos"' in page
    assert "El <mark>ayuntamiento</mark> celebra &lt;b&gt;sesión&lt;/b&gt; pública." in page
    assert "Acta de la primera" not in page


def test_the_query_stays_in_the_box_and_in_every_address(laws, client):
    page = html(client, "/buscar/?q=sesi%C3%B3n+%22p%C3%BAblica%22")
    assert 'value="sesión &quot;p' in page
    assert "?q=sesi%C3%B3n+%22p%C3%BAblica%22&amp;type=ley" in page


def test_a_record_found_by_its_title_shows_its_summary(laws, client):
    assert "Organiza los <mark>municipios</mark>." in html(client, "/buscar/?q=municipio")


def test_filters_can_be_chosen_and_taken_away(laws, client):
    page = html(client, "/buscar/?type=acta&from=2020-01-01")
    assert "Acta de la primera" in page
    assert "Ley Orgánica" not in page
    assert 'href="?from=2020-01-01"' in page
    assert 'href="?type=acta"' in page


def test_nothing_found_says_so_and_what_to_do(laws, client):
    page = html(client, "/buscar/?q=zapato&type=ley")
    assert "Ningún documento tiene todo lo que pide «zapato»" in page
    assert 'href="?q=zapato"' in page


def test_a_slip_gets_a_suggestion_that_finds_something(laws, client):
    page = html(client, "/buscar/?q=ayuntamieto+publica")
    assert '¿Quiso decir <a href="?q=ayuntamiento+publica">ayuntamiento publica</a>?' in page


def test_parameters_that_cannot_be_used_are_named_and_ignored(laws, client):
    page = html(client, "/buscar/?from=ayer&sort=rara&page=x&year=mil")
    assert page.count("«ayer»") == page.count("«rara»") == page.count("«mil»") == 1
    assert "Ley Orgánica" in page


def test_a_page_of_results_that_does_not_exist_leads_to_the_first(laws, client):
    assert 'href="?q=ley"' in html(client, "/buscar/?q=ley&page=7")


def test_many_results_are_paged(source, index, client):
    for pk in range(1, 46):
        source.add(pk, f"Ley {pk}")
    index()
    page = html(client, "/buscar/?q=ley&page=2")
    assert page.count('class="result"') == 20
    assert 'rel="next"' in page
    assert "page=3" in page


def test_an_engine_that_cannot_answer_says_so(laws, client, engine, monkeypatch):
    def outdated(self, request):
        raise IndexOutdated("built with other fields")

    monkeypatch.setattr(type(engine), "search", outdated)
    response = client.get("/buscar/?q=ley")
    assert response.status_code == 503
    assert "no está disponible" in response.content.decode()


def queries_of(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


@pytest.mark.parametrize("address", ["/buscar/?q=ley", "/api/v1/search?q=ley&size=100"])
def test_the_number_of_queries_does_not_grow_with_the_results(source, index, client, address):
    source.add(1, "Ley", "ley")
    index()
    few = queries_of(client, address)
    for pk in range(2, 60):
        source.add(pk, f"Ley {pk}", "la ley", "otra ley")
    index()
    source.calls = 0
    assert queries_of(client, address) == few
    assert source.calls == 2  # one for each of the two requests


def test_synonyms_of_the_editors_find_each_other(laws, client):
    SynonymGroup.objects.create(words="cabildo abierto, ayuntamiento")
    SynonymGroup.objects.create(words="gaceta, ley orgánica")
    page = html(client, "/buscar/?q=gaceta")
    assert "Ley Orgánica del Municipio" in page


def test_results_that_editors_promote_come_first_unless_the_page_is_private(laws, client):
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).delete()
    root.refresh_from_db()
    home = root.add_child(instance=Page(title="Inicio", slug="i"))
    from wagtail.models import Site

    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    chosen = home.add_child(instance=Page(title="Guía recomendada", slug="guia"))
    SearchPromotion.objects.create(query=SearchTerm.get("ley"), page=chosen, description="Empiece aquí")
    SearchPromotion.objects.create(
        query=SearchTerm.get("ley"), external_link_url="https://example.org/", external_link_text="Fuera"
    )
    page = html(client, "/buscar/?q=Ley")
    assert "Guía recomendada" in page
    assert "Empiece aquí" in page
    assert "https://example.org/" in page
    PageViewRestriction.objects.create(page=chosen, restriction_type="login")
    assert "Guía recomendada" not in html(client, "/buscar/?q=Ley")


def test_searches_are_added_up_by_day_and_those_without_results_apart(laws, client):
    for address in ("?q=Ley", "?q=ley", "?q=zapato", "?q=zapato&page=2", "?q=zapato&type=ley", ""):
        client.get(f"/buscar/{address}")
    assert journal.collect() == 3
    assert SearchTerm.objects.get(query_string="ley").hits == 2
    counted = QueryDay.objects.order_by("query").values_list("query", "language", "searches", "empty", "day")
    today = timezone.localdate()
    assert list(counted) == [("ley", "es", 2, 0, today), ("zapato", "es", 1, 1, today)]
    client.get("/buscar/?q=zapato")
    journal.collect()
    assert QueryDay.objects.get(query="zapato").empty == 2
    assert journal.collect() == 0


def test_a_search_writes_nothing_to_the_database(laws, client):
    with CaptureQueriesContext(connection) as caught:
        client.get("/buscar/?q=ley")
    assert [
        query["sql"] for query in caught.captured_queries if not query["sql"].lstrip("(").startswith("SELECT")
    ] == []


def test_suggestions_are_titles_with_their_address_and_words(laws, client):
    response = client.get("/buscar/sugerencias/?q=orgá")
    assert response.json() == {
        "query": "orgá",
        "suggestions": [
            {"text": "Ley Orgánica del Municipio", "url": "/acervo/1/", "kind": "title"},
            {"text": "organiza", "url": "", "kind": "words"},
            {"text": "orgánica", "url": "", "kind": "words"},
        ],
    }


@pytest.mark.parametrize("q", ["", "%00", "%22", "🙂", "x" * 3000])
def test_odd_input_always_answers(laws, client, q):
    assert client.get(f"/buscar/?q={q}").status_code == 200
    assert client.get(f"/buscar/sugerencias/?q={q}").status_code == 200


def test_pages_of_results_are_not_for_search_robots(laws, client):
    assert '<meta name="robots" content="noindex, follow">' in html(client, "/buscar/?q=ley")


def test_there_is_no_inline_script_or_style(laws, client):
    page = html(client, "/buscar/?q=ley")
    assert "style=" not in page
    assert "onclick" not in page
    assert "<script>" not in page
