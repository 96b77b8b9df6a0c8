"""What people write in cells."""

import pytest

from documents.services.imports import values
from documents.services.imports.values import BadValue


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1992-12-29", "1992-12-29"),
        ("29/12/1992", "1992-12-29"),
        ("3-4-2010", "2010-04-03"),
        ("1992", "1992"),
        ("2016-12", "2016-12"),
        ("2016/2018", "2016/2018"),
        ("29 de diciembre de 1992", "1992-12-29"),
        ("Diciembre de 1992", "1992-12"),
        ("1º de enero de 2001", "2001-01-01"),
        ("1992-12-29 00:00:00", "1992-12-29"),
    ],
)
def test_dates_as_people_write_them(text, expected):
    assert values.parse_date(text) == expected


@pytest.mark.parametrize("text", ["31/02/2020", "1992-13-01", "ayer", "29/12/92", "12/29/1992"])
def test_what_is_no_date_is_refused_with_examples(text):
    with pytest.raises(BadValue) as refused:
        values.parse_date(text)
    assert text in refused.value.reason
    assert "2016-12-03" in refused.value.mend


@pytest.mark.parametrize(
    ("text", "key"),
    [("Zacatecas", "32"), ("zacatecas", "32"), ("8", "08"), ("CDMX", "09"), ("Estado de México", "15"), ("00", "00")],
)
def test_states_by_name_or_key(text, key):
    assert values.parse_state(text) == key


def test_an_unknown_state_is_refused():
    with pytest.raises(BadValue, match="entidad"):
        values.parse_state("Aztlán")


def test_languages_licences_and_addresses():
    assert values.parse_language("Náhuatl") == "nah"
    assert values.parse_licence("CC BY 4.0") == "cc-by-4.0"
    assert values.parse_url("https://www.dof.gob.mx/nota") == "https://www.dof.gob.mx/nota"
    for parse, text in ((values.parse_language, "klingon"), (values.parse_licence, "mía"), (values.parse_url, "dof")):
        with pytest.raises(BadValue):
            parse(text)
