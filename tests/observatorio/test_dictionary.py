"""The data dictionary: complete, true to the model, readable by a program."""

import re
from itertools import pairwise

import pytest
from frictionless import Schema

from observatorio.exports.dictionary import entries
from observatorio.exports.rows import HEADERS
from observatorio.inventory.fields import FIELDS
from observatorio.models import Classification, Monument

pytestmark = pytest.mark.django_db
PAGE = "/observatorio/inmuebles/diccionario/"


@pytest.fixture
def page(client, site_tree):
    return client.get(PAGE).content.decode()


def test_every_field_stands_with_label_standard_and_access(page):
    for field in FIELDS:
        assert f'<h3 id="{field.name}">{field.label}</h3>' in page
        assert not field.standard or field.standard.split(",")[0] in page
    assert "Acceso, salvo que la ficha diga otra cosa: confidencial." in page


def test_help_texts_and_terms_come_from_the_model(page):
    assert str(Monument._meta.get_field("inah_key").help_text) in page
    for value, label in Classification.choices:
        assert f"{label} (<code>{value}</code>)" in page


def test_every_header_of_the_sheet_is_explained_once(page):
    explained = [header for entry in entries() for item in entry.items for header in item.headers]
    about = {"pagina_web", "licencia", "fecha_de_los_datos"}
    # A century and a year that a column writes twice («from» and «to») stand at both of its attributes.
    assert set(explained) == set(HEADERS) - about
    assert {header for header in explained if explained.count(header) > 1} <= {"siglo", "proteccion"}


def test_every_stored_field_of_a_monument_is_in_the_dictionary():
    told = {name for field in FIELDS for name in field.attributes}
    housekeeping = {
        "id", "batch", "created_at", "updated_at", "live", "has_unpublished_changes", "first_published_at",
        "last_published_at", "go_live_at", "expire_at", "expired", "latest_revision", "live_revision", "locked",
        "locked_at", "locked_by",
    }  # fmt: skip
    assert {field.name for field in Monument._meta.fields} - housekeeping <= told


def test_the_schema_is_a_table_schema_of_exactly_the_sheet(client):
    response = client.get("/observatorio/inmuebles/diccionario.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    schema = Schema.from_descriptor(response.json())
    assert tuple(schema.field_names) == HEADERS
    assert schema.primary_key == ["codigo"]
    assert "Arquitectura religiosa" in schema.get_field("clasificacion").constraints["enum"]
    assert all(field.title for field in schema.fields)


def test_it_works_in_english_too_and_the_headings_are_in_order(client, site_tree, page):
    assert client.get(f"/en{PAGE}").status_code == 200
    levels = [int(level) for level in re.findall(r"<h([1-6])", page.split("<main")[1].split("</main")[0])]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
