"""Open data of the states: files that programs accept, a dictionary that people can read, filters, and nothing run."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from frictionless import Package, Resource, Schema
from openpyxl import load_workbook

from acervo.base.exports import FORMULA_STARTS
from estados.exports.resources import register, resources
from estados.exports.resources import resource as resource_named
from estados.models import Commitment
from tests.estados import making
from tests.estados.open_data import HOSTILE, bytes_of, rich, text_of

pytestmark = pytest.mark.django_db
OURS = (
    "entidades", "pasos", "secretariados", "planes", "compromisos", "hitos", "evidencias", "informes", "instituciones",
    "cortes", "cifras", "contradicciones",
)  # fmt: skip


def get(client, name, form="csv", status=200, **query):
    response = client.get(f"/estados/datos/{name}.{form}", query)
    assert response.status_code == status, text_of(response)
    return response


def rows(client, name, **query):
    text = text_of(get(client, name, **query))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_every_resource_of_the_contract_is_registered_with_rows(client, site_tree):
    rich(site_tree)
    assert set(OURS) <= {item.name for item in resources()}
    for name in OURS:
        assert rows(client, name), name


def test_the_package_and_its_files_are_accepted_by_frictionless_with_hostile_texts(client, site_tree, tmp_path):
    rich(site_tree)
    package = tmp_path / "datapackage.json"
    package.write_bytes(client.get("/estados/datos/datapackage.json").content)
    for item in resources():
        (tmp_path / f"{item.name}.csv").write_bytes(bytes_of(get(client, item.name)))
    descriptor = json.loads(package.read_text())
    assert descriptor["licenses"][0]["path"] == "https://datos.gob.mx/libreusomx"
    found = Package(str(package))
    assert {item.name for item in found.resources} == {item.name for item in resources()}
    report = found.validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_the_other_forms_are_valid_by_the_same_schema(client, site_tree, tmp_path, form):
    rich(site_tree)
    for item in resources():
        path = tmp_path / f"{item.name}.{form}"
        path.write_bytes(bytes_of(get(client, item.name, form)))
        if form == "json" and not json.loads(path.read_text()):
            continue  # frictionless takes an empty list for no table
        schema = Schema.from_descriptor(get(client, item.name, "schema.json").json())
        schema.foreign_keys = []  # they belong to the package
        resource = Resource(path=path.name, basepath=str(tmp_path), schema=schema)
        report = resource.validate()
        assert report.valid, (item.name, report.flatten(["rowNumber", "fieldName", "type", "note"]))


def test_a_state_that_publishes_nothing_here_has_empty_cells_and_not_0(client, site_tree):
    rich(site_tree)
    making.state(site_tree, "17")
    told = {row["clave_entidad"]: row for row in rows(client, "entidades")}
    assert [told["17"][name] for name in ("integrantes", "planes", "compromisos")] == ["", "", ""]
    assert [told["32"][name] for name in ("integrantes", "planes", "compromisos")] == ["2", "1", "1"]
    assert told["32"]["sensibilizacion"] == "Declarado"  # done, without a proof: as the board says it


def test_no_cell_is_a_formula(client, site_tree):
    rich(site_tree)
    for item in resources():
        for row in rows(client, item.name):
            assert not [value for value in row.values() if value.startswith(FORMULA_STARTS)], item.name
        book = load_workbook(io.BytesIO(bytes_of(get(client, item.name, "xlsx"))))
        cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_a_commitment_says_what_each_voice_says_and_never_an_average(client, site_tree):
    rich(site_tree)
    row = rows(client, "compromisos")[0]
    assert row["clave"] == "ZAC-PAL1-C1"
    assert (row["gobierno_situacion"], row["gobierno_avance"]) == ("sustancial", "70")
    assert (row["sociedad_situacion"], row["sociedad_avance"], row["garante_situacion"]) == ("limitado", "", "")
    assert row["desacuerdo"] == "sí"
    assert (row["avance"], row["ods"], row["temas"]) == ("75", "16.6; 16.10; 9", "patrimonio")
    assert (row["concreto"], row["realizable"], row["estrategico"]) == ("sí", "no", "")
    assert row["presupuesto"] == "1250000.50"
    typed = json.loads(text_of(get(client, "compromisos", "json")))[0]
    assert (typed["avance"], typed["concreto"], typed["estrategico"]) == (75, True, None)
    assert typed["presupuesto"] == 1250000.5
    assert typed["descripcion"] == HOSTILE


def test_a_past_day_shows_what_was_known_of_it(client, site_tree):
    rich(site_tree)
    row = rows(client, "compromisos", al="2017-05-15")[0]
    assert (row["gobierno_situacion"], row["sociedad_situacion"], row["desacuerdo"]) == ("sustancial", "", "no")
    assert {item["voz"] for item in rows(client, "informes", al="2017-05-15")} == {"gobierno"}
    assert [item["atrasado"] for item in rows(client, "hitos", al="2017-05-15")] == ["no", "no"]
    assert [item["situacion"] for item in rows(client, "hitos", al="2016-05-15")] == ["", ""]


def test_the_filter_of_the_state_is_understood_in_several_ways(client, site_tree):
    rich(site_tree)
    making.state(site_tree, "17")
    making.commitment(making.plan("17"), 1, title="De Morelos")
    for value in ("32", "zacatecas", "Zacatecas", "ZAC"):
        assert [row["entidad"] for row in rows(client, "compromisos", entidad=value)] == ["Zacatecas"]
    both = rows(client, "compromisos", entidad=["32", "17"])
    assert {row["entidad"] for row in both} == {"Zacatecas", "Morelos"}
    assert [row["titulo"] for row in rows(client, "compromisos", plan="mor-pal1")] == ["De Morelos"]


@pytest.mark.parametrize("query", [{"entidad": "Narnia"}, {"al": "ayer"}, {"color": "rojo"}])
def test_a_filter_that_cannot_be_used_is_refused_with_its_mend(client, site_tree, query):
    response = get(client, "compromisos", status=400, **query)
    assert next(iter(query.values())) in text_of(response) or "los que hay son" in text_of(response)


def test_what_does_not_exist_is_not_found(client, site_tree):
    assert client.get("/estados/datos/correos.csv").status_code == 404
    assert client.get("/estados/datos/compromisos.exe").status_code == 404


def test_downloads_may_be_read_by_other_sites_and_name_licence_and_schema(client, site_tree):
    response = get(client, "planes")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert 'rel="license"' in response["Link"]
    assert "/estados/datos/planes.schema.json" in response["Link"]
    assert response["Content-Disposition"] == 'attachment; filename="planes.csv"'


def test_the_dictionary_explains_every_field_and_leads_to_every_file(client, site_tree):
    page = client.get("/estados/datos/").content.decode()
    for item in resources():
        assert f'<h2 id="{item.name}">' in page
        for form in ("csv", "xlsx", "json", "schema.json"):
            assert f"/estados/datos/{item.name}.{form}" in page
        for field in item.fields:
            assert f"<code>{field.name}</code>" in page
            assert str(field.title).strip()
    assert "Formato de compromisos de la Alianza para el Gobierno Abierto" in page


def test_every_schema_describes_exactly_the_columns(client, site_tree):
    rich(site_tree)
    for item in resources():
        schema = Schema.from_descriptor(get(client, item.name, "schema.json").json())
        assert schema.field_names == list(rows(client, item.name)[0]) if rows(client, item.name) else True
        assert schema.primary_key == list(item.key)


def test_a_field_of_an_unknown_type_is_refused_when_it_is_registered():
    wrong = resource_named("cifras")
    fields = [type(wrong.fields[0])(name="x", title="x", type="dinero")]
    with pytest.raises(ValueError, match="unknown type"):
        register(type(wrong)(name="otra", title="", description="", fields=fields, rows=lambda filters: iter(())))


def test_a_head_request_makes_no_file(client, site_tree):
    with CaptureQueriesContext(connection) as none:
        assert client.head("/estados/datos/compromisos.csv").status_code == 200
    assert not [query for query in none if Commitment._meta.db_table in query["sql"]]


@pytest.mark.parametrize("name", OURS)
def test_as_many_queries_for_a_hundred_as_for_one(client, site_tree, name):
    made = rich(site_tree)
    bytes_of(get(client, name))
    with CaptureQueriesContext(connection) as few:
        bytes_of(get(client, name))
    for number in range(2, 60):
        other = making.commitment(
            made.plan, number, lead=made.lead, themes=[made.theme], supporting=[made.helper], targets=[(16, "16.6")]
        )
        first = making.milestone(other, status="hecho", on="2017-01-01")
        first.evidence.create(record=made.record)
        first.save()
        making.verdict(other, record=made.record, on="2017-01-02")
    bytes_of(get(client, name))
    with CaptureQueriesContext(connection) as many:
        bytes_of(get(client, name))
    assert len(many) == len(few), [query["sql"][:200] for query in many]
