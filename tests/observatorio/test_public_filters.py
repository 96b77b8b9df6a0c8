"""The filters of the public inventory: what they find, how they count, and that nothing reserved shows through."""

import datetime as dt

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from observatorio.models import Monument
from observatorio.services.inventory_filters import KINDS, ORDERS, Filters, apply, ordered
from observatorio.services.inventory_listing import facets
from tests.observatorio.public_inventory import monument, restrict, some

pytestmark = pytest.mark.django_db


@pytest.fixture
def inventory():
    return some()


def names(query: str) -> list[str]:
    filters = Filters.from_query(QueryDict(query))
    return [found.name for found in ordered(apply(Monument.objects.all(), filters), filters.order)]


def counts(query: str = "") -> dict[str, dict[str, int]]:
    found = facets(Monument.objects.all(), Filters.from_query(QueryDict(query)))
    return {facet.name: {value.value: value.count for value in facet.values} for facet in found.facets}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Catedral Basílica", "Convento de Nuestra Señora de Guadalupe", "Mercado González Ortega", "Ágora del Obispo"}),
        ("siglo=XVII", {"Convento de Nuestra Señora de Guadalupe"}),
        ("siglo=17", {"Convento de Nuestra Señora de Guadalupe"}),
        ("siglo=xviii", {"Catedral Basílica", "Convento de Nuestra Señora de Guadalupe"}),
        ("siglo=XIX&siglo=XVI", {"Mercado González Ortega", "Convento de Nuestra Señora de Guadalupe"}),
        ("clase=comercial", {"Mercado González Ortega"}),
        ("uso=culto&uso=cultura", {"Catedral Basílica", "Convento de Nuestra Señora de Guadalupe"}),
        ("proteccion=patrimonio-mundial", {"Catedral Basílica"}),
        ("conservacion=malo", {"Mercado González Ortega"}),
        ("conservacion=ruinoso", set()),
        ("instancia=inah", {"Catedral Basílica", "Convento de Nuestra Señora de Guadalupe"}),
        ("municipio=Guadalupe", {"Convento de Nuestra Señora de Guadalupe"}),
        ("sitio=676", {"Catedral Basílica", "Mercado González Ortega"}),
        ("sitio=zacatecas&clase=religiosa", {"Catedral Basílica"}),
        ("entidad=14", set()),
    ],
)  # fmt: skip
def test_values_of_a_filter_are_alternatives_and_filters_add_up(inventory, query, expected):
    assert set(names(query)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("basilica", "Catedral Basílica"),
        ("BASÍLICA", "Catedral Basílica"),
        ("senora guadalupe", None),  # ñ is a letter of its own
        ("señora guadalupe", "Convento de Nuestra Señora de Guadalupe"),
        ("compañia mayor", "Catedral Basílica"),  # in a list of names, which is kept as JSON
        ("avenida hidalgo", "Catedral Basílica"),
        ("catedral de hidalgo", "Catedral Basílica"),
        ("gonzalez mercado", "Mercado González Ortega"),
        ("agora", "Ágora del Obispo"),
        ("zac-0003", "Mercado González Ortega"),
        ("catedral.*", "Catedral Basílica"),
        ("(((", "todos"),
        ("sin publicar", None),
    ],
)
def test_words_are_found_without_accents_in_names_keys_and_streets(inventory, text, expected):
    found = names(f"q={text}")
    if expected == "todos":
        assert len(found) == 4
    else:
        assert found == ([expected] if expected else [])


def test_odd_input_never_raises_and_unknown_values_are_told():
    filters = Filters.from_query(
        QueryDict("siglo=XL&siglo=²&clase=nada&orden=azar&q=%00'\"%25&conservacion=%00&siglo=")
    )
    assert dict(filters.unknown).keys() == {"siglo", "clase", "orden"}
    assert ("siglo", "XL") in filters.unknown
    assert filters.chosen == {}
    assert filters.order == "nombre"
    assert list(apply(Monument.objects.all(), filters)) == []


def test_the_address_of_filters_reads_back_as_the_same_filters():
    filters = Filters.from_query(QueryDict("q=casa&siglo=XVI&siglo=XVIII&municipio=Villa+de+Cos&orden=antiguos"))
    assert Filters.from_query(QueryDict(filters.query())) == filters
    assert Filters().query() == ""
    assert "vista=mapa" in filters.query(vista="mapa")


def test_a_monument_of_several_centuries_counts_in_each(inventory):
    assert counts()["siglo"] == {"XVI": 1, "XVII": 1, "XVIII": 2, "XIX": 1}


def test_facets_count_what_their_link_finds(inventory):
    for query in ("", "clase=religiosa", "sitio=676&conservacion=bueno", "q=de&siglo=XVIII", "siglo=XVI&siglo=XIX"):
        shown = facets(Monument.objects.all(), Filters.from_query(QueryDict(query)))
        assert shown.total == len(names(query))
        for facet in shown.facets:
            for value in facet.values:
                alone = QueryDict(query, mutable=True)
                alone.setlist(facet.name, [value.value])
                assert value.count == len(names(alone.urlencode())), (query, facet.name, value.value)


def test_a_chosen_value_that_finds_nothing_can_be_taken_back(inventory):
    found = facets(Monument.objects.all(), Filters.from_query(QueryDict("instancia=nadie")))
    value = next(
        value for facet in found.facets if facet.name == "instancia" for value in facet.values if value.selected
    )
    assert value.count == 0
    assert value.url == "?"


CLOSED = {
    "siglo": ("century", "XVIII"), "uso": ("current_uses", "culto"), "proteccion": ("protections", "patrimonio-mundial"),
    "conservacion": ("condition", "bueno"), "instancia": ("institutions", "unesco"), "sitio": ("heritage_site", "676"),
}  # fmt: skip


def test_every_filter_by_a_field_that_can_be_restricted_is_tested():
    from observatorio.inventory.fields import BY_NAME

    assert {name for name, kind in KINDS.items() if not BY_NAME[kind.field].fixed} == set(CLOSED)


@pytest.mark.parametrize("name", CLOSED)
def test_a_reserved_field_shows_neither_in_the_filter_nor_in_its_count(inventory, name):
    field, value = CLOSED[name]
    before = counts()[name][value]
    assert "Catedral Basílica" in names(f"{name}={value}")
    restrict(inventory["cathedral"], field, until=dt.date(2099, 1, 1))
    assert counts()[name].get(value, 0) == before - 1
    assert "Catedral Basílica" not in names(f"{name}={value}")
    assert "Catedral Basílica" in names("")


@pytest.mark.parametrize("name", CLOSED)
def test_a_reservation_that_ended_hides_nothing(inventory, name):
    field, value = CLOSED[name]
    before = counts()
    restrict(inventory["cathedral"], field, until=dt.date(2020, 1, 1))
    assert counts() == before
    assert "Catedral Basílica" in names(f"{name}={value}")


@pytest.mark.parametrize(
    ("field", "text"), [("street", "hidalgo"), ("street", "avenida"), ("other_names", "parroquia")]
)
def test_a_reserved_field_is_not_searched(inventory, field, text):
    assert names(f"q={text}") == ["Catedral Basílica"]
    restrict(inventory["cathedral"], field)
    assert names(f"q={text}") == []


@pytest.mark.parametrize("text", ["juan perez", "bodega secreta", "clave-catastral-7"])
def test_what_is_confidential_by_default_is_not_searched(text):
    monument(owner_name="Juan Pérez", interior="Bodega secreta", cadastral_key="clave-catastral-7")
    assert names(f"q={text}") == []


def test_orders():
    old, new = monument("Ñ", century_from=16), monument("Álamo", century_from=20)
    none = monument("Zaguán")
    assert names("") == [new.name, none.name, old.name] or names("") == [new.name, old.name, none.name]
    assert names("orden=antiguos") == [old.name, new.name, none.name]
    assert names("orden=recientes") == [new.name, old.name, none.name]
    assert names("orden=clave") == [old.name, new.name, none.name]


@pytest.mark.parametrize("order", ["antiguos", "recientes"])
@pytest.mark.parametrize("field", ["century", "dating"])
def test_a_reserved_date_does_not_show_in_an_order(order, field):
    """Two monuments whose only visible difference is their name stand by name, whatever the reserved date says."""
    dated = {"century": {"century_from": 16, "century_to": 18}, "dating": {"century_from": 18, "dating": "1701"}}[field]
    later = {"century": {"century_from": 19, "century_to": 20}, "dating": {"century_from": 18, "dating": "1799"}}[field]
    first, second = monument("A", **later), monument("B", **dated)
    if order == "recientes":
        first.name, second.name = "B", "A"
        first.save(), second.save()
    assert names(f"orden={order}") == ["B", "A"]
    restrict(first, field)
    restrict(second, field)
    assert names(f"orden={order}") == ["A", "B"]


def test_every_order_is_tested():
    assert set(ORDERS) == {"nombre", "antiguos", "recientes", "clave"}


def test_facets_take_the_same_few_queries_at_any_size(inventory):
    found = []
    for _size in (1, 2):
        for number in range(30):
            monument(f"Casa {number}", institutions=("inah",), protections=("catalogo",))
        with CaptureQueriesContext(connection) as queries:
            counts("q=casa&instancia=inah")
        found.append(len(queries))
    assert found[0] == found[1] <= 6
