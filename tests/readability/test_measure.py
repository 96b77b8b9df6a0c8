"""The scale of Fernández-Huerta on Spanish texts, and what it says of single sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acervo.readability.measure import Band, measure, split

EASY = "La casa es de todos. El sol sale hoy. Mi tía lee el aviso. El niño come pan. La luz es buena. " * 3
HARD = (
    "La implementación interinstitucional de mecanismos administrativos de transparencia presupuestaria requiere la "
    "determinación sistemática de responsabilidades organizacionales correspondientes a las dependencias gubernamentales "
    "involucradas en la administración patrimonial extraordinaria."
)


def test_short_words_in_short_sentences_are_very_easy_and_long_ones_very_hard():
    assert measure(EASY).band is Band.VERY_EASY
    hard = measure(f"{HARD} {HARD}")
    assert hard.band is Band.VERY_HARD
    assert measure(EASY).score > hard.score


def test_the_score_is_that_of_the_formula():
    """Twelve words of two syllables in each sentence: 206.84 − 60·2 − 1.02·12."""
    sentence = "casa mesa luna perro gato libro silla carta puerta calle plaza fuente."
    assert measure(f"{sentence} " * 4).score is not None
    assert measure("\n".join([sentence] * 4)).score == pytest.approx(206.84 - 120 - 1.02 * 12, abs=0.2)


def test_the_hardest_sentences_come_first_and_easy_ones_not_at_all():
    found = measure(f"{EASY} {HARD} Además, la coordinación administrativa correspondiente necesita determinaciones.")
    assert found.hardest[0].text == HARD
    assert all("sol sale" not in sentence.text for sentence in found.hardest)


def test_a_text_too_short_to_tell_has_no_score():
    found = measure("Aviso al público.")
    assert (found.score, found.band, found.hardest) == (None, None, [])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Conforme al art. 27 de la ley. Hay plazo.", 2),
        ("El Lic. J. Pérez firmó el núm. 3 del vol. 2.", 1),
        ("¿Cómo vamos? ¡Bien! Sigue abierto.", 3),
        ("Título sin punto\nPrimera frase. Segunda", 3),
        ("Costó 1.5 millones en 2016. 3 obras siguen.", 2),
        ("Dijo: «Ya está.» Luego se fue.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_says_so(text, sentences):
    assert len(split(text)) == sentences, split(text)


@given(st.text(max_size=400))
def test_no_text_breaks_it_and_none_of_it_is_lost(text):
    found = measure(text)
    assert found.words >= 0
    assert "".join("".join(split(text)).split()) == "".join(text.replace("\u2024", ".").split())


@given(st.floats(-500, 300))
def test_every_score_has_one_band(score):
    band = Band.of(score)
    assert score >= band.value[0]
