"""Downloads, package and API of the debt: every figure says whether it is a sample, and nothing private gets out."""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse
from frictionless import Package

from estados.exports import fiscal
from tests.estados import debt_making as made

pytestmark = pytest.mark.django_db
RESOURCES = ("creditos", "saldos", "pagos-de-creditos", "deuda-total", "denominadores")


def rows_of(client, name: str, query: str = "") -> list[dict[str, str]]:
    response = client.get(reverse("states:data_file", args=[name, "csv"]) + query)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def unpacked(client, tmp_path, url: str) -> dict:
    with zipfile.ZipFile(io.BytesIO(client.get(url).content)) as packed:
        packed.extractall(tmp_path)
    return json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))


def faults_of(tmp_path, descriptor: dict) -> list[str]:
    """Frictionless would fetch the JSON schema of the fiscal profile from the network: it checks the profile below it,
    which is what the fiscal one extends, with every row of every file."""
    plain = descriptor | {"profile": "tabular-data-package"}
    report = Package.from_descriptor(plain, basepath=str(tmp_path)).validate()
    return [error.message for task in report.tasks for error in task.errors] + [e.message for e in report.errors]


@pytest.mark.parametrize("name", RESOURCES)
def test_every_row_of_a_sample_says_so(client, zacatecas, name):
    made.whole_debt(is_sample=True)
    rows = rows_of(client, name)
    assert rows
    assert {row["muestra"] for row in rows} == {"sí"}


@pytest.mark.parametrize("name", RESOURCES)
def test_samples_of_a_state_with_real_figures_are_in_no_file(client, zacatecas, morelos, name):
    made.whole_debt("17", is_sample=True)
    made.loan("17", "P17-REAL")
    assert [row for row in rows_of(client, name) if row["clave_entidad"] == "17" and row["muestra"] == "sí"] == []


def test_a_state_that_is_not_public_gives_no_row(client, zacatecas):
    made.whole_debt()
    zacatecas.unpublish()
    for name in RESOURCES[:4]:
        assert rows_of(client, name) == []
    assert client.get("/api/v1/debt").json()["results"] == []
    assert client.get("/api/v1/debt/loans").json()["results"] == []


def test_downloads_can_be_asked_for_one_state(client, zacatecas, morelos):
    made.whole_debt("32")
    made.totals("17", {2016: "1"})
    assert {row["clave_entidad"] for row in rows_of(client, "deuda-total", "?entidad=32")} == {"32"}
    assert {row["clave_entidad"] for row in rows_of(client, "deuda-total")} == {"17", "32"}
    assert {row["clave_entidad"] for row in rows_of(client, "denominadores", "?entidad=17")} == {"00"}


@pytest.mark.parametrize("is_sample", [False, True])
def test_the_fiscal_package_is_valid_with_all_its_rows(client, tmp_path, zacatecas, is_sample):
    made.whole_debt(is_sample=is_sample)
    descriptor = unpacked(client, tmp_path, reverse("states:debt_zip_of", args=["zacatecas"]))
    assert descriptor["profile"] == "fiscal-data-package"
    assert faults_of(tmp_path, descriptor) == []
    assert "inventadas" in descriptor["description"]


def test_the_fiscal_package_without_figures_is_valid_too(client, tmp_path, zacatecas):
    descriptor = unpacked(client, tmp_path, reverse("states:debt_zip"))
    assert faults_of(tmp_path, descriptor) == []


def test_a_wrong_row_of_the_package_would_be_seen(client, tmp_path, zacatecas):
    made.whole_debt()
    descriptor = unpacked(client, tmp_path, reverse("states:debt_zip_of", args=["zacatecas"]))
    path = tmp_path / "datos" / "saldos.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("P32-0000001", "NADIE"), encoding="utf-8-sig")
    assert any("foreign" in fault.lower() for fault in faults_of(tmp_path, descriptor))


def test_every_concept_of_the_package_is_defined_or_of_the_taxonomy(zacatecas):
    descriptor = fiscal.package("32")
    own = {item["name"] for item in descriptor["columnTypes"][0]}
    roots = ("geo:", "supplier:", "activity:", "date:", "value")
    fields = [
        field
        for item in descriptor["resources"]
        for field in (*item["schema"]["fields"], *item["schema"].get("extraFields", []))
    ]
    named = {field["columnType"] for field in fields if "columnType" in field}
    assert {name for name in named if not name.startswith(roots)} <= own
    years = [field for field in fields if field.get("columnType") == "date:fiscal-year"]
    assert years
    assert {field["type"] for field in years} == {"integer"}


def test_several_amounts_of_a_row_are_told_apart_and_the_currency_is_said(zacatecas):
    schemas = {item["name"]: item["schema"] for item in fiscal.package()["resources"]}
    payments = schemas["pagos-de-creditos"]
    extra = {field["name"]: field for field in payments["extraFields"]}
    assert extra["importe"]["normalizationTarget"]
    assert [field["normalize"] for field in payments["fields"] if "normalize" in field] == [
        {"concepto": name} for name in ("amortizacion", "intereses", "comisiones")
    ]
    assert extra["moneda"]["constant"] == "MXN"
    for name, schema in schemas.items():
        values = [
            field for field in (*schema["fields"], *schema.get("extraFields", [])) if field.get("columnType") == "value"
        ]
        assert len(values) == (0 if name == "denominadores" else 1)


def test_the_model_of_version_0_3_names_columns_that_exist(zacatecas):
    descriptor = fiscal.package()
    columns = {item["name"]: {field["name"] for field in item["schema"]["fields"]} for item in descriptor["resources"]}
    for measure in descriptor["model"]["measures"].values():
        assert measure["source"] in columns[measure["resource"]]
        assert measure["currency"] == "MXN"
    for dimension in descriptor["model"]["dimensions"].values():
        for key in dimension["primaryKey"]:
            attribute = dimension["attributes"][key]
            assert attribute["source"] in columns[attribute["resource"]]


def test_the_descriptor_of_the_site_names_whole_addresses(client, zacatecas):
    descriptor = client.get(reverse("states:debt_package_of", args=["zacatecas"])).json()
    assert all(
        item["path"].startswith("http") and item["path"].endswith("?entidad=32") for item in descriptor["resources"]
    )


@pytest.mark.parametrize("name", ["pesos-corrientes", "pesos-constantes", "por-persona", "parte-pib"])
def test_a_chart_has_its_file_and_the_file_its_mark(client, zacatecas, name):
    made.debt_page(zacatecas, first_year=2013, last_year=2016)
    made.whole_debt(is_sample=True)
    response = client.get(reverse("states:debt_chart", args=["zacatecas", name]))
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["anio"] for row in rows] == ["2013", "2014", "2015", "2016"]
    assert rows[0]["valor"] == ""
    assert {row["muestra"] for row in rows} == {"sí"}
    expected = {
        "pesos-corrientes": "5000000",
        "pesos-constantes": "5000000",
        "por-persona": "5000",
        "parte-pib": "5",
    }
    assert rows[-1]["valor"] == expected[name]


def test_a_chart_without_its_figures_has_no_file(client, zacatecas):
    assert client.get(reverse("states:debt_chart", args=["zacatecas", "por-persona"])).status_code == 404
    assert client.get(reverse("states:debt_chart", args=["zacatecas", "otra"])).status_code == 404


def test_the_api_gives_the_years_in_all_measures(client, zacatecas):
    made.whole_debt()
    found = client.get("/api/v1/debt?state=32").json()
    assert found["count"] == 3
    first, middle, last = found["results"]
    assert (first["year"], first["amount"], first["constant_amount"], first["base_year"]) == (2014, 4e6, 5e6, 2016)
    assert (last["per_person"], last["share_of_product"]) == (5000.0, 5.0)
    assert middle["share_of_product"] is None
    assert [row["is_sample"] for row in found["results"]] == [False] * 3


def test_the_api_marks_samples_and_gives_loans_with_their_cost(client, zacatecas):
    made.whole_debt(is_sample=True)
    assert {row["is_sample"] for row in client.get("/api/v1/debt").json()["results"]} == {True}
    one = next(
        row for row in client.get("/api/v1/debt/loans").json()["results"] if row["registry_key"] == "P32-0000001"
    )
    assert (one["balance"], one["balance_on"], one["interest_paid"]) == (700000.0, "2016-12-31", 90000.0)
    assert one["is_sample"]
    other = next(row for row in client.get("/api/v1/debt/loans").json()["results"] if row["registry_key"] == "123/2012")
    assert (other["balance"], other["interest_paid"]) == (None, None)


@pytest.mark.parametrize("query", ["state=99", "nada=1", "page=0", "updated_since=2020-01-01"])
def test_what_the_api_cannot_use_is_told(client, zacatecas, query):
    response = client.get(f"/api/v1/debt?{query}")
    assert response.status_code == 400
    assert response.json()["reason"]


def test_queries_of_the_api_do_not_grow(client, zacatecas, django_assert_max_num_queries):
    made.whole_debt()
    client.get("/api/v1/debt/loans")
    with django_assert_max_num_queries(30) as few:
        client.get("/api/v1/debt/loans?page_size=100")
        client.get("/api/v1/debt?page_size=100")
    for number in range(30):
        more = made.loan(key=f"K{number}")
        made.balances(more, {"2015-12-31": "1"})
        made.payment(more, "2015-12-31", "1")
    with django_assert_max_num_queries(30) as many:
        client.get("/api/v1/debt/loans?page_size=100")
        client.get("/api/v1/debt?page_size=100")
    assert len(many) == len(few)
