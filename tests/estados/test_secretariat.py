"""Who sits in a secretariat on a day, and totals that name nobody."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estados.enums import Seat, Sector
from estados.models import Figure, SecretariatMember
from estados.services import secretariat
from estados.services.secretariat import GENDER_MINIMUM, composition, members_on, national_composition
from tests.estados import making

pytestmark = pytest.mark.django_db

DAY = dt.date(2016, 6, 30)


def member(state: str = "32", **fields) -> SecretariatMember:
    fields = {"institution": "Organización", "sector": Sector.SOCIETY} | fields
    return SecretariatMember.objects.create(state=state, **fields)


def genders(queryset) -> dict[str, int]:
    return {part.label: part.count for part in composition(queryset).by_gender}


def test_a_day_shows_who_sat_then_first_and_last_day_included(zacatecas):
    member(institution="Antes", until=dt.date(2016, 6, 29))
    member(institution="Hasta ese día", until=DAY)
    member(institution="Desde ese día", since=DAY)
    member(institution="Después", since=dt.date(2016, 7, 1))
    member(institution="Sin fechas")
    assert {row.institution for row in members_on("32", DAY)} == {"Hasta ese día", "Desde ese día", "Sin fechas"}


def test_members_of_a_state_that_is_not_public_count_nowhere(site_tree, zacatecas):
    making.state(site_tree, "17", live=False)
    member("17")
    member("32")
    assert [row.state for row in members_on(None, DAY)] == ["32"]
    assert national_composition(DAY).states == ("32",)


def test_composition_by_sector_and_seat(zacatecas):
    member(sector=Sector.PUBLIC)
    member(sector=Sector.PUBLIC, seat=Seat.SUBSTITUTE)
    member(sector=Sector.ACADEMIA)
    told = composition(members_on("32", DAY))
    assert told.total == 3
    assert {part.label: part.count for part in told.by_sector} == {"Entidad pública": 2, "Academia": 1}
    assert {part.key: part.count for part in told.seats} == {"titular": 2, "suplente": 1}


def test_two_people_are_too_few_to_tell_their_gender(zacatecas):
    member(gender="Mujer")
    member(gender="Hombre")
    assert composition(members_on("32", DAY)).by_gender == ()
    member(gender="mujer ")
    assert genders(members_on("32", DAY)) == {"Mujeres": 2, "Hombres": 1}


def test_a_rare_answer_is_joined_with_those_who_gave_none(zacatecas):
    for answer in ("Mujer", "Femenino", "Hombre", "No binaria", ""):
        member(gender=answer)
    told = genders(members_on("32", DAY))
    assert told == {"Mujeres": 2, "Hombres": 1, "Sin dato u otra respuesta": 2}


def test_an_answer_of_three_people_is_told_in_their_words(zacatecas):
    for answer in ("No binaria", "no binaria", "No  Binaria", "Mujer"):
        member(gender=answer)
    told = genders(members_on("32", DAY))
    assert told["Mujeres"] == 1
    assert [n for label, n in told.items() if label.casefold() == "no binaria"] == [3]


@given(answers=st.lists(st.sampled_from(["mujer", "Hombre", "", "no binaria", "agénero", "F", "queer"]), max_size=12))
def test_totals_add_up_and_no_rare_answer_is_told_by_itself(answers):
    parts = secretariat._genders(answers)
    assert sum(part.count for part in parts) == len(answers)
    for part in parts:
        if part.key not in (secretariat.WOMEN, secretariat.MEN, secretariat.UNSAID):
            assert part.count >= GENDER_MINIMUM


def test_no_name_leaves_in_a_total(zacatecas):
    for n in range(4):
        member(name=f"Persona Secreta {n}", post="Presidencia", name_is_public=True)
    assert "Secreta" not in repr(composition(members_on("32", DAY)))
    assert "Secreta" not in repr(national_composition(DAY))


def test_the_nation_is_computed_where_there_are_rows_and_quoted_where_there_are_only_totals(zacatecas, morelos):
    member("32", sector=Sector.PUBLIC)
    member("17", sector=Sector.SOCIETY)
    date, source = "2020-11-10", "Informe de la Comisión"
    for indicator, category, value in (
        (secretariat.PEOPLE, "", 184),
        (secretariat.BY_SECTOR, "Entidades públicas", 105),
        (secretariat.BY_SECTOR, "Sociedad civil e iniciativa privada", 62),
        (secretariat.BY_SECTOR, "Academia", 17),
        (secretariat.BY_GENDER, "Hombres", 110),
        (secretariat.BY_GENDER, "Mujeres", 74),
    ):
        Figure.objects.create(
            scope=secretariat.SCOPE, indicator=indicator, category=category, value=value, unit="personas", date=date,
            source=source,
        )  # fmt: skip
    Figure.objects.create(scope=secretariat.SCOPE, indicator=secretariat.SECRETARIATS, value=11, unit="STL", date="2016-09", source="Otra")  # fmt: skip
    national = national_composition(DAY)
    assert national.computed.total == 2
    assert national.states == ("17", "32")
    [quoted] = national.quoted
    assert (quoted.total, quoted.date, quoted.source) == (184, date, source)
    assert sum(part.count for part in quoted.by_sector) == 184
    assert [part.count for part in quoted.by_gender] == [110, 74]


def test_the_national_composition_takes_the_same_queries_for_any_number_of_people(
    zacatecas, morelos, django_assert_num_queries
):
    member("32")
    with django_assert_num_queries(4):  # outside a request, each question asks what is restricted too
        national_composition(DAY)
    for n in range(200):
        member("17" if n % 2 else "32", gender="Mujer")
    with django_assert_num_queries(4):
        assert national_composition(DAY).computed.total == 201
