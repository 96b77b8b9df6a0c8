import re

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import Highlighter

TEXT = "El Ayuntamiento celebró sesiones públicas. La sesión pública del año 2020; oficio SNT/001/2020 <b>&</b>."


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("sesion", ["sesiones", "sesión"]),
        ("años", ["año"]),
        ("ano", []),
        ('"sesión pública"', ["sesiones públicas", "sesión pública"]),
        ("SNT/001/2020", ["SNT/001/2020"]),
        ("2020", ["2020", "2020"]),
        ("la sesión", ["sesiones", "sesión"]),
        ('"la sesión"', ["La sesión"]),
        ("ayuntamiento -sesión", ["Ayuntamiento"]),
        ("oficio OR año", ["año", "oficio"]),
        ('"sesión privada"', ["sesiones", "sesión"]),
        ("", []),
    ],
)
def test_what_matches_is_marked(query, marked):
    html = Highlighter(query).mark(TEXT)
    assert re.findall("<mark>(.*?)</mark>", html) == [escape(word) for word in marked]
    assert re.sub("</?mark>", "", html) == escape(TEXT)


def test_a_snippet_shows_where_most_of_the_query_stands():
    text = "relleno " * 200 + "el presupuesto de egresos del municipio " + "relleno " * 200 + "presupuesto"
    snippet = Highlighter("presupuesto municipio").snippet(text)
    assert "<mark>presupuesto</mark> de egresos del <mark>municipio</mark>" in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert len(re.sub("<.*?>", "", snippet)) < 300


def test_a_snippet_is_one_line_and_escaped():
    snippet = Highlighter("script").snippet('<script>alert("x")\n\n</script>')
    assert snippet == "&lt;<mark>script</mark>&gt;alert(&quot;x&quot;) &lt;/<mark>script</mark>&gt;"


def test_a_text_without_any_of_the_words_gives_its_beginning():
    assert Highlighter("nada").snippet("Principio " * 50).startswith("Principio Principio")


def test_words_of_a_pdf_with_soft_hyphens_are_marked_whole():
    assert Highlighter("municipio").mark("el munici\u00adpio") == "el <mark>munici\u00adpio</mark>"


@given(st.text(max_size=400), st.text(alphabet=st.sampled_from('ab ñ-"OR<&') | st.characters(), max_size=30))
def test_marks_only_add_to_the_escaped_text_and_are_balanced(text, query):
    marker = Highlighter(query)
    html = marker.mark(text)
    assert html.replace("<mark>", "").replace("</mark>", "") == escape(text)
    for made in (html, marker.snippet(text)):
        assert made.count("<mark>") == made.count("</mark>")
        assert not re.search(r"<(?!/?mark>)", made)
