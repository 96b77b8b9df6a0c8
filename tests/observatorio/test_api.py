"""The inventory's API, as a program sees it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from observatorio.inventory.fields import FIELDS
from observatorio.models import FieldRestriction, Institution, Intervention, InterventionDocument, Monument
from tests import factories

from .open_data import full, hide
from .public_inventory import monument, some

pytestmark = pytest.mark.django_db


ALL = [
    "Ágora del Obispo",
    "Catedral Basílica",
    "Convento de Nuestra Señora de Guadalupe",
    "Mercado González Ortega",
]


def ask(client, path, status=200, **query):
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def names(answer):
    return [item["name"] for item in answer["results"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ALL),
        ({"siglo": "XVII"}, ["Convento de Nuestra Señora de Guadalupe"]),
        ({"siglo": ["XVII", "XIX"]}, ["Convento de Nuestra Señora de Guadalupe", "Mercado González Ortega"]),
        ({"conservacion": "malo", "instancia": "inbal"}, ["Mercado González Ortega"]),
        ({"conservacion": "malo", "instancia": "inah"}, []),
        ({"q": "agora"}, ["Ágora del Obispo"]),
        ({"sitio": "676", "sort": "antiguos"}, ["Catedral Basílica", "Mercado González Ortega"]),
    ],
)
def test_filters_are_those_of_the_list(client, query, found):
    some()
    assert names(ask(client, "monuments", **query)) == found


def test_pages_lead_to_each_other(client):
    some()
    first = ask(client, "monuments", page_size=3, sort="clave")
    assert (first["count"], first["page"], first["previous"]) == (4, 1, None)
    second = client.get(first["next"]).json()
    assert len(second["results"]) == 1
    assert second["next"] is None
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"page_size": "101"}, "page_size"),
        ({"page": "0"}, "page"),
        ({"page": "diez"}, "page"),
        ({"siglo": "XVIIII"}, "siglo"),
        ({"clase": "palacio"}, "clase"),
        ({"sort": "precio"}, "sort"),
        ({"updated_since": "ayer"}, "updated_since"),
        ({"updated_since": "2026-02-30"}, "updated_since"),
        ({"municipality": "Zacatecas"}, "municipality"),
    ],
)
def test_a_bad_parameter_is_named_with_its_mend(client, query, parameter):
    answer = ask(client, "monuments", 400, **query)
    assert [error["parameter"] for error in answer["errors"]] == [parameter]
    assert any(word in answer["reason"] for word in ("escriba", "los que hay"))


def test_only_what_changed_since(client):
    some()
    last = Monument.objects.order_by("updated_at").last()
    answer = ask(client, "monuments", updated_since=last.updated_at.isoformat())
    assert names(answer) == [] if not last.live else [last.name]
    assert ask(client, "monuments", updated_since="2020-01-01")["count"] == 4
    assert ask(client, "monuments", updated_since="2999-01-01")["count"] == 0


def test_one_monument_by_its_code(client, site_tree):
    made = full(site_tree)
    answer = ask(client, f"monuments/{made.code}")
    assert answer["name"] == "Casa de la Tuza"
    assert answer["coordinates"] == {
        "latitude": 22.71357, "longitude": -102.51357, "accuracy_m": 5, "source": "geodesia-zen",
    }  # fmt: skip
    assert answer["part_of"]["code"] == "ZAC-9001"
    assert answer["records"][0]["url"].endswith("/acervo/leyes/la-zarzuela/")


def test_a_monument_that_is_not_published_is_not_there(client):
    made = monument(live=False)
    for code in (made.code, "ZAC-9999", "<b>"):
        answer = ask(client, f"monuments/{code}", 404)
        assert [error["parameter"] for error in answer["errors"]] == ["code"]


def test_a_hidden_field_is_absent_and_an_empty_one_is_empty(client):
    made = monument(style="")
    hide(made, "condition")
    answer = ask(client, f"monuments/{made.code}")
    assert "condition" not in answer
    assert "owner_name" not in answer
    assert answer["style"] == ""


def test_what_a_monument_points_to_is_public_too(client, site_tree):
    made = full(site_tree)
    made.part_of.live = False
    made.part_of.save()
    made.records.get().record.unpublish()
    answer = ask(client, f"monuments/{made.code}")
    assert answer["part_of"] is None
    assert answer["records"] == []


@pytest.fixture
def work(site_tree):
    about = monument("Mercado González Ortega")
    made = Intervention.objects.create(
        monument=about, title="Cubierta nueva", state="autorizada", authorisation="A-1", cost="1500.50",
        authority=Institution.objects.get_or_create(code="inah", abbreviation="INAH", name="INAH")[0],
    )  # fmt: skip
    for title, live in (("Dictamen", True), ("Borrador interno", False)):
        record = factories.record(site_tree.collection, title, live=live)
        InterventionDocument.objects.create(intervention=made, record=record)
    return made


def test_interventions_with_their_monument_and_public_documents(client, work):
    answer = ask(client, "interventions")
    result = answer["results"][0]
    assert (result["title"], result["cost"], result["authority"]) == ("Cubierta nueva", 1500.5, "INAH")
    assert result["monument"]["code"] == work.monument.code
    assert [item["title"] for item in result["documents"]] == ["Dictamen"]
    assert ask(client, "interventions", state="negada")["count"] == 0
    assert ask(client, "interventions", monument=work.monument.code)["count"] == 1
    assert ask(client, "interventions", 400, state="pendiente")["errors"][0]["parameter"] == "state"


def test_works_on_a_monument_that_is_not_published_are_not_there(client, work):
    Monument.objects.update(live=False)
    assert ask(client, "interventions")["count"] == 0


def _queries(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize("path", ["/api/v1/monuments?page_size=100", "/api/v1/interventions?page_size=100"])
def test_the_number_of_queries_does_not_grow(client, work, site_tree, path):
    full(site_tree)
    few = _queries(client, path)
    for number in range(40):
        about = monument(f"Casa {number}", institutions=("inah",), protections=("municipal",))
        Intervention.objects.create(monument=about, title=f"Obra {number}")
        FieldRestriction.objects.create(monument=about, field="style", level="publico")
    assert _queries(client, path) == few


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


def test_the_openapi_document_is_valid_and_names_every_parameter(document):
    validate(document)
    operation = document["paths"]["/api/v1/monuments"]["get"]
    assert {p["name"] for p in operation["parameters"]} == {
        "q", "siglo", "clase", "uso", "proteccion", "conservacion", "instancia", "municipio", "entidad", "sitio",
        "sort", "page", "page_size", "updated_since",
    }  # fmt: skip


def _schema(document, path, status="200"):
    body = document["paths"][path]["get"]["responses"][status]["content"]["application/json"]["schema"]
    return Draft202012Validator({**body, "components": document["components"]})


def test_real_answers_are_as_documented(client, site_tree, work, document):
    full(site_tree)
    some()
    for path, address in (
        ("/api/v1/monuments", "/api/v1/monuments"),
        ("/api/v1/monuments/{code}", "/api/v1/monuments/ZAC-9002"),
        ("/api/v1/interventions", "/api/v1/interventions"),
    ):
        answer = client.get(address).json()
        assert list(_schema(document, path).iter_errors(answer)) == []
    refusal = client.get("/api/v1/monuments?page=0").json()
    assert list(_schema(document, "/api/v1/monuments", "400").iter_errors(refusal)) == []


def test_every_field_of_the_inventory_is_documented_and_nothing_else(client, site_tree, document):
    made = full(site_tree)
    documented = set(document["components"]["schemas"]["MonumentOut"]["properties"])
    assert documented == {field.name for field in FIELDS} | {"url", "updated_at"}
    assert set(ask(client, f"monuments/{made.code}")) == documented


def test_the_page_for_people_tells_it_too(client):
    page = client.get("/api/v1/docs").content.decode()
    assert "/api/v1/monuments/{code}" in page
    assert "<code>results[].coordinates.latitude</code>" in page


def test_a_fault_of_ours_is_told_as_json(client, monkeypatch):
    monkeypatch.setattr("observatorio.api.public_data", lambda item: 1 / 0)
    made = monument()
    answer = json.loads(client.get(f"/api/v1/monuments/{made.code}").content)
    assert "quedó registrado" in answer["reason"]
