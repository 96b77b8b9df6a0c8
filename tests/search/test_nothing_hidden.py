"""The attack on the search box: a word that stands only in something hidden is never suggested, completed, marked,
counted or found, on any engine. Whoever guesses words letter by letter must learn nothing.

The first half asks the engine, with everything that hides an entry by date or language; the second half asks the site's
own addresses, with everything that an editor can hide.
"""

import datetime as dt
import json

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search.engines.base import Audience, Request
from search.query import parse
from search.service import find
from tests import factories
from tests.search.writing import delete, put

SECRET = "xilofonista"  # in the title, the text and on a page of what is hidden, and nowhere else
NEAR = ("xilofonist", "xilofonstia", "xylofonista", "xilofonistas", "silofonista")  # slips that would lead to it
STARTS = ("xi", "xilo", "xilofon", "xilofonista", "el xilo", "ley xilo", "maestro xilo")
HOUR = dt.timedelta(hours=1)


def hidden_fields(way: str) -> dict:
    now = timezone.now()
    return {
        "embargoed": {"visible_from": now + HOUR},
        "expired": {"visible_until": now - HOUR},
        "expired this very second": {"visible_until": now.replace(microsecond=0)},
        "of the other language": {"shown_in": ("en",)},
        "deleted": {},
        "replaced": {},
    }[way]


WAYS = [
    "embargoed", "expired", "expired this very second", "of the other language", "deleted", "replaced",
]  # fmt: skip


@pytest.fixture
def hidden(request, source, index, engine):
    """An entry with the word that nobody may see now, among others that share all its other words."""
    way = request.param
    source.add(1, "Ley de aguas", "El maestro de la ley de aguas toca.", facets={"theme": ("agua",)})
    source.add(
        2, f"El {SECRET} y la ley", f"Un maestro {SECRET} toca la ley.", text=f"del {SECRET}", kind=SECRET,
        facets={"theme": (SECRET, "agua"), "state": (SECRET,)}, summary=f"Del {SECRET}.", **hidden_fields(way),
    )  # fmt: skip
    index()
    if way == "deleted":
        delete(engine, ["memory:2"])
        del source.items[2]
    elif way == "replaced":
        source.add(2, "Otra ley", "Otra página.")
        put(engine, source.entries([2]))
    return engine


@pytest.fixture
def visitor() -> Audience:
    """Asks a second after the last change."""
    return Audience("es-mx", timezone.now())


@pytest.mark.parametrize("hidden", WAYS, indirect=True)
def test_a_hidden_word_is_no_mend_for_a_slip_and_completes_nothing(hidden, visitor):
    for slip in NEAR:
        assert SECRET not in hidden.suggest([slip], visitor).values()
    for typed in STARTS:
        assert SECRET not in repr(hidden.autocomplete(typed, visitor, limit=50)).lower()


@pytest.mark.parametrize("hidden", WAYS, indirect=True)
def test_a_hidden_word_finds_and_counts_nothing_and_leaves_nothing_out(hidden, visitor):
    facets = ("type", "theme", "state", "collection", "year", "language")
    for text in (SECRET, f'"maestro {SECRET}"', f"{SECRET} OR aguas", f"ley -{SECRET}", "", "maestro"):
        answer = hidden.search(Request(parse(text), visitor, facets=facets))
        assert SECRET not in repr(answer)
        assert sum(answer.facets["type"].values()) == answer.total
        if text == f"ley -{SECRET}":  # what is hidden excludes nothing that is not
            assert "memory:1" in [hit.id for hit in answer.hits]


@pytest.mark.django_db
@pytest.mark.parametrize("hidden", WAYS, indirect=True)
def test_results_say_nothing_of_it_but_what_was_typed(hidden, visitor):
    for q in (SECRET, "maestro toca", *NEAR[:2], f"ley {NEAR[0]}"):
        assert SECRET not in find_shown(q, visitor).replace(json.dumps(q), "")


def find_shown(q: str, who: Audience) -> str:
    """Everything that a page of results shows: titles, snippets, facets, the suggestion."""
    from search.params import Params

    found = find(Params(q=q), who)
    shown = {
        "results": [(r.record.title, r.record.summary, r.summary, [p.snippet for p in r.pages]) for r in found.results],
        "facets": [(value.value, value.label, value.count) for facet in found.facets for value in facet.values],
        "suggestion": found.suggestion,
        "total": found.total,
    }
    return json.dumps(shown, ensure_ascii=False)


@pytest.fixture
def published(site_tree, engine, committing):
    with committing():
        page = factories.record(site_tree.collection, f"El {SECRET} municipal", abstract=f"Trata del {SECRET}.")
        made = factories.ingested(factories.pdf(f"Nadie toca como el {SECRET} del municipio"))
        factories.attach(page, made)
        page.save_revision().publish()
        factories.record(site_tree.collection, "Ley de aguas municipal", abstract="Del agua del municipio.")
    return page


def ask(client) -> str:
    """All that the search box and its results say to somebody who guesses, but for the words that were typed."""
    said = []
    for q in (*STARTS, *NEAR):
        answer = client.get("/buscar/sugerencias/", {"q": q}).json()
        said.append(json.dumps(answer["suggestions"]))
    for q in (*NEAR, "municipal", "toca"):
        for prefix in ("", "/en"):
            html = client.get(f"{prefix}/buscar/", {"q": q}).content.decode()
            said.append(html.replace(q, ""))
        said.append(json.dumps(client.get("/api/v1/search", {"q": q}).json()).replace(q, ""))
    return "\n".join(said).lower()


@pytest.mark.django_db
def test_of_a_public_record_the_box_says_the_word(published, client):
    said = ask(client)
    assert SECRET in said


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["unpublished", "private", "expired", "deleted", "renamed"])
def test_of_a_record_that_was_hidden_the_box_says_nothing(published, client, committing, way):
    with committing():
        match way:
            case "unpublished":
                published.unpublish()
            case "private":
                PageViewRestriction.objects.create(page=published, restriction_type="login")
            case "expired":
                published.expire_at = timezone.now() - HOUR
                published.save()
            case "deleted":
                published.delete()
            case "renamed":
                published.record_files.all().delete()
                published.title, published.abstract = "El músico municipal", "Trata del músico."
                published.slug = "musico"
                published.save_revision().publish()
    assert SECRET not in ask(client)


@pytest.mark.django_db
def test_what_others_searched_for_is_never_offered(published, client):
    from search import journal

    for _ in range(30):
        client.get("/buscar/", {"q": "confidencialísimo"})
    journal.collect()
    for typed in ("conf", "confidencial", "confidencialisim"):
        assert client.get("/buscar/sugerencias/", {"q": typed}).json()["suggestions"] == []
    assert "confidencialísimo" not in client.get("/buscar/?q=confidencialísmo").content.decode().lower()
