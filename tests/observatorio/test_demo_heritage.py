"""The demonstration's heritage: whole, from named sources, through the importer, and true to its data."""

import csv
import re

from django.test import Client
from wagtail.models import Page

from acervo.base.publicity import public
from acervo.history.models import FieldChange
from acervo.tabular.models import Batch, BatchState
from home.demo.heritage import read_facts, read_rows
from home.demo.microsite import read_sections
from observatorio.models import (
    HeritageSite,
    Inspection,
    Institution,
    Intervention,
    Monument,
    Museum,
    ObservatoryPage,
    Photo,
    SourceRecord,
)
from observatorio.services.comparison import compare
from tests.needs import needs_shared

FACTS, SECTIONS = read_facts(), read_sections()
MONUMENTS = {row["nombre"] for row in read_rows("monuments.csv")}


# --- The data, without a database --------------------------------------------------------------------------------------
def test_the_facts_name_monuments_and_institutions_that_exist():
    codes = {item["code"] for item in FACTS["institution"]}
    for kind in ("statement", "adopted", "settled", "phases", "work"):
        assert {item["monument"] for item in FACTS[kind]} <= MONUMENTS, kind
    assert {item["institution"] for item in FACTS["statement"]} <= codes
    assert FACTS["ensemble"]["part"] in MONUMENTS
    assert {row["monument"] for row in read_rows("museums.csv")} <= {*MONUMENTS, ""}


def test_every_statement_says_where_it_was_read():
    for item in FACTS["statement"]:
        assert item["title"]
        assert item.get("url", "https://").startswith("http")


def test_the_inventory_is_that_of_the_verified_buildings():
    with (needs_shared("patrimonio") / "inmuebles.csv").open(encoding="utf-8") as source:
        expected = {row["nombre"]: row for row in csv.DictReader(source)}
    assert set(expected) == MONUMENTS
    for row in read_rows("monuments.csv"):
        for name in (
            "clave",
            "siglo",
            "anio_inicio",
            "anio_fin",
            "vialidad",
            "numero",
            "latitud",
            "longitud",
            "fuente_url",
        ):
            assert row[name] == expected[row["nombre"]][name], (row["nombre"], name)


def test_the_sites_are_those_of_the_list():
    with (needs_shared("patrimonio") / "sitios_unesco_mx.csv").open(encoding="utf-8") as source:
        expected = {(row["ref"], row["nombre"], row["anio"], row["criterios"]) for row in csv.DictReader(source)}
    found = {(row["reference"], row["name"], row["inscribed"], row["criteria"]) for row in read_rows("sites.csv")}
    assert found == expected


def test_the_sections_are_those_of_the_source():
    with (needs_shared("semilla") / "observatorio.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    sections = [row["nombre"] for row in rows if row["tipo"] == "sección"]
    assert ["Observatorio", *(section["title"] for section in SECTIONS["section"])] == sections
    (commitment,) = [section["commitment"] for section in SECTIONS["section"] if "commitment" in section]
    source = next(row for row in rows if row["tipo"] == "compromiso")
    assert (commitment["number"], commitment["title"]) == (source["orden"], source["nombre"])
    advances = [row for row in rows if row["tipo"] == "avance"]
    assert [item["date"] for item in commitment["advances"]] == [row["fecha_corte"] for row in advances]


# --- Loaded ------------------------------------------------------------------------------------------------------------
def test_the_inventory_comes_through_its_own_importer(demo):
    batch = Batch.objects.get(source="observatorio")
    assert batch.state == BatchState.DONE
    assert batch.counts.get("created") == len(MONUMENTS)
    assert not batch.counts.get("refused")
    live = public(Monument.objects.all())
    assert live.filter(batch=batch).count() == len(MONUMENTS)
    assert SourceRecord.objects.filter(institution__code="observatorio", batch=batch).count() == len(MONUMENTS)


def test_all_sites_of_mexico_are_there_with_their_states(demo):
    assert HeritageSite.objects.count() == 36
    zacatecas = HeritageSite.objects.get(reference="676")
    assert (zacatecas.inscribed, zacatecas.criteria, zacatecas.state_names) == (1993, "(ii)(iv)", ["Zacatecas"])
    assert len(HeritageSite.objects.get(reference="1351").states) == 11


def test_disagreements_are_there_to_be_resolved_and_some_are(demo):
    theatre = Monument.objects.get(name="Teatro Fernando Calderón")
    number = next(item for item in compare(theatre) if item.attribute == "exterior_number")
    assert number.adopted == "501"
    assert {statement.value for statement in number.statements} == {"501", "503"}
    assert number.differs
    assert number.known
    market = Monument.objects.get(name="Mercado Jesús González Ortega")
    assert any(item.unresolved for item in compare(market))
    inn = Monument.objects.get(name="Mesón de Jobito")
    assert inn.dating == "1850~"
    change = FieldChange.objects.get(object_id=inn.pk, field="dating", new="1850~")
    assert "historiador" in change.reason
    assert change.by.username == "responsable"


def test_the_ensemble_holds_its_part(demo):
    portal = Monument.objects.get(inah_key="I-32-00576")
    assert portal.part_of.inah_key == "C-32-00569"
    assert portal.part_of.live


def test_state_decrees_lead_to_their_record(demo):
    protections = Monument.objects.get(name="Panteón La Purísima").protections.all()
    assert [item.gazette.identifier for item in protections if item.gazette] == ["PAT-004"]


def test_nothing_is_shown_as_real_that_nobody_said(demo):
    assert not Inspection.objects.exists()
    assert not Photo.objects.exists()
    for work in Intervention.objects.all():
        assert work.requested_on is None
        assert not work.authorisation
        assert re.search(r"según|por NTR", work.description)


def test_museums_stand_in_the_directory_with_their_building(demo):
    assert Museum.objects.count() == len(read_rows("museums.csv"))
    assert Museum.objects.get(name="Museo de Guadalupe").monument.municipality == "Guadalupe"


def test_the_microsite_answers_in_both_languages_and_shows_its_commitment(demo):
    client = Client()
    spanish = ObservatoryPage.objects.get(locale__language_code="es-mx")
    english = ObservatoryPage.objects.get(locale__language_code="en")
    for front in (spanish, english):
        pages = [front, *Page.objects.child_of(front).live()]
        assert len(pages) >= 8
        for page in pages:
            assert client.get(page.url).status_code == 200, page.url
    assert "El micrositio está disponible." in client.get(f"{spanish.url}avances/").content.decode()
    assert "The microsite is available." in client.get(f"{english.url}progress/").content.decode()
    regulations = client.get(f"{spanish.url}marco-normativo/").content.decode()
    assert "Ley Federal sobre Monumentos" in regulations
    assert "Inventario de bienes inmuebles" not in regulations


def test_the_front_door_says_how_many_monuments_there_are(demo):
    html = Client().get("/").content.decode()
    total = public(Monument.objects.all()).count()
    assert f"<strong>{total}</strong> inmuebles inventariados" in html


def test_who_keeps_the_inventory_can_open_it(demo, django_user_model):
    for username in ("especialista", "responsable"):
        user = django_user_model.objects.get(username=username)
        assert user.has_perm("observatorio.change_monument"), username
        assert user.has_perm("wagtailadmin.access_admin"), username
    assert not django_user_model.objects.get(username="especialista").has_perm("observatorio.publish_monument")
    assert demo.summary.passwords["especialista"] != demo.summary.passwords["responsable"]


def test_the_institutions_of_the_source_are_there(demo):
    assert {"inah", "inbal", "unesco", "junta", "ayuntamiento", "observatorio"} <= set(
        Institution.objects.values_list("code", flat=True)
    )
