"""The dirty sheet of the shared data: every fault that its LEEME lists is found and named; no sound row is refused."""

import pytest
from openpyxl import load_workbook

from acervo.tabular import services
from acervo.tabular.models import Outcome
from observatorio.models import Monument
from tests.needs import needs_shared
from tests.observatorio import sheets

pytestmark = [pytest.mark.django_db, pytest.mark.shared]

REFUSED, TAKEN = Outcome.REFUSED, Outcome.CREATED
#: Row of the LEEME → outcome, column, and what the fault or the note must say.
PLANTED = {
    1: (REFUSED, "No. INVENTARIO", "fila 25"),
    2: (TAKEN, "Época", "«s. XVIII» se guarda como XVIII"),
    4: (REFUSED, "Edo. de conservación", "«EN OBRA» no es un estado de conservación"),
    5: (TAKEN, "UNESCO", "se leyó como 676"),
    6: (REFUSED, "Año término", "1891, es anterior al de inicio, 1897"),
    7: (TAKEN, "Año inicio", "de 1886 a 1889"),
    8: (TAKEN, "Época", "«fines s. XVIII» se guarda como XVIII"),
    9: (TAKEN, "Nombre del Inmueble", "espacios duros"),
    10: (REFUSED, "Clasif.", "escriba «Ingeniería civil»"),
    11: (TAKEN, "", "latitud y longitud venían intercambiadas"),
    12: (TAKEN, "Año término", "1805, aproximado"),
    13: (REFUSED, "Mpio.", "está vacía y es obligatoria"),
    14: (TAKEN, "Año inicio", "1730, aproximado"),
    15: (TAKEN, "LAT", "de grados, minutos y segundos: 22.77513"),
    16: (TAKEN, "USO ACTUAL", "salto de línea"),
    17: (REFUSED, "Nombre del Inmueble", "quizá «Portal de Rosales»"),
    18: (REFUSED, "Clasif.", "escriba «Arquitectura religiosa»"),
    19: (TAKEN, "Época", "«S.XVIII» se guarda como XVIII"),
    20: (REFUSED, "Edo. de conservación", "escriba «Malo»"),
    21: (TAKEN, "Dependencia", "«I.N.A.H.» se leyó como INAH"),
    22: (REFUSED, "(sin encabezado)", "«ver oficio», «pendiente»"),
    23: (TAKEN, "Año inicio", "se guarda el año, 1870"),
    24: (TAKEN, "Nombre del Inmueble", "espacios repetidos"),
    25: (REFUSED, "No. INVENTARIO", "fila 1"),
    26: (REFUSED, "Nombre del Inmueble", "está vacía y es obligatoria"),
    27: (TAKEN, "Época", "«Siglo XVI» se guarda como XVI"),
    28: (REFUSED, "No. INVENTARIO", "está vacía y es obligatoria"),
    29: (REFUSED, "No. INVENTARIO", "fila 40"),
    30: (TAKEN, "Nombre del Inmueble", "mayúsculas"),
    31: (TAKEN, "Dependencia", "«Jta. de Monumentos» se leyó como Junta"),
    32: (TAKEN, "LONG", "de grados, minutos y segundos: -102.57961"),
    33: (TAKEN, "Estado", "«Zac» se leyó como Zacatecas"),
    35: (TAKEN, "Mpio.", "«GPE.» se leyó como Guadalupe"),
    36: (TAKEN, "Época", "«19» se guarda como XIX"),
    37: (TAKEN, "Mpio.", "«guadalupe» se leyó como Guadalupe"),
    39: (REFUSED, "Clasif.", "está vacía y es obligatoria"),
    40: (REFUSED, "No. INVENTARIO", "fila 29"),
}
SWAPPED_TOO = 29  # a repeated key hides nothing: its coordinates are told as well
WITHOUT_PROBLEM = {3, 34, 38}


@pytest.fixture
def path():
    return needs_shared("patrimonio") / "inmuebles_con_errores.csv"


@pytest.fixture
def batch(path):
    sheets.vocabularies()
    return sheets.checked(path, source="junta")


def test_the_layout_is_recognised(batch):
    assert (batch.layout["encoding"], batch.layout["delimiter"]) == ("cp1252", ";")
    assert batch.rows_total == 40
    assert len(batch.mapping) == 22  # every column, under other names


@pytest.mark.parametrize("number", PLANTED)
def test_the_planted_fault_of_a_row_is_named(batch, number):
    outcome, header, words = PLANTED[number]
    row = batch.rows.get(number=number)
    assert row.outcome == outcome
    if outcome == REFUSED:
        told = [fault for fault in row.faults if fault["header"] == header]
        assert len(row.faults) == 1
        assert any(words in fault["reason"] + fault["mend"] for fault in told), row.faults
        assert all(fault["reason"] and fault["mend"] for fault in told)
    else:
        assert row.faults == []
        assert any(words in note and header in note for note in row.notes), row.notes


def test_swapped_coordinates_are_told_beside_the_repeated_key(batch):
    assert (
        "columnas «LAT» y «LONG»: latitud y longitud venían intercambiadas" in batch.rows.get(number=SWAPPED_TOO).notes
    )


def test_the_workbook_of_reasons_tells_conversions_and_heads_cells_without_header(batch):
    sheet = load_workbook(services.faults_workbook(batch)).active
    headers = [cell.value for cell in sheet[1]]
    assert headers[-3:] == ["(sin encabezado)", "(sin encabezado)", "motivo"]
    cells = {number: dict(zip(headers, sheet[number + 1], strict=True)) for number in range(1, 41)}
    fill = {number: {name: cell.fill.start_color.rgb for name, cell in row.items()} for number, row in cells.items()}
    red, blue = "FFF4C7C3", "FFD9E8F6"
    assert "fila 2, conversión: columna «Época»: «s. XVIII» se guarda como XVIII" in cells[2]["motivo"].value
    assert (fill[2]["Época"], fill[2]["motivo"], fill[3]["Época"]) == (blue, blue, "00000000")
    assert (fill[11]["LAT"], fill[11]["LONG"]) == (blue, blue)
    assert [cell.value for cell in sheet[23]][-3:-1] == ["ver oficio", "pendiente"]
    assert [cell.fill.start_color.rgb for cell in sheet[23]][-3:] == [red, red, red]
    lines = cells[SWAPPED_TOO]["motivo"].value.splitlines()
    assert "repetida" in lines[0]
    assert "conversión" in lines[-1]
    assert (fill[SWAPPED_TOO]["motivo"], fill[SWAPPED_TOO]["No. INVENTARIO"]) == (red, red)


def test_what_stays_below_no_header_is_refused_when_the_workbook_comes_again(batch):
    again = services.check(sheets.receive(services.faults_workbook(batch), source="junta"))
    assert services.recognise(again).unknown == []
    assert [fault["header"] for fault in again.rows.get(number=22).faults] == ["(sin encabezado)"]
    assert again.counts == batch.counts  # unmended, and no fault is lost on the way: the formula of row 17 neither


def test_no_sound_row_is_refused(batch):
    refused = {number for number, (outcome, _header, _words) in PLANTED.items() if outcome == REFUSED}
    assert set(batch.rows.filter(outcome=REFUSED).values_list("number", flat=True)) == refused
    assert batch.counts == {"created": 40 - len(refused), "refused": len(refused)}
    assert not refused & WITHOUT_PROBLEM


def test_what_was_converted_is_what_the_clean_sheet_says(batch, path):
    services.write(batch)
    written = {monument.name: monument for monument in Monument.objects.all()}
    sheets.imported(path.with_name("inmuebles.csv"), source="observatorio", options={"publish": True})
    bullring = written["Antigua Plaza de Toros San Pedro"]
    assert (bullring.latitude, bullring.longitude) == (22.76873, -102.57589)
    mint = written["Antigua Casa de Ensaye y Moneda"]
    assert abs(mint.latitude - 22.77515) < 0.0001
    assert abs(mint.longitude - -102.57375) < 0.0001
    market = written["Mercado Jesús González Ortega"]
    assert (market.dating, market.century_from, market.street_type, market.street) == (
        "1886/1889",
        19,
        "avenida",
        "Hidalgo",
    )
    house = written["Casa del Intendente Bernardo de Iriarte"]
    assert (house.dating, house.year_to, house.certainty) == ("/1805~", 1805, "aproximada")
    convent = written["Antiguo Convento de San Francisco"]
    assert convent.heritage_site.reference == "676"
    assert (convent.condition, convent.condition_note) == ("", "Segunda etapa de restauración concluida (mayo de 2024)")
    assert [item.kind for item in convent.protections.all()] == ["ley-federal", "patrimonio-mundial"]
    assert written["Plaza de Armas"].use_category == "espacio-publico"
    assert written["Capilla de Nápoles"].municipality_key == "017"
    for monument in written.values():
        monument.full_clean()


def test_the_clean_sheet_has_no_refused_row_and_changes_nothing_when_it_comes_again(path):
    sheets.vocabularies()
    clean = path.with_name("inmuebles.csv")
    first = sheets.imported(clean, source="observatorio")
    assert first.counts == {"created": 66}
    before = sheets.snapshot()
    second = sheets.imported(clean, source="observatorio")
    assert second.counts == {"same": 66}
    assert sheets.snapshot() == before
