"""What sources printed, and what may be said to have changed between two of them."""

import re

import pytest

from acervo.base.states import STATES
from estados.enums import Step
from estados.services.cuts import difference, step_of, tables
from estados.services.tile_map import COLUMNS, PLACES, Tile, in_reading_order
from tests.needs import ROOT

EMPTY = {
    "group": "", "order": None, "declaration": "", "awareness": "", "awareness_dates": "", "secretariat": "", "plan": "",
    "plans": None, "light_dot": "", "status": "", "member": "", "note": "", "lines": "",
}  # fmt: skip


def cut(slug, date, *rows):
    """Rows as (state, values)."""
    named = {"id": slug, "slug": slug, "date": date, "label": slug, "kind": "explicita", "source": f"Fuente {slug}"}
    values = [EMPTY | {"cut_id": slug, "state": state} | told for state, told in rows]
    return tables([named | {"note": ""}], values)[0]


def changes(before, after):
    """What is said of one state; a second state fills every column in both tables."""
    full = {"group": "G15", "status": "x", "plans": 1} | dict.fromkeys(
        ("declaration", "awareness", "secretariat", "plan", "member"), "si"
    )
    found = difference(
        cut("a", "2016-01-01", ("32", before), ("01", full)), cut("b", "2017-01-01", ("32", after), ("01", full))
    )
    return {change.column: change.words for state in found.states for change in state.changes}, found.not_comparable


def test_a_new_mark_is_a_change_told_in_words():
    assert changes({"plan": "sin-marca"}, {"plan": "si"})[0] == {"plan": "De «Sin marca» a «Sí»"}
    assert changes({"member": "no"}, {"member": "si"})[0] == {"member": "De «No» a «Sí»"}


def test_what_stays_is_not_listed():
    assert changes({"plan": "si", "group": "G15"}, {"plan": "si", "group": "G15"})[0] == {}


def test_an_empty_cell_is_not_comparable_and_not_a_change():
    told, silent = changes({"plan": ""}, {"plan": "si"})
    assert told == {}
    assert silent == 8  # of Zacatecas all eight columns have an empty side


def test_an_empty_cell_does_not_say_no():
    told, silent = changes({"secretariat": "no"}, {"secretariat": "sin-marca"})
    assert told == {}
    assert silent == 8


def test_a_column_that_one_source_lacks_is_named_as_absent():
    older = cut("a", "2016-01-01", ("32", {"plan": "si"}))
    newer = cut("b", "2017-01-01", ("32", {"plan": "si", "member": "si"}))
    found = difference(newer, older)
    assert found.states == ()
    assert ("Integra la Comisión", "a") in found.absent
    assert (found.older.slug, found.newer.slug) == ("a", "b")
    assert "Plan" not in dict(found.absent)


def test_a_state_that_one_source_does_not_name_is_not_compared():
    found = difference(cut("a", "2016-01-01", ("32", {"plan": "si"})), cut("b", "2017-01-01", ("01", {"plan": "no"})))
    assert found.states == ()


def test_other_words_for_the_same_step_are_not_a_change():
    same = changes({"status": "Mesas participativas PAL"}, {"status": "Mesas de participación PAL"})
    assert same[0] == {}
    assert changes({"status": "Seguimiento PAL"}, {"status": "Cierre de ciclo"})[0] == {
        "status": "De «Seguimiento PAL» a «Cierre de ciclo»"
    }


@pytest.mark.parametrize(
    ("row", "step", "by_marks"),
    [
        ({"status": "Cierre de ciclo"}, Step.FOLLOW_UP, False),
        ({"status": "Evaluación preliminar"}, Step.FOLLOW_UP, False),
        ({"status": "Mesas participativas para PAL"}, Step.TABLES, False),
        ({"status": "Instalación de STL", "plan": "si"}, Step.SECRETARIAT, False),
        ({"status": "Sensibilización; consensuar ruta única"}, Step.AWARENESS, False),
        ({"status": "Ejercicio homólogo", "declaration": "si"}, None, False),
        ({"plan": "si"}, Step.PLAN, True),
        ({"declaration": "si", "awareness": "sin-marca"}, Step.DECLARATION, True),
        ({"declaration": "no"}, None, True),
    ],
)
def test_the_step_is_read_from_the_words_and_else_from_the_marks(row, step, by_marks):
    assert step_of(EMPTY | row) == (step, by_marks)


def test_every_state_has_one_tile_and_the_style_sheet_puts_it_there():
    assert set(PLACES) == {key for key, _name in STATES[1:]}
    assert len(set(PLACES.values())) == 32
    assert max(column for _row, column in PLACES.values()) == COLUMNS
    sheet = (ROOT / "estados/static/estados/national.css").read_text(encoding="utf-8")
    drawn = re.findall(r"\.tile-at-(\d\d) \{ grid-area: (\d) / (\d); \}", sheet)
    assert {key: (int(row), int(column)) for key, row, column in drawn} == PLACES


def test_tiles_are_read_from_north_to_south():
    tiles = [Tile(key, "", "", "", "", "", "", "") for key, _name in STATES[1:]]
    assert [tile.state for tile in in_reading_order(tiles)][:2] == ["02", "26"]
    assert in_reading_order(tiles)[-1].state == "07"
