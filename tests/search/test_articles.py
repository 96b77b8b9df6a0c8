"""Where an article of a law begins, and which one a query asks for."""

import pytest

from search.analysis import analyzer, words
from search.articles import asked, begun
from search.engines import get_engine
from search.engines.base import Request
from search.query import parse


@pytest.mark.parametrize(
    ("text", "articles"),
    [
        ("Fin.\nArtículo 27. La propiedad", ["27"]),
        ("ARTICULO 6o.- Toda persona\n ARTÍCULO 7º.- Nadie", ["6", "7"]),
        ("Artículo 4 Bis. Uno\nArtículo 4 Bis 1.- Dos\nArtículo 5 A. Tres\nArtículo 5-B.- Cuatro",
         ["4-bis", "4-bis-1", "5-a", "5-b"]),
        ("Artículo 11 Bis.\n1. Las", ["11-bis"]),
        ("[Artículo 11 Bis. Suprimido]", ["11-bis"]),
        ("lo que dispone el\nartículo 27, párrafo quinto", []),
        ("según el Artículo 27. Después", []),
        ("Artículo 27 Constitucional en Materia Nuclear", []),
    ],
)  # fmt: skip
def test_articles_that_begin_on_a_page(text, articles):
    assert begun(text) == articles


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("artículo 27 constitucional", ("27",)),
        ("Constitución art. 6o", ("6",)),
        ("artículo 4 Bis 1", ("4-bis-1", "4-bis", "4")),
        ("artículo 27-B", ("27-b", "27")),
        ("27 artículo", ()),
    ],
)
def test_articles_that_a_query_asks_for(query, articles):
    assert asked(words(query)) == articles


def test_the_page_where_the_article_begins_comes_before_those_that_cite_it(source, index, now):
    cite = "el artículo 27 y el artículo 27, conforme al artículo 27"
    source.add(1, "Constitución", cite, cite, cite, "Fin.\nArtículo 27. La propiedad de las tierras " + "y aguas " * 90)
    index()
    for query in ("artículo 27", '"artículo 27"', "art. 27 constitución"):
        hit = get_engine().search(Request(parse(query), now)).hits[0]
        assert hit.pages[0].number == 4


def test_who_writes_is_no_period_and_an_abbreviated_article_is_one():
    terms = analyzer("es").terms("periodista periodismo periodo autista autismo art artículo")
    assert terms[0] == terms[1] != terms[2]
    assert terms[3] == terms[4]
    assert terms[5] == terms[6]
