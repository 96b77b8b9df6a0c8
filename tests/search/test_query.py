import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import analyzer
from search.plan import plan
from search.query import MAX_LENGTH, Not, Or, Phrase, Word, parse


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("ley orgánica", (Word("ley"), Word("orgánica"))),
        ('"ley orgánica"', (Phrase("ley orgánica"),)),
        ("“ley orgánica”", (Phrase("ley orgánica"),)),
        ("«de la» ley", (Phrase("de la"), Word("ley"))),
        ("ley -federal", (Word("ley"), Not(Word("federal")))),
        ('ley -"del estado"', (Word("ley"), Not(Phrase("del estado")))),
        ("a b OR c", (Word("a"), Or((Word("b"), Word("c"))))),
        ("a OR b OR c", (Or((Word("a"), Word("b"), Word("c"))),)),
        ("OR ley OR", (Word("ley"),)),
        ('"sin cerrar', (Word("sin"), Word("cerrar"))),
        ("teórico-práctico", (Word("teórico-práctico"),)),
        ("SNT/001/2020", (Word("SNT/001/2020"),)),
        ("¿?", ()),
        ('"¿?" ley', (Word("ley"),)),
        ("- -- ---", ()),
        ("", ()),
    ],
)
def test_the_parser_reads(text, clauses):
    assert parse(text).clauses == clauses


@given(st.text(alphabet=st.sampled_from('ab ñ-"“”OR()\0/ 1\n') | st.characters()))
def test_no_input_ever_raises_and_every_clause_has_a_word(text):
    query = parse(text)
    assert len(query.text) <= MAX_LENGTH
    made = plan(query, analyzer("es"))
    assert all(choice.rows or choice.without for choice in made.must)
    assert all(made.never)


def rows(text: str) -> list[tuple[str, ...]]:
    return list(plan(parse(text), analyzer("es")).rows())


def test_stop_words_do_not_count_outside_quotes():
    assert rows("la ley de los municipios") == rows("ley municipios")


def test_stop_words_count_inside_quotes():
    assert rows('"ley de los"') == [("ley", "de", "los")]


def test_a_query_of_stop_words_only_looks_for_them():
    assert rows("de la") == [("de",), ("la",)]


def test_a_code_with_slashes_is_its_parts_in_a_row():
    assert rows("SNT/001/2020") == [("snt", "001", "2020")]


def test_synonyms_are_alternatives():
    made = plan(parse("DOF"), analyzer("es"), {"es": {("dof",): ("Diario Oficial",)}})
    assert made.must[0].rows == (("dof",), tuple(analyzer("es").terms("Diario Oficial")))
