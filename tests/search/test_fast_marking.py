"""The shortcuts that mark pages quickly find exactly what walking over every word finds."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from search.analysis import analyzer, fold, has_odd_words

WORDS = st.sampled_from(
    [
        "la",
        "ley",
        "leyes",
        "Leyes",
        "LEYES",
        "año",
        "Año",
        "ano",
        "artículo",
        "Artículo",
        "ARTÍCULOS",
        "articulos",
        "título",
        "Título",
        "íntegro",
        "INTEGRO",
        "ﬁscal",
        "fiscal",
        "ﬂujo",
        "flujo",
        "1o",
        "1º",
        "1.º",
        "15",
        "97",
        "½",
        "lápiz",
        "lápices",
        "ªrea",
        "área",
        "«Área»",
        "Ñandú",
        "nandu",
        "dying",
        "die",
        "sesión-sesiones",
        "acta_actas",
        "x",
        "Ⅳ",
        "iv",
        "público",
        "públicos",
        "—",
        "–",
        "…",
        "“ley”",
        "ﬁscales",
        "ﬃcial",
        "Straße",
        "ĺey",
        "ŀey",
        "ley",
    ]
)
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=40).map(" ".join).filter(lambda text: not has_odd_words(text))


@settings(max_examples=300)
@given(TEXTS, st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(["es", "en"]))
def test_the_words_found_by_their_beginning_are_all_there_are(text, asked, language):
    an = analyzer(language)
    wanted = {term for word in asked for term in an.terms(word)}
    walked = {(text[t.start : t.end], t.term) for t in an.tokens(text) if t.term in wanted}
    assert set(an.matching(text, wanted)) == walked


@settings(max_examples=300)
@given(TEXTS, st.lists(WORDS, min_size=2, max_size=3), st.sampled_from(["es", "en"]))
def test_rows_found_from_their_first_word_are_all_there_are(text, asked, language):
    an = analyzer(language)
    row = tuple(an.terms(" ".join(asked)))
    assume(row)
    tokens = list(an.tokens(text))
    walked = [
        (tokens[i].start, tokens[i + len(row) - 1].end)
        for i in range(len(tokens) - len(row) + 1)
        if tuple(t.term for t in tokens[i : i + len(row)]) == row
    ]
    assert an.rows(text, row) == walked


@pytest.mark.parametrize("language", ["es", "en"])
def test_stemming_keeps_the_beginning_of_a_word(language):
    an = analyzer(language)
    for word in "dying lying skies tres paz vez leyes lápices art arts autista aéreo oír ríe gently".split():  # noqa: SIM905
        term = an.term(word)
        assert len(term) < an._kept or fold(word)[: an._kept] == term[: an._kept]
