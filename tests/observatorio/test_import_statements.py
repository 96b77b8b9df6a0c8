"""Sheets of monuments: what is one statement (a date and its certainty, a point and its accuracy) is adopted whole."""

import pytest

from observatorio.models import Monument
from observatorio.services.adoption import adopt
from tests.observatorio import sheets
from tests.observatorio.sheets import TEMPLE, imported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabularies():
    sheets.vocabularies()


def row(batch):
    return batch.rows.get(number=1)


def keyed(**cells):
    return {**TEMPLE, "clave": "I-32-00576", **cells}


def dated():
    monument = Monument.objects.get()
    return monument.dating, monument.certainty, monument.century_from


def test_the_certainty_of_a_disputed_date_is_disputed_too():
    imported([keyed(anio_inicio="1731")])
    batch = imported([keyed(anio_inicio="ca. 1650", siglo="XVII")], source="unesco")
    assert dated() == ("1731/", "", 18)
    told = {item["field"]: item["adopted"] for item in row(batch).changes}
    assert told == {"dating": False, "certainty": False, "century_from": False, "century_to": False}


def test_a_disputed_date_does_not_give_its_century_where_none_is_adopted():
    imported([keyed(anio_inicio="1731")])
    Monument.objects.update(century_from=None, century_to=None)
    batch = imported([keyed(anio_inicio="1650", siglo="XVII")], source="unesco")
    assert dated() == ("1731/", "", None)
    assert not any(item["adopted"] for item in row(batch).changes)


def test_the_certainty_that_comes_in_a_later_sheet_does_not_go_to_the_date_of_another():
    imported([keyed(anio_inicio="1731")])
    imported([keyed(anio_inicio="1650")], source="unesco")
    batch = imported([keyed(certeza="Aproximada")], source="unesco")
    assert dated() == ("1731/", "", 18)
    assert [(item["field"], item["adopted"]) for item in row(batch).changes] == [("certainty", False)]


def test_a_date_and_its_certainty_are_corrected_together_though_another_date_is_as_certain():
    imported([keyed(anio_inicio="1731", certeza="Aproximada")])
    imported([keyed(anio_inicio="1650", certeza="Aproximada")], source="unesco")
    imported([keyed(anio_inicio="1735", certeza="Documentada")])
    assert dated() == ("1735/", "documentada", 18)


def test_a_certainty_that_a_person_adopted_keeps_its_date():
    imported([keyed(anio_inicio="1731", certeza="Aproximada")])
    adopt(Monument.objects.get(), {"certainty": "documentada"}, by=None, reason="acta")
    imported([keyed(anio_inicio="1735", certeza="Aproximada")])
    assert dated() == ("1731/", "documentada", 18)


def test_accuracy_and_origin_belong_to_their_point():
    imported([keyed(latitud="22.77", longitud="-102.57")])
    other = {"exactitud_m": "5", "fuente_coordenadas": "GPS"}
    batch = imported([keyed(latitud="22.78", longitud="-102.58", **other)], source="unesco")
    monument = Monument.objects.get()
    assert (monument.latitude, monument.accuracy_m, monument.coordinates_source) == (22.77, None, "")
    assert {item["field"]: item["adopted"] for item in row(batch).changes} == dict.fromkeys(
        ("latitude", "longitude", "accuracy_m", "coordinates_source"), False
    )
    imported([keyed(latitud="22.77", longitud="-102.57", exactitud_m="3")])
    assert Monument.objects.get().accuracy_m == 3
