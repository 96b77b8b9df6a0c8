import datetime as dt

import pytest
from openapi_spec_validator import validate

pytestmark = [pytest.mark.urls("tests.search.urls"), pytest.mark.django_db]


@pytest.fixture
def laws(source, index):
    source.add(
        1, "Ley Orgánica", "La <b> sesión pública.", "Otra página",
        date=dt.date(2016, 12, 3), state="Michoacán", facets={"state": ("mich",), "theme": ("a",)},
    )  # fmt: skip
    source.add(2, "Acta", "La sesión", kind="acta")
    index()


def ask(client, query, status=200):
    response = client.get(f"/api/v1/search?{query}")
    assert response.status_code == status, response.content
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def test_the_answer_has_the_documented_shape(laws, client):
    assert ask(client, "q=sesi%C3%B3n+p%C3%BAblica") == {
        "query": "sesión pública",
        "total": 1,
        "suggestion": None,
        "facets": {
            "type": [{"value": "ley", "label": "ley", "count": 1}],
            "collection": [],
            "state": [{"value": "mich", "label": "mich", "count": 1}],
            "theme": [{"value": "a", "label": "a", "count": 1}],
            "year": [{"value": "2016", "label": "2016", "count": 1}],
            "language": [{"value": "es", "label": "Español", "count": 1}],
        },
        "results": [
            {
                "id": "memory:1",
                "type": "ley",
                "title": "Ley Orgánica",
                "url": "http://testserver/acervo/1/",
                "date": "2016-12-03",
                "state": "Michoacán",
                "pages_total": 2,
                "pages": [
                    {
                        "number": 1,
                        "file": "f1",
                        "url": "http://testserver/acervo/1/pagina/1/?q=sesi%C3%B3n+p%C3%BAblica",
                        "snippet": "La &lt;b&gt; <mark>sesión</mark> <mark>pública</mark>.",
                    }
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", 2),
        ("q=", 2),
        ("q=sesi%C3%B3n", 2),
        ("type=acta", 1),
        ("type=acta&type=ley", 2),
        ("type=acta&year=2016", 0),
        ("from=2016-12-03&to=2016-12-03", 1),
        ("state=mich&theme=a&language=es", 1),
        ("collection=ninguna", 0),
        ("size=1&page=2", 2),
        ("page=40", 2),
    ],
)
def test_parameters_narrow_the_results(laws, client, query, total):
    assert ask(client, query)["total"] == total


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("size=101", "size"),
        ("size=0", "size"),
        ("size=-1", "size"),
        ("size=diez", "size"),
        ("page=0", "page"),
        ("page=1.5", "page"),
        ("page=101&size=100", "page"),
        ("page=99999999999999999999", "page"),
        ("from=ayer", "from"),
        ("to=2020-02-30", "to"),
        ("to=20200101", "to"),
        ("from=2020-01-02&to=2020-01-01", "from"),
        ("sort=rara", "sort"),
        ("year=16", "year"),
        ("tipo=ley", "tipo"),
        (f"q={'x' * 501}", "q"),
    ],
)
def test_a_bad_parameter_is_refused_with_a_reason_in_spanish(laws, client, query, parameter):
    answer = ask(client, query, 400)
    assert [error["parameter"] for error in answer["errors"]] == [parameter]
    assert answer["reason"] == answer["errors"][0]["reason"]
    assert any(word in answer["reason"] for word in ("escriba", "acórtela", "afine", "intercámbielas", "los que hay"))


def test_all_bad_parameters_are_named_at_once(laws, client):
    assert len(ask(client, "size=0&page=0&sort=x", 400)["errors"]) == 3


def test_sorting_and_paging(laws, client):
    assert [r["title"] for r in ask(client, "sort=title&size=1&page=2")["results"]] == ["Ley Orgánica"]


def test_only_reading_is_allowed(laws, client):
    assert client.post("/api/v1/search").status_code == 405


def test_pages_of_other_sites_may_ask(laws, client):
    assert client.get("/api/v1/search")["Access-Control-Allow-Origin"] == "*"


def test_the_openapi_document_is_valid_and_names_every_parameter(client):
    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    parameters = {p["name"] for p in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert parameters == {
        "q", "type", "collection", "state", "theme", "year", "language", "from", "to", "sort", "page", "size",
    }  # fmt: skip


def test_the_page_for_people_tells_every_parameter_without_foreign_scripts(client):
    page = client.get("/api/v1/docs").content.decode()
    assert "<code>collection</code>" in page
    assert "<code>results[].pages[].snippet</code>" in page
    assert "cdn" not in page
    assert "<script>" not in page
