"""The states' API, as a program sees it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from estados.models import Commitment
from tests import factories
from tests.estados import making
from tests.estados.open_data import HOSTILE, rich

pytestmark = pytest.mark.django_db
CODE = "ZAC-PAL1-C1"


@pytest.fixture
def zac(site_tree):
    return rich(site_tree)


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json()


def ask(client, path, expected=200, **query):
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == expected, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def codes(client, **query):
    return [item["code"] for item in ask(client, "commitments", **query)["results"]]


def test_the_verdicts_of_a_commitment_stand_side_by_side(client, zac):
    item = ask(client, "commitments")["results"][0]
    assert item["code"] == CODE
    assert item["progress"]["percent"] == 75
    assert [(said["voice"]["value"], said["completion"]["value"], said["progress"]) for said in item["verdicts"]] == [
        ("gobierno", "sustancial", 70), ("sociedad", "limitado", None),
    ]  # fmt: skip
    assert item["disagreement"] is True
    assert item["verdicts"][0]["record"].endswith("/acervo/leyes/decreto-que-lo-prueba/")
    assert item["verdicts"][0]["is_stale"] is True
    assert item["targets"] == ["16.6", "16.10", "9"]
    assert item["description"] == HOSTILE
    assert [check["met"] for check in item["creas"]] == [True, False, None, None, None]


def test_one_commitment_has_its_milestones_evidence_and_every_report(client, zac):
    item = ask(client, f"commitments/{CODE}")
    assert [stone["status"] and stone["status"]["value"] for stone in item["milestones"]] == ["hecho", None]
    assert [proof["kind"] for proof in item["milestones"][0]["evidence"]] == ["registro", "enlace"]
    assert [said["on"] for said in item["reports"]] == ["2017-06-02", "2017-05-02"]
    for code in ("ZAC-PAL9-C9", "<b>"):
        assert ask(client, f"commitments/{code}", 404)["errors"][0]["parameter"] == "code"


def test_a_past_day_tells_what_was_known_then(client, zac):
    item = ask(client, "commitments", on="2017-05-15")["results"][0]
    assert [said["voice"]["value"] for said in item["verdicts"]] == ["gobierno"]
    assert ask(client, f"commitments/{CODE}", on="2016-12-31")["reports"] == []
    assert ask(client, "milestones", on="2016-12-31")["results"][0]["status"] is None
    assert codes(client, society="sin-informacion", on="2017-05-15") == [CODE]
    assert codes(client, society="sin-informacion") == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"state": "32"}, True), ({"state": "zacatecas"}, True), ({"state": "17"}, False), ({"plan": "zac-pal1"}, True),
        ({"theme": "patrimonio"}, True), ({"goal": "16"}, True), ({"goal": ["3", "9"]}, True), ({"goal": "3"}, False),
        ({"body": "sfp"}, True), ({"body": "Colectivo Ciudadano"}, True), ({"body": "Nadie"}, False),
        ({"government": "sustancial"}, True), ({"government": ["cumplido", "sustancial"]}, True),
        ({"society": "sustancial"}, False), ({"oversight": "sin-informacion"}, True), ({"disagreement": "true"}, True),
        ({"late": "true"}, True), ({"q": "deuda"}, True), ({"q": "deuda zopilote"}, False),
        ({"updated_since": "2999-01-01"}, False),
    ],
)  # fmt: skip
def test_filters(client, zac, query, is_found):
    assert codes(client, **query) == ([CODE] if is_found else [])


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("commitments", {"page_size": "101"}, "page_size"), ("commitments", {"state": "Narnia"}, "state"),
        ("commitments", {"plan": "ZAC-PAL9"}, "plan"), ("commitments", {"goal": "18"}, "goal"),
        ("commitments", {"theme": "nada"}, "theme"), ("commitments", {"government": "bien"}, "government"),
        ("commitments", {"on": "2017-02-30"}, "on"), ("commitments", {"late": "sí"}, "late"),
        ("commitments", {"color": "rojo"}, "color"), (f"commitments/{CODE}", {"on": "ayer"}, "on"),
        ("milestones", {"status": "listo"}, "status"), ("states", {"page": "0"}, "page"), ("cuts", {"state": "99"}, "state"),
    ],
)  # fmt: skip
def test_a_bad_parameter_is_named_with_its_mend(client, zac, path, query, parameter):
    answer = ask(client, path, 400, **query)
    assert [error["parameter"] for error in answer["errors"]] == [parameter]
    assert answer["reason"]


def test_pages_lead_to_each_other(client, zac):
    for number in range(2, 6):
        making.commitment(zac.plan, number)
    first = ask(client, "commitments", page_size=3)
    assert (first["count"], first["previous"], len(first["results"])) == (5, None, 3)
    second = client.get(first["next"]).json()
    assert (len(second["results"]), second["next"]) == (2, None)
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_the_32_states_and_what_is_known_of_each(client, zac):
    answer = ask(client, "states", page_size=100)
    assert answer["count"] == 32
    state = next(item for item in answer["results"] if item["key"] == "32")
    assert (state["name"], state["group"], state["plans"], state["commitments"]) == ("Zacatecas", "G15", 1, 1)
    assert state["current_step"]["number"] == 5  # its plan was launched
    assert state["current_step"]["status"]["value"] == "hecho"  # its document is public
    other = next(item for item in answer["results"] if item["key"] == "17")
    assert (other["plans"], other["url"], other["current_step"]) == (None, "", None)
    assert [item["key"] for item in ask(client, "states", state="morelos")["results"]] == ["17"]


def test_a_state_that_publishes_nothing_here_says_null_and_not_0(client, zac, site_tree):
    making.state(site_tree, "17")
    told = {item["key"]: item for item in ask(client, "states", page_size=100)["results"]}
    counts = ("secretariat_members", "plans", "commitments")
    assert [told["17"][name] for name in counts] == [None, None, None]
    assert [told["32"][name] for name in counts] == [2, 1, 1]


def test_milestones_and_cuts_are_filtered(client, zac):
    assert ask(client, "milestones", commitment=CODE)["count"] == 2
    assert ask(client, "milestones", status="hecho")["count"] == 1
    assert ask(client, "milestones", status="sin-informacion")["results"][0]["late"] is True
    assert ask(client, "milestones", state="17")["count"] == 0
    cut = ask(client, "cuts", cut="2016-09")["results"][0]
    assert (cut["declaration"]["value"], cut["awareness"], cut["source"]) == ("si", None, "Informe")


def test_what_is_not_public_is_not_there(client, zac, site_tree):
    Commitment.objects.update(live=False)
    assert ask(client, "commitments")["count"] == 0
    assert ask(client, "milestones")["count"] == 0
    ask(client, f"commitments/{CODE}", 404)
    assert "sfp@secreto.example" not in client.get("/api/v1/commitments").content.decode()


@pytest.mark.parametrize("path", ["states", "commitments", "milestones", "cuts", f"commitments/{CODE}"])
def test_the_number_of_queries_does_not_grow(client, zac, site_tree, path):
    def count():
        client.get(f"/api/v1/{path}?page_size=100" if "/" not in path else f"/api/v1/{path}")
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/api/v1/{path}?page_size=100" if "/" not in path else f"/api/v1/{path}")
        return len(caught)

    few = count()
    record = factories.record(site_tree.collection, "Otro registro")
    for number in range(2, 30):
        made = making.commitment(zac.plan, number, lead=zac.lead, themes=[zac.theme], supporting=[zac.helper])
        stone = making.milestone(made, status="hecho", on="2017-01-01")
        stone.evidence.create(record=record)
        stone.save()
        making.verdict(made, record=record, on="2017-01-02")
    assert count() == few


def test_the_openapi_document_is_valid_and_real_answers_are_as_documented(client, zac, document):
    validate(document)
    for path in ("states", "commitments", "commitments/{code}", "milestones", "cuts"):
        body = document["paths"][f"/api/v1/{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = Draft202012Validator({**body, "components": document["components"]})
        answer = client.get(f"/api/v1/{path.replace('{code}', CODE)}").json()
        assert list(schema.iter_errors(answer)) == [], path
        assert answer.get("results", True)


def test_every_value_of_a_commitment_is_documented(client, zac, document):
    documented = set(document["components"]["schemas"]["CommitmentDetail"]["properties"])
    assert set(ask(client, f"commitments/{CODE}")) == documented
