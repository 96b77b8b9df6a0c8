"""Whatever is typed into a sheet: nothing crashes, no monument becomes invalid, and everything can be taken back."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from acervo.tabular import services
from acervo.tabular.faults import BadCell
from observatorio.inventory import coordinates, periods, sheet
from observatorio.inventory.columns import COLUMNS
from observatorio.inventory.values import values_of
from observatorio.models import Monument
from tests.observatorio import sheets

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))

#: What people type: anything, and things that are nearly right.
CELL = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", " ", "-", "=1+1", "'=x", "s/n", "XVIII", "s. XVIIII", "fines s. XVIII", "ca. 1805", "1886-89", "19", "0001",
         "22°46'32\" N", "-102,57", "22.77", "999", "SI", "no", "INAH/UNESCO", "I-32-00576", "ZAC-0001", "676", "Bueno",
         "Malito", "Perdido: en 1914", "Avenida Hidalgo", "1731/1752", "17XX", "a|b|a", "https://inah.gob.mx/x", "Q42",
         "Arquitectura civil", "Zacatecas", "Zac", "GPE.", "x" * 400, "\xa0", "\x00", "31/02/1999", "１７３１"]
    ),
)  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_any_text_is_read_or_refused_with_its_mend(column):
    @QUICK
    @given(CELL)
    def read(text):
        clean = " ".join(text.split())
        if not clean:
            return
        refusal = None
        said, note = {}, ""
        try:
            said, note = column.parse(clean)
        except BadCell as bad:
            refusal = bad
        assert refusal is None or (refusal.reason and refusal.mend)
        assert isinstance(note, str)
        assert isinstance(said, dict)

    read()


LATITUDE = st.floats(14.4, 32.8).map(lambda value: round(value, 5))
LONGITUDE = st.floats(-118.6, -86.6).map(lambda value: round(value, 5))


def in_all_notations(value: float, letters: str) -> list[str]:
    positive = abs(value)
    letter = letters[0] if value >= 0 else letters[1]
    degrees = int(positive)
    minutes = int((positive - degrees) * 60)
    seconds = round((positive - degrees - minutes / 60) * 3600, 3)
    if seconds >= 60:
        seconds = 59.999
    sign = "-" if value < 0 else ""
    return [
        f"{value}", f"{value}".replace(".", ","), f"{positive} {letter}", f"{letter}{positive}",
        f"{degrees}°{minutes}'{seconds}\" {letter}", f"{letter} {degrees}° {minutes}' {seconds}''",
        f"{degrees}º{minutes}´{seconds}´´{letter}".replace(".", ","), f"{sign}{degrees}°{minutes}′{seconds}″",
        f"{sign}{degrees} {minutes} {seconds}",
    ]  # fmt: skip


@QUICK
@given(LATITUDE, LONGITUDE)
def test_coordinates_are_the_same_in_all_notations(latitude, longitude):
    for value, letters in ((latitude, "NS"), (longitude, "EO")):
        for text in in_all_notations(value, letters):
            assert coordinates.parse_coordinate(text)[0] == pytest.approx(value, abs=1e-5), text


@QUICK
@given(LATITUDE, LONGITUDE)
def test_a_swapped_pair_and_a_lost_sign_are_mended(latitude, longitude):
    read = coordinates.read
    for first, second in ((latitude, longitude), (longitude, latitude), (latitude, -longitude), (-longitude, latitude)):
        point = coordinates.pair(read(str(first)), read(str(second)))
        assert (point.latitude, point.longitude) == (latitude, longitude)


@QUICK
@given(st.integers(100, date.today().year), st.integers(0, 200), st.booleans(), st.booleans())
def test_two_years_become_a_date_and_the_same_cells_again(first, length, has_first, has_last):
    last = min(first + length, date.today().year)
    begin = (first, False, None) if has_first else None
    end = (last, False, None) if has_last else None
    if not (begin or end):
        return
    dating, _about = periods.span(begin, end)
    cells = periods.years_of_cells(dating)
    again = [periods.year(cell)[0] if cell else None for cell in cells]
    assert periods.span(*again)[0] == dating


ROW = st.fixed_dictionaries(
    {
        "nombre": st.sampled_from(["Casa Rosales", "Templo de la Merced", "PLAZA DE ARMAS", "  ", "=x"]),
        "clasificacion": st.sampled_from(["Arquitectura civil", "Arq. religiosa", "otra", ""]),
        "municipio": st.sampled_from(["Zacatecas", "GPE.", "guadalupe ", "Narnia"]),
        "entidad": st.sampled_from(["Zacatecas", "Zac", "32"]),
    },
    optional={column.header: CELL for column in COLUMNS if not column.needed and column.name != "codigo"},
)


class AnySheet(TestCase):
    @SLOW
    @given(
        st.lists(ROW, min_size=1, max_size=4), st.sampled_from(["keep", "clear"]), st.sampled_from(["inah", "junta"])
    )
    def test_writes_valid_monuments_and_can_be_undone(self, rows, policy, source):
        sheets.vocabularies()
        sheets.imported([{**sheets.TEMPLE, "nombre": "Casa Rosales", "estilo": "Barroco", "siglo": "XVIII"}])
        before = sheets.snapshot()
        batch = sheets.imported(rows, source=source, blank_policy=policy)
        assert sum(batch.counts.values()) == batch.rows_total
        for monument in Monument.objects.all():
            monument.full_clean()
        after = sheets.snapshot()
        again = sheets.imported(rows, source=source, blank_policy=policy)
        assert set(again.counts) <= {"same", "refused", "doubtful"}
        assert sheets.snapshot() == after
        services.undo(again, None)
        services.undo(batch, None)
        assert sheets.snapshot() == before

    @SLOW
    @given(st.lists(ROW, min_size=1, max_size=4))
    def test_what_is_exported_and_imported_again_changes_nothing(self, rows):
        sheets.vocabularies()
        sheets.imported(rows, source="observatorio")
        before = sheets.snapshot()
        if not before:
            return
        names = {code: abbreviation for code, (abbreviation, _name) in sheets.INSTITUTIONS.items()}
        exported = [
            sheet.cells_of(monument.code, values_of(monument), abbreviations=names)
            for monument in Monument.objects.all()
        ]
        batch = sheets.imported(exported, source="observatorio")
        assert batch.counts == {"same": len(before)}, [row.faults or row.changes for row in batch.rows.all()]
        assert sheets.snapshot() == before
