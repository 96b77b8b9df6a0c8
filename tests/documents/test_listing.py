"""Listings: rows, filters, orders, periods, exports, and the same few queries at any size."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Authority, GazetteIssuePage, RecordType, Theme
from tests import factories

BUDGET = 12


@pytest.fixture
def records(site_tree):
    """Three records that differ in everything a listing can filter by."""
    water, money = Theme.for_code("agua", name="Agua"), Theme.for_code("dinero", name="Dinero")
    report = RecordType.for_code("informe", name="Informe")
    make = factories.record
    return [
        make(site_tree.collection, "Ley de aguas", issued="2016-12-03", state="32", themes=[water]),
        make(
            site_tree.collection, "Informe de gasto", issued="2017-05", state="14", record_type=report, themes=[money]
        ),
        make(site_tree.collection, "=cmd()", issued="2018", themes=[water, money]),
    ]


def titles(response) -> list[str]:
    return [row["title"] for row in response.context["listing"].rows]


def test_a_listing_shows_its_records_newest_first(client, site_tree, records):
    response = client.get(site_tree.collection.url)
    assert titles(response) == ["=cmd()", "Informe de gasto", "Ley de aguas"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tema=agua", {"Ley de aguas", "=cmd()"}),
        ("tema=agua&tema=dinero", {"Ley de aguas", "=cmd()", "Informe de gasto"}),
        ("tipo=informe", {"Informe de gasto"}),
        ("anio=2016", {"Ley de aguas"}),
        ("entidad=32", {"Ley de aguas"}),
        ("entidad=32&tema=dinero", set()),
        ("anio=abc&tema=&page=999", {"Ley de aguas", "=cmd()", "Informe de gasto"}),
        ("orden=nada&entidad=%00", set()),
    ],
)
def test_filters_are_alternatives_within_and_add_up_between(client, site_tree, records, query, expected):
    response = client.get(f"{site_tree.collection.url}?{query}")
    assert response.status_code == 200
    assert set(titles(response)) == expected


def test_the_filter_being_refined_keeps_its_other_counts(client, site_tree, records):
    listing = client.get(f"{site_tree.collection.url}?entidad=32").context["listing"]
    counts = {item.name: {choice.value: choice.count for choice in item.values} for item in listing.filters}
    assert counts["entidad"] == {"32": 1, "14": 1}
    assert counts["tipo"] == {"ley": 1}


def test_orders(client, site_tree, records):
    assert titles(client.get(f"{site_tree.collection.url}?orden=antiguos"))[0] == "Ley de aguas"
    assert titles(client.get(f"{site_tree.collection.url}?orden=titulo")) == [
        "=cmd()",
        "Informe de gasto",
        "Ley de aguas",
    ]


def test_csv_and_json_hold_the_rows_of_the_listing_in_its_order(client, site_tree, records):
    url = f"{site_tree.collection.url}registros"
    text = b"".join(client.get(f"{url}.csv?tema=agua&orden=antiguos").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["title"] for row in rows] == ["Ley de aguas", "'=cmd()"]  # no cell is a formula
    assert rows[0]["issued"] == "2016-12-03"
    data = json.loads(b"".join(client.get(f"{url}.json?tema=agua&orden=antiguos").streaming_content))
    assert [row["title"] for row in data] == ["Ley de aguas", "=cmd()"]
    assert data[0]["url"].endswith(records[0].url)
    assert client.get(f"{url}.xml").status_code == 404


def test_a_year_and_its_months(client, site_tree, records):
    base = site_tree.collection.url
    assert titles(client.get(f"{base}2016/")) == ["Ley de aguas"]
    assert titles(client.get(f"{base}2016/12/")) == ["Ley de aguas"]
    assert titles(client.get(f"{base}2018/")) == ["=cmd()"]
    # A date known only to the year belongs to no month.
    assert client.get(f"{base}2018/").context["months"] == []
    assert client.get(f"{base}2016/13/").status_code == 404


def test_gazette_issues_of_one_day_are_ordered_by_their_number(client, site_tree):
    organ = Authority.for_code("po", name="Periódico Oficial")
    for number in (9, 97, 10):
        factories.record(
            site_tree.collection, f"Núm. {number}", model=GazetteIssuePage, organ=organ, volume="CXXVI",
            number=number, issued="2016-12-03",
        )  # fmt: skip
    assert titles(client.get(site_tree.collection.url)) == ["Núm. 97", "Núm. 10", "Núm. 9"]


def test_vocabularies_and_terms_have_pages_with_their_records(client, site_tree, records):
    listed = client.get("/acervo/vocabulario/temas/").content.decode()
    assert "Agua" in listed
    assert set(titles(client.get("/acervo/vocabulario/temas/agua/"))) == {"Ley de aguas", "=cmd()"}
    assert client.get("/acervo/vocabulario/nada/").status_code == 404
    assert client.get("/acervo/vocabulario/temas/nada/").status_code == 404
    exported = client.get("/acervo/vocabulario/temas/agua/registros.json")
    assert len(json.loads(b"".join(exported.streaming_content))) == 2


@pytest.mark.parametrize("address", ["/acervo/leyes/", "/acervo/", "/acervo/vocabulario/tipos/ley/"])
def test_a_listing_takes_the_same_few_queries_at_any_size(client, site_tree, address):
    counts, asked = [], []
    made = 0
    for size in (3, 40):
        while made < size:
            factories.record(
                site_tree.collection, f"Ley {made}", issued="2016", themes=[Theme.for_code(f"t{made % 5}")]
            )
            made += 1
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
        asked.append([query["sql"] for query in queries])
    assert counts[0] == counts[1], asked
    assert counts[1] <= BUDGET + 2 if address == "/acervo/" else counts[1] <= BUDGET
