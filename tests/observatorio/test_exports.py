"""The open formats, each read back by a program that is not ours."""

import csv as standard_csv
import io
import json
import os
import re
from importlib.resources import files
from itertools import chain

import geojson
import openpyxl
import pytest
import rdflib
from cromulent.reader import Reader
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from fastkml import KML
from fastkml.utils import find_all
from fastkml.validator import get_schema_parser
from frictionless import Resource, Schema
from lxml import etree
from python_calamine import CalamineWorkbook
from rdflib.namespace import RDF, SDO
from shapely.geometry import box as rectangle
from shapely.geometry import shape

from observatorio.exports import about, kml, linked_art, schema_org
from observatorio.exports.formats import FORMATS, whole
from observatorio.exports.rows import HEADERS
from observatorio.inventory.fields import FIELDS
from observatorio.models import FieldRestriction, Institution, Monument, Phase
from search.indexing import touch

from .open_data import MARKS, full, hide, image, text_of
from .public_inventory import monument, some

pytestmark = pytest.mark.django_db
INVENTORY = "/observatorio/inmuebles/inventario."


def get(client, form, query="", status=200):
    response = client.get(f"{INVENTORY}{form}{query}")
    assert response.status_code == status, response
    return response


def body(client, form, query=""):
    return b"".join(get(client, form, query).streaming_content)


@pytest.fixture
def inventory(site_tree):
    """Every field of one monument, some without coordinates, one that would run as a formula, one unpublished."""
    some()
    monument('=HYPERLINK("http://mal.example")', other_names=["+521", "@suma"], description="<b>&\x0b</b> «ñ»")
    return full(site_tree)


PUBLIC = 7  # with the ensemble of the full one


# --- Sheets ------------------------------------------------------------------------------------------------------------
def test_csv_is_valid_by_its_own_dictionary(client, inventory, tmp_path):
    path = tmp_path / "inventario.csv"
    path.write_bytes(body(client, "csv"))
    schema = Schema.from_descriptor(client.get("/observatorio/inmuebles/diccionario.json").json())
    resource = Resource(path=path.name, basepath=str(tmp_path), schema=schema, encoding="utf-8-sig")
    report = resource.validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    assert report.tasks[0].stats["rows"] == PUBLIC


def test_csv_says_licence_date_and_address_in_each_row(client, inventory):
    rows = list(standard_csv.DictReader(io.StringIO(body(client, "csv").decode("utf-8-sig"))))
    assert len(rows) == PUBLIC
    for row in rows:
        assert row["licencia"] == about.LICENCE_URL
        assert row["fecha_de_los_datos"] == timezone.localdate().isoformat()
        assert row["pagina_web"].endswith(f"/observatorio/inmuebles/{row['codigo']}/")


def test_no_cell_runs_as_a_formula(client, inventory, tmp_path):
    rows = list(standard_csv.reader(io.StringIO(body(client, "csv").decode("utf-8-sig"))))
    texts = [cell for cell in chain.from_iterable(rows) if not re.fullmatch(r"-?[\d.]+", cell)]
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(io.BytesIO(body(client, "xlsx")))
    cells = list(chain.from_iterable(book.worksheets[0].iter_rows()))
    assert "f" not in {cell.data_type for cell in cells}
    assert '\'=HYPERLINK("http://mal.example")' in [cell.value for cell in cells]


def test_xlsx_is_read_by_two_programs(client, inventory):
    content = body(client, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert book.sheetnames == ["inmuebles", "acerca de"]
    rows = list(book.worksheets[0].values)
    assert rows[0] == HEADERS
    assert len(rows) == PUBLIC + 1
    row = dict(zip(HEADERS, next(row for row in rows if row[0] == "ZAC-9002"), strict=True))
    assert (row["latitud"], row["exactitud_m"]) == (22.71357, 5)
    assert row["siglo"] == "XVI-XVII"
    other = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [tuple(cell or None for cell in line)[:3] for line in other.get_sheet_by_index(0).to_python()] == [
        line[:3] for line in rows
    ]
    about_sheet = dict(other.get_sheet_by_index(1).to_python())
    assert about.LICENCE_URL in about_sheet["Licencia"]
    assert about_sheet["Fecha"] == timezone.localdate().isoformat()


# --- Maps --------------------------------------------------------------------------------------------------------------
def test_geojson_is_valid_and_its_box_holds_every_point(client, inventory):
    found = geojson.loads(body(client, "geojson"))
    assert isinstance(found, geojson.FeatureCollection)
    assert found.is_valid, found.errors()
    assert len(found["features"]) == PUBLIC
    shapes = [shape(item["geometry"]) for item in found["features"] if item["geometry"]]
    assert len(shapes) == 3
    assert all(rectangle(*found["bbox"]).covers(point) for point in shapes)
    # Longitude first, in Mexico: an exchange of the two would be in the Antarctic.
    assert all(-118.7 < point.x < -86.5 and 14.3 < point.y < 32.9 for point in shapes)
    assert found["license"] == about.LICENCE_URL
    assert found["date"] == timezone.localdate().isoformat()


def test_the_box_does_not_tell_a_place_that_is_reserved(client, inventory):
    far = monument("Faro escondido", latitude=31.5, longitude=-115.5)
    hide(far, "coordinates")
    found = json.loads(body(client, "geojson"))
    assert found["bbox"] == [-102.5721, 22.71357, -102.51357, 22.7756]


def test_an_empty_inventory_is_a_file_too(client, site_tree):
    assert json.loads(body(client, "geojson"))["features"] == []
    assert body(client, "csv").decode("utf-8-sig").strip() == ",".join(HEADERS)
    assert len(json.loads(body(client, "jsonld"))["@graph"]) == 1
    etree.fromstring(body(client, "kml"))


def _kml_is_valid(content):
    schema = get_schema_parser()
    schema.assertValid(etree.fromstring(content))


def test_kml_follows_its_schema_and_is_read_by_another_program(client, inventory):
    content = body(client, "kml")
    _kml_is_valid(content)
    found = KML.from_string(content.decode().partition("\n")[2], strict=True)
    document = found.features[0]
    marks = document.features
    assert len(marks) == PUBLIC
    mark = next(item for item in marks if item.id == "ZAC-9002")
    assert mark.geometry.coords == ((-102.51357, 22.71357),)
    assert str(mark.times.begin) == "1588"
    assert about.LICENCE_URL in document.description
    assert timezone.localdate().isoformat() in document.description
    assert list(find_all(document, of_type=type(mark)))


# --- Linked data ---------------------------------------------------------------------------------------------------------
SCHEMA_ORG = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "sameAs": {"@type": "@id"}, "license": {"@type": "@id"}}  # fmt: skip


def _graph(document, context):
    """The triples, with the context put in: nothing is fetched."""
    return rdflib.Graph().parse(data=json.dumps({**document, "@context": context}), format="json-ld")


def test_schema_org_uses_words_that_schema_org_has(client, inventory):
    document = json.loads(body(client, "jsonld"))
    assert document["@context"] == "https://schema.org"
    graph = _graph(document, SCHEMA_ORG)
    used = {str(p) for p in graph.predicates() if p != RDF.type} | {str(o) for o in graph.objects(None, RDF.type)}
    assert {word for word in used if word not in SDO} == set()
    monuments = set(graph.subjects(RDF.type, SDO.LandmarksOrHistoricalBuildings))
    assert len(monuments) == PUBLIC
    dataset = next(graph.subjects(RDF.type, SDO.Dataset))
    assert str(graph.value(dataset, SDO.license)) == about.LICENCE_URL
    assert str(graph.value(dataset, SDO.dateModified)) == timezone.localdate().isoformat()


def _linked_art_context():
    return json.loads(files("cromulent").joinpath("data/linked-art.json").read_text(encoding="utf-8"))["@context"]


def test_linked_art_is_understood_by_the_model_of_its_authors(client, inventory):
    document = json.loads(body(client, "linked-art.json"))
    assert document["@context"] == "https://linked.art/ns/v1/linked-art.json"
    for item in document["@graph"]:
        Reader().read(json.dumps(item))
    graph = _graph(document, _linked_art_context())
    crm = rdflib.Namespace("http://www.cidoc-crm.org/cidoc-crm/")
    things = set(graph.subjects(RDF.type, crm["E22_Human-Made_Object"])) & {
        rdflib.URIRef(item["id"]) for item in document["@graph"][1:]
    }
    assert len(things) == PUBLIC
    casa = next(thing for thing in things if "ZAC-9002" in thing)
    place = graph.value(casa, crm["P55_has_current_location"])
    assert str(graph.value(place, crm["P168_place_is_defined_by"])) == "POINT (-102.51357 22.71357)"
    # No key of the document was unknown to the context and silently dropped.
    assert _dropped(document, _linked_art_context()) == set()


def _dropped(document, context):
    keys = set()

    def walk(value):
        if isinstance(value, dict):
            keys.update(value)
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(document)
    scoped = {key for term in context.values() if isinstance(term, dict) for key in term.get("@context", {})}
    return {key for key in keys if not key.startswith("@")} - set(context) - scoped


# --- What all of them have in common --------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", FORMATS)
def test_one_record_in_each_format(client, inventory, form):
    response = client.get(f"/observatorio/inmuebles/ZAC-9002/ficha.{form}")
    assert response.status_code == 200
    assert "ZAC-9002" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    if form == "xlsx":
        assert len(list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)) == 2
        return
    text = content.decode()
    assert "Casa de la Tuza" in text
    assert "Catedral" not in text
    assert about.LICENCE_URL in text
    assert timezone.localdate().isoformat() in text
    if form == "geojson":
        assert geojson.loads(text).is_valid
    elif form == "kml":
        _kml_is_valid(content)
    elif form == "linked-art.json":
        Reader().read(text)
    elif form == "jsonld":
        assert json.loads(text)["@type"] == "LandmarksOrHistoricalBuildings"


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_not_published_is_not_exported(client, inventory, form):
    draft = Monument.objects.get(name="Casa sin publicar")
    assert draft.code.encode() not in b"".join(whole(form, Monument.objects.all()))
    assert client.get(f"/observatorio/inmuebles/{draft.code}/ficha.{form}").status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_the_filters_of_the_list_hold(client, inventory, form):
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(body(client, form, "?conservacion=malo")))
        assert len(list(book.worksheets[0].values)) == 2
        return
    text = body(client, form, "?conservacion=malo").decode()
    assert "Mercado González Ortega" in text
    assert "Catedral" not in text


def test_an_unknown_filter_is_refused_and_not_left_out(client, site_tree):
    response = get(client, "csv", "?siglo=XVIIII", status=400)
    assert "siglo" in response.content.decode()


@pytest.mark.parametrize("path", [f"{INVENTORY}pdf", "/observatorio/inmuebles/ZAC-9999/ficha.csv"])
def test_what_does_not_exist_is_not_found(client, site_tree, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_the_number_of_queries_does_not_grow(inventory, form):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            b"".join(whole(form, Monument.objects.all()))
        return len(caught)

    cost()  # fills the caches of addresses
    few = cost()
    Monument.objects.bulk_create(
        Monument(
            code=f"ZAC-{number + 1000}", name=f"Casa {number}", classification="domestica", state="32",
            municipality="Zacatecas", live=True,
        )
        for number in range(450)
    )  # fmt: skip
    touched = Monument.objects.filter(name__startswith="Casa 1")
    FieldRestriction.objects.bulk_create(FieldRestriction(monument=m, field="style", level="publico") for m in touched)
    Phase.objects.bulk_create(Phase(monument=m, date="1750", description="obra") for m in touched)
    inah = Institution.objects.get(code="inah")
    through = Monument.institutions.through
    through.objects.bulk_create(through(monument=m, institution=inah) for m in touched)
    assert cost() == few


def test_children_stay_with_their_monument(client, inventory):
    """The tables are read side by side: gaps, hidden monuments and several rows must not shift them."""
    for number, name in enumerate(["Ágora del Obispo", "Mercado González Ortega", "Catedral Basílica"]):
        made = Monument.objects.get(name=name)
        for part in range(number):
            made.fabric.create(element=f"muro {part}", material=f"cantera {name}")
        made.save()
    Monument.objects.get(name="Casa sin publicar").fabric.create(element="muro", material="adobe secreto")
    Monument.objects.get(name="Casa sin publicar").save()
    features = {
        item["properties"]["name"]: item["properties"] for item in json.loads(body(client, "geojson"))["features"]
    }
    assert [len(features[name]["fabric"]) for name in ("Ágora del Obispo", "Mercado González Ortega", "Catedral Basílica")] == [0, 1, 2]  # fmt: skip
    for name, data in features.items():
        assert {item["material"] for item in data["fabric"]} <= {f"cantera {name}", "zinc-azul"}
    assert [item["code"] for item in features["Catedral Basílica"]["institutions"]] == ["inah", "unesco"]


# --- Validators ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["csv", "geojson", "kml"])
def test_who_has_the_file_already_is_told_so_until_anything_changes(client, inventory, form):
    first = get(client, form)
    list(first.streaming_content)
    known = {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert client.get(f"{INVENTORY}{form}", **known).status_code == 304
    assert client.get(f"{INVENTORY}{form}", HTTP_IF_MODIFIED_SINCE=first["Last-Modified"]).status_code == 304
    assert client.get(f"{INVENTORY}{form}?siglo=XIX", **known).status_code == 200
    hide(Monument.objects.get(name="Catedral Basílica"), "street")
    assert client.get(f"{INVENTORY}{form}", **known).status_code == 200


def test_a_change_that_bulk_work_tells_the_index_makes_another_file(client, inventory):
    known = {"HTTP_IF_NONE_MATCH": get(client, "csv")["ETag"]}
    Institution.objects.filter(code="inah").update(abbreviation="I.N.A.H.")
    touch("monument", [inventory.pk])
    assert client.get(f"{INVENTORY}csv", **known).status_code == 200


def test_head_sends_no_body_and_others_may_read(client, inventory):
    response = client.head(f"{INVENTORY}geojson")
    assert response["Content-Type"] == "application/geo+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert 'rel="license"' in response["Link"]
    assert b"".join(response.streaming_content) == b""


def test_the_english_address_gives_the_same_data(client, inventory):
    spanish = body(client, "geojson")
    english = b"".join(client.get(f"/en{INVENTORY}geojson").streaming_content)
    assert english == spanish


# --- Which field is in which format ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("form", "told"),
    [("jsonld", schema_org.FIELDS), ("linked-art.json", linked_art.FIELDS), ("kml", kml.FIELDS),
     ("geojson", {field.name for field in FIELDS})],
)  # fmt: skip
def test_each_format_carries_the_fields_that_the_dictionary_says(client, inventory, form, told):
    text = text_of(client.get(f"/observatorio/inmuebles/ZAC-9002/ficha.{form}")).replace("&quot;", '"')
    carried = {name for name, marks in MARKS.items() if any(mark in text for mark in marks)}
    always = {field.name for field in FIELDS if field.fixed}
    assert carried == set(told) - always


# --- The command and the copy for staff ----------------------------------------------------------------------------------------
def test_the_command_writes_what_the_site_gives(client, inventory, tmp_path):
    target = tmp_path / "inventario.csv"
    call_command("export_monuments", "csv", "--out", str(target))
    assert target.read_bytes() == body(client, "csv")
    assert list(tmp_path.iterdir()) == [target]


def test_the_command_leaves_a_device_where_it_is(inventory, tmp_path):
    """Run by root it put a file in the place of /dev/null, and nobody else could write there any more."""
    target = tmp_path / "nada"
    target.symlink_to(os.devnull)
    call_command("export_monuments", "csv", "--out", str(target))
    assert target.is_char_device()
    assert list(tmp_path.iterdir()) == [target]


def test_the_complete_copy_has_every_field_and_every_monument_and_says_that_it_is_internal(inventory, tmp_path):
    hide(inventory, "owner_name")
    target = tmp_path / "todo.csv"
    call_command("export_monuments", "csv", "--complete", "--out", str(target))
    text = target.read_text(encoding="utf-8-sig")
    assert "Zenaida" in text
    assert "Casa sin publicar" in text
    assert "Copia interna" in text
    assert about.LICENCE_URL not in text
    with pytest.raises(CommandError):
        call_command("export_monuments", "kml", "--complete", "--out", str(target))


def test_the_complete_copy_is_only_for_who_may_change_monuments(client, inventory, admin_client, django_user_model):
    path = "/admin/observatorio/inmuebles/copia-completa.csv"
    assert client.get(path).status_code == 302
    response = admin_client.get(path)
    assert "Zenaida" in text_of(response)
    assert "no-store" in response["Cache-Control"]
    from django.contrib.auth.models import Permission

    reader = django_user_model.objects.create_user("lectora")
    reader.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_monument"]))
    client.force_login(reader)
    assert client.get(path).status_code in (302, 403)


def test_a_photo_of_a_private_collection_is_not_told(client, inventory):
    from wagtail.models import Collection, CollectionViewRestriction

    private = Collection.get_first_root_node().add_child(name="Reservado")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    photo = inventory.photos.get()
    photo.image = image()
    photo.image.collection = private
    photo.image.save()
    photo.save()
    assert "zapato-pie" not in body(client, "geojson").decode()
