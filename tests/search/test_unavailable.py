"""The site while the engine is away: search says so and offers to browse; all else answers as ever."""

import logging
import threading
import time

import pytest
from django.urls import reverse

from search import outage
from search.engines.base import IndexMissing, IndexOutdated, SearchError, Unavailable
from tests import factories

pytestmark = pytest.mark.django_db


class Away:
    """An engine that answers nothing; it raises `error`, after `hangs` seconds."""

    def __init__(self, error: SearchError, hangs: float = 0.0) -> None:
        self.error, self.hangs, self.calls = error, hangs, []

    def __getattr__(self, name):
        def fails(*args, **kwargs):
            self.calls.append(name)
            time.sleep(self.hangs)
            raise self.error

        return fails


ERRORS = [Unavailable("no answer"), IndexMissing("gone"), IndexOutdated("old"), SearchError("broken")]


@pytest.fixture
def away(monkeypatch):
    """`away(error)` puts an engine that fails in the place of every use of the engine."""

    def put(error: SearchError = ERRORS[0], hangs: float = 0.0) -> Away:
        made = Away(error, hangs)
        # Modules bind `get_engine` by name; what they call is the cached constructor below it.
        for constructor in ("_embedded", "_cluster"):
            monkeypatch.setattr(f"search.engines.{constructor}", lambda *args, **kwargs: made)
        return made

    monkeypatch.setattr(outage, "_down", None)
    return put


@pytest.fixture
def law(site_tree, search_index):
    return factories.record(site_tree.collection, "Ley de aguas")


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_the_results_page_keeps_the_search_and_offers_to_browse(law, away, client, error):
    away(error)
    response = client.get("/buscar/?q=mi+%22ley%22&type=ley&from=2020-01-01")
    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "La búsqueda no está disponible por el momento" in page
    assert 'value="mi &quot;ley&quot;"' in page
    assert '<input type="hidden" name="type" value="ley">' in page
    assert '<input type="hidden" name="from" value="2020-01-01">' in page
    assert '<a href="/acervo/leyes/">Leyes</a>' in page


def test_browsing_leads_only_to_what_the_public_may_see(law, site_tree, away, client):
    from wagtail.models import PageViewRestriction

    from estados.models import StatePage, StatesPage
    from observatorio.models import ObservatoryPage

    states = site_tree.home.add_child(instance=StatesPage(title="Estados", slug="estados-p", locale=site_tree.spanish))
    states.add_child(
        instance=StatePage(title="Zacatecas abierta", slug="zacatecas", state="32", locale=site_tree.spanish)
    )
    hidden = states.add_child(
        instance=StatePage(title="Jalisco oculto", slug="jalisco", state="14", locale=site_tree.spanish)
    )
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    site_tree.home.refresh_from_db()
    assert ObservatoryPage._meta.label in {model._meta.label for model in _browsed()}
    away()
    page = client.get("/buscar/").content.decode()
    assert "Zacatecas abierta" in page
    assert "Jalisco oculto" not in page


def _browsed():
    from search import browsing

    return browsing._ways


def test_browsing_costs_the_same_for_one_collection_and_for_many(law, site_tree, away, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from documents.models import CollectionPage

    away()

    def queries() -> int:
        client.get("/buscar/?q=ley")
        with CaptureQueriesContext(connection) as caught:
            client.get("/buscar/?q=ley")
        return len(caught)

    few = queries()
    for number in range(8):
        site_tree.archive.refresh_from_db()
        site_tree.archive.add_child(
            instance=CollectionPage(title=f"Colección {number}", slug=f"c{number}", locale=site_tree.spanish)
        )
    assert queries() == few


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_completing_words_answers_nothing_and_does_not_fail(law, away, client, error):
    away(error)
    response = client.get("/buscar/sugerencias/?q=ley")
    assert response.status_code == 200
    assert response.json() == {"query": "ley", "suggestions": []}


@pytest.mark.parametrize("address", ["search", "search/results.csv", "search/results.rss"])
def test_the_api_answers_a_problem_document(law, away, client, address):
    away()
    response = client.get(f"/api/v1/{address}?q=ley")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "30"
    found = response.json()
    assert found["status"] == 503
    assert found["detail"] == found["reason"]
    assert "no está disponible" in found["detail"]


@pytest.mark.parametrize("form", ["rss", "atom", "csv", "json"])
def test_feeds_and_downloads_answer_503_before_the_first_byte(law, away, client, form):
    away()
    assert client.get(f"/buscar/resultados.{form}?q=ley").status_code == 503


def test_a_hint_that_cannot_be_made_does_not_take_the_results_away(law, client, monkeypatch, committing):
    from search import service
    from search.indexing import rebuild

    rebuild()
    monkeypatch.setattr(service, "_suggestion", lambda *args: (_ for _ in ()).throw(ERRORS[0]))
    response = client.get("/buscar/?q=aguas")
    assert response.status_code == 200
    assert "Ley de" in response.content.decode()


def test_every_other_page_answers_without_asking_the_engine(law, site_tree, away, client):
    engine = away(hangs=5.0)
    for address in (
        "/", "/acervo/", "/acervo/leyes/", law.get_url(), "/sitemap.xml", "/robots.txt", "/observatorio/inmuebles/",
        "/estados/datos/", "/acervo/vocabulario/tipo/ley/", "/verificar/", "/api/v1/openapi.json", "/api/v1/docs",
        "/admin/login/", "/no-existe/", "/salud/vivo/",
    ):  # fmt: skip
        assert client.get(address).status_code in (200, 301, 302, 404), address
    assert engine.calls == []


def test_health_does_not_wait_for_an_engine_that_hangs(law, away, client, monkeypatch):
    from acervo.health import checks, report

    monkeypatch.setattr(report, "DEADLINE", 0.05)
    monkeypatch.setattr(report, "database_in_thread", lambda: False)
    checks.reporter.forget()
    away(hangs=2.0)
    response = client.get("/salud/")
    assert response.status_code == 200
    assert response.json()["checks"]["search"] == "failed"
    checks.reporter.forget()
    for thread in threading.enumerate():
        if thread.name == "search":
            thread.join(10)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_save_succeeds_and_its_change_waits(law, site_tree, away, committing, error):
    from search.models import Change

    away(error)
    Change.objects.all().delete()
    with committing():
        law.title = "Ley de aguas y bosques"
        law.save_revision().publish()
    law.refresh_from_db()
    assert law.title == "Ley de aguas y bosques"
    assert Change.objects.filter(source="record", record=law.pk, applied_at=None).exists()


def test_the_log_has_a_line_when_it_begins_and_one_when_it_ends(law, away, client, caplog):
    caplog.set_level(logging.INFO, logger="search.outage")
    away(IndexOutdated("another version"))
    for _number in range(3):
        client.get("/buscar/?q=mi+vecino")
        client.get("/buscar/sugerencias/?q=mi+vecino")
    with outage.watched():
        pass
    with outage.watched():
        pass
    lines = [record.getMessage() for record in caplog.records]
    assert lines[0] == "search: visitors get no results (IndexOutdated): another version"
    assert lines[1].startswith("search: visitors get results again")
    assert len(lines) == 2
    assert not any(record.exc_info for record in caplog.records)
    assert "vecino" not in caplog.text


def test_what_the_breaker_tells_is_not_told_again(caplog, monkeypatch):
    monkeypatch.setattr(outage, "_down", None)
    caplog.set_level(logging.WARNING)
    with pytest.raises(Unavailable), outage.watched():
        raise Unavailable("no answer")
    with outage.watched():
        pass
    assert caplog.records == []


def test_the_address_of_a_search_in_another_form_is_below_its_language():
    assert reverse("search_results_as", args=["rss"]) == "/buscar/resultados.rss"
