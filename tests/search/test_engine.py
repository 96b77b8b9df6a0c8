"""What a search finds, and how it counts, on the embedded engine."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import get_engine
from search.engines.base import SORTS, Audience, IndexBusy, IndexMissing, Request
from search.query import parse
from tests.search.writing import delete, put


@pytest.fixture
def laws(source, index):
    source.add(
        1,
        "Ley Orgánica del Municipio",
        "El ayuntamiento celebra sesión pública cada mes. Los años fiscales",
        "El cabildo aprueba las obras. Oficio SNT/001/2020 recibido en el",
        "ejercicio de sus funciones.",
        date=dt.date(2016, 12, 3),
        state="Michoacán",
        facets={"state": ("mich",), "theme": ("municipios", "obra")},
    )
    source.add(2, "Acta de la primera sesión", "Se instala el secretariado.", kind="acta", date=dt.date(2020, 3, 1))
    source.add(3, "Reglamento de obras", "Las obras públicas del municipio.", date=dt.date(2018, 1, 1))
    source.add(4, "Open government act", "Public servants publish agreements.", language="en", kind="law")
    index()


def ids(engine, text, who, **kwargs):
    return [hit.id for hit in engine.search(Request(parse(text), who, **kwargs)).hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ayuntamiento", [1]),
        ("AYUNTAMIENTOS", [1]),
        ("organica", [1]),
        ("orgánica cabildo", [1]),
        ("ayuntamiento funciones", [1]),
        ("ayuntamiento secretariado", []),
        ("año", [1]),
        ("ano", []),
        ('"sesión pública"', [1]),
        ('"pública sesión"', []),
        ('"obras públicas del municipio"', [3]),
        ('"en el ejercicio de sus funciones"', [1]),
        ("SNT/001/2020", [1]),
        ("001", [1]),
        ('"oficio SNT/001/2020"', [1]),
        ("2020/001", []),
        ("obra -cabildo", [3]),
        ('municipio -"obras públicas"', [1]),
        ("secretariado OR cabildo", [1, 2]),
        ("agreement", [4]),
        ("servant agreements", [4]),
        ("de la", [2]),
        ("¿?", []),
    ],
)
def test_a_query_finds_these_records(laws, engine, now, text, found):
    assert sorted(ids(engine, text, now)) == [f"memory:{pk}" for pk in found]


def test_no_query_lists_everything_newest_first_and_undated_last(laws, engine, now):
    assert ids(engine, "", now) == ["memory:2", "memory:3", "memory:1", "memory:4"]


def test_only_excluded_words_leave_the_rest(laws, engine, now):
    assert sorted(ids(engine, "-obras", now)) == ["memory:2", "memory:4"]


def test_the_best_pages_hold_the_words_and_the_phrase(laws, engine, now):
    def pages(text):
        return [page.number for page in engine.search(Request(parse(text), now)).hits[0].pages]

    assert pages("cabildo") == [2]
    assert sorted(pages("ayuntamiento funciones")) == [1, 3]
    assert pages('"sesión pública"') == [1]
    assert pages("SNT/001/2020") == [2]


def test_only_pages_with_the_phrase_are_shown_when_there_are_any(source, index, engine, now):
    source.add(1, "Ley", *["sesión y pública"] * 5, "la sesión pública", *["pública sesión"] * 5)
    index()
    [hit] = engine.search(Request(parse('"sesión pública"'), now)).hits
    assert [page.number for page in hit.pages] == [6]


def test_a_phrase_so_frequent_that_it_fills_the_limit_still_has_pages_for_each_record(
    source, index, engine, now, monkeypatch
):
    monkeypatch.setattr("search.engines._tantivy.pages.PHRASE_HITS", 3)
    for pk in range(1, 6):
        source.add(pk, f"Ley {pk}", *["otra sesión pública más"] * 4)
    index()
    hits = engine.search(Request(parse('"sesión pública"'), now)).hits
    assert [len(hit.pages) for hit in hits] == [3] * 5


@pytest.mark.parametrize(
    ("sort", "order"),
    [("newest", [2, 3, 1, 4]), ("oldest", [1, 3, 2, 4]), ("title", [2, 1, 4, 3])],
)
def test_results_are_sorted(laws, engine, now, sort, order):
    assert ids(engine, "", now, sort=sort) == [f"memory:{pk}" for pk in order]


def test_titles_sort_with_enye_after_n_and_without_accents(source, index, engine, now):
    for pk, title in enumerate(["Ñandú", "Obra", "Nuez", "Ópalo", "árbol"], 1):
        source.add(pk, title)
    index()
    assert ids(engine, "", now, sort="title") == [f"memory:{pk}" for pk in (5, 3, 1, 2, 4)]


def test_a_word_of_the_title_outranks_the_same_word_in_the_text(laws, engine, now):
    assert ids(engine, "obras", now)[0] == "memory:3"


def test_the_very_form_that_was_typed_outranks_another_word_of_the_same_stem(source, index, engine, now):
    source.add(1, "Ley Orgánica del Municipio")
    source.add(2, "Ley de órganos")
    index()
    assert ids(engine, "orgánica", now) == ["memory:1", "memory:2"]


def test_of_two_equal_answers_the_newer_comes_first(source, index, engine, now):
    source.add(1, "Informe", "texto igual", date=dt.date(1990, 1, 1))
    source.add(2, "Informe", "texto igual", date=dt.date(2020, 1, 1))
    index()
    assert ids(engine, "informe", now) == ["memory:2", "memory:1"]


def facets(engine, text, who, *names, **kwargs):
    return engine.search(Request(parse(text), who, facets=names, **kwargs)).facets


def test_facets_count_records_and_several_values_of_one_record(laws, engine, now):
    counts = facets(engine, "", now, "type", "theme", "year", "language")
    assert counts == {
        "type": {"ley": 2, "acta": 1, "law": 1},
        "theme": {"municipios": 1, "obra": 1},
        "year": {"2016": 1, "2018": 1, "2020": 1},
        "language": {"es": 3, "en": 1},
    }


def test_the_facet_that_is_refined_keeps_its_other_counts(laws, engine, now):
    counts = facets(engine, "", now, "type", "year", filters={"type": ("acta",)})
    assert counts == {"type": {"ley": 2, "acta": 1, "law": 1}, "year": {"2020": 1}}


def test_values_of_a_facet_are_alternatives_and_facets_must_all_hold(laws, engine, now):
    assert ids(engine, "", now, filters={"type": ("acta", "ley")}) == ["memory:2", "memory:3", "memory:1"]
    assert ids(engine, "", now, filters={"type": ("acta", "ley"), "year": ("2016",)}) == ["memory:1"]


def test_facet_lists_are_complete_beyond_ten_values(source, index, engine, now):
    for pk in range(1, 41):
        source.add(pk, f"Ley {pk}", facets={"state": (f"s{pk}",)})
    index()
    assert len(facets(engine, "ley", now, "state")["state"]) == 40


def test_dates_filter_with_both_ends_included(laws, engine, now):
    day = dt.date(2018, 1, 1)
    assert ids(engine, "", now, date_from=day, date_to=day) == ["memory:3"]
    assert ids(engine, "", now, date_from=day) == ["memory:2", "memory:3"]


def test_pages_of_results_do_not_overlap(source, index, engine, now):
    for pk in range(1, 31):
        source.add(pk, "Ley igual", "mismo texto")
    index()
    found = [id for offset in (0, 10, 20) for id in ids(engine, "ley", now, offset=offset, limit=10)]
    assert len(set(found)) == 30


# --- What the audience may see -------------------------------------------------------------------
def test_an_entry_exists_only_between_its_two_moments(source, index, engine):
    begin = dt.datetime(2030, 1, 1, 12, tzinfo=dt.UTC)
    end = begin + dt.timedelta(hours=1)
    source.add(1, "Decreto reservado", "contiene xilófono", visible_from=begin, visible_until=end)
    source.add(2, "Decreto abierto", "contiene marimba")
    index()
    moment = dt.timedelta(milliseconds=1)
    for at, seen in [(begin - moment, False), (begin, True), (end - moment, True), (end, False)]:
        who = Audience("es-mx", at)
        assert ("memory:1" in ids(engine, "decreto", who)) is seen
        assert facets(engine, "decreto", who, "type") == {"type": {"ley": 2 if seen else 1}}
        assert bool(engine.autocomplete("xilo", who, limit=5)) is seen
        assert bool(engine.autocomplete("decreto res", who, limit=5)) is seen
        assert engine.suggest(["xilofno"], who) == ({"xilofno": "xilófono"} if seen else {})


def test_an_entry_is_shown_only_in_its_interface_languages(source, index, engine, now):
    source.add(1, "Guía", shown_in=("es-mx",))
    source.add(2, "Guide", shown_in=("en",), language="en")
    source.add(3, "Ley", shown_in=())
    index()
    assert sorted(ids(engine, "", now)) == ["memory:1", "memory:3"]
    assert sorted(ids(engine, "", Audience("en", now.now))) == ["memory:2", "memory:3"]


def test_a_deleted_record_leaves_no_page_count_or_word(laws, engine, now):
    delete(engine, ["memory:1"])
    assert ids(engine, "ayuntamiento", now) == []
    assert facets(engine, "", now, "theme") == {"theme": {}}
    assert engine.autocomplete("ayun", now, limit=5) == []
    assert engine.suggest(["ayuntamieto"], now) == {}
    assert engine.health().records == 3
    assert engine.health().pages == 3


def test_putting_a_record_again_replaces_it_with_its_pages(laws, source, engine, now):
    source.add(1, "Ley Orgánica", "solo una página")
    put(engine, source.entries([1]))
    assert ids(engine, "ayuntamiento", now) == []
    assert engine.health().pages == 4


# --- Words ---------------------------------------------------------------------------------------
def test_autocomplete_gives_titles_then_words_as_written(laws, engine, now):
    lines = engine.autocomplete("org", now, limit=5)
    assert [(line.text, line.url) for line in lines] == [("Ley Orgánica del Municipio", "/acervo/1/"), ("orgánica", "")]
    assert [line.text for line in engine.autocomplete("secretari", now, limit=5)] == ["secretariado"]


def test_autocomplete_finishes_the_last_word_where_the_others_stand_too(laws, engine, now):
    assert [line.text for line in engine.autocomplete("cabildo fun", now, limit=5)] == ["cabildo funciones"]
    assert engine.autocomplete("secretariado fun", now, limit=5) == []


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("ayuntmiento", "ayuntamiento"),
        ("secretariaod", "secretariado"),
        ("cavildo", "cabildo"),
        ("ovras", "obras"),
        ("zesion", "sesión"),
        ("ayuntamiento", None),
        ("ayuntamientos", None),
        ("xqwzk", None),
        ("001", None),
    ],
)
def test_a_slip_is_mended_with_a_word_of_the_index(laws, engine, now, slip, word):
    assert engine.suggest([slip], now) == ({slip: word} if word else {})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from('aley ñ-"“OR()\0/*[]{}:^~+\\|') | st.characters(), max_size=60))
def test_no_input_ever_raises(laws, engine, now, text):
    for sort in SORTS:
        engine.search(Request(parse(text), now, facets=("type",), sort=sort))
    engine.autocomplete(text, now, limit=3)
    engine.suggest([text], now)


# --- Configuration -------------------------------------------------------------------------------
def test_without_an_index_there_is_no_answer_and_nothing_is_written(settings, tmp_path, now, source):
    settings.SEARCH_DIR = tmp_path / "never"
    with pytest.raises(IndexMissing):
        get_engine().search(Request(parse("ley"), now))
    assert not get_engine().ready()
    assert not settings.SEARCH_DIR.exists()


def test_a_second_writer_waits_and_then_says_that_the_index_is_busy(engine):
    with engine.batch(wait=1), pytest.raises(IndexBusy), engine.batch(wait=0.1):
        pass


def test_what_a_failed_batch_wrote_is_not_seen(source, engine, now):
    source.add(1, "Ley")
    with pytest.raises(RuntimeError), engine.batch(wait=1) as writer:  # noqa: PT012
        for entry in source.entries([1]):
            writer.put(entry)
        raise RuntimeError("in the middle")
    assert ids(engine, "", now) == []
    put(engine, source.entries([1]))
    assert ids(engine, "", now) == ["memory:1"]
