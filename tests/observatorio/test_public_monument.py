"""The public page of a monument: what it shows, what it keeps quiet, and in how many queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acervo.links.services import link_for
from observatorio.inventory.fields import FIELDS
from observatorio.models import (
    Citation,
    Inspection,
    Intervention,
    Monument,
    MonumentRecord,
    Phase,
    Photo,
    Protection,
    PublicityLevel,
    SourceRecord,
)  # fmt: skip
from observatorio.services.nearby import distance_m, nearby
from tests import factories
from tests.observatorio.public_inventory import GROUND, cold, institution, monument, picture, restrict

pytestmark = pytest.mark.django_db
BUDGET = 24  # with the navigation of the site and of the microsite, and with nothing remembered from other requests


@pytest.fixture
def cathedral(site_tree) -> Monument:
    return full("Catedral Basílica", latitude=22.7756, longitude=-102.5721, accuracy_m=35, coordinates_source="GPS")


def full(name: str, **fields) -> Monument:
    """A monument with something in every part of its page."""
    values = {
        "other_names": ["Parroquia Mayor"], "street_type": "avenida", "street": "Hidalgo", "exterior_number": "501",
        "century_from": 18, "dating": "1731/1752", "current_uses": ["Catedral"], "condition": "bueno",
        "description": "Fachada labrada.", "institutions": ("inah",), "inah_key": "I-32-00001", "style": "Barroco",
        "owner_name": "Nombre del dueño", "interior": "Bodega del fondo", "cadastral_key": "CAT-77",
    } | fields  # fmt: skip
    made = monument(name, **values)
    Phase.objects.create(monument=made, date="1904", description="Torre norte")
    Photo.objects.create(
        monument=made, image=picture(), alt_text="Fachada vista desde la plaza", author="Ana Ruiz", licence="CC BY 4.0"
    )
    Citation.objects.create(monument=made, text="Libro de la catedral")
    Intervention.objects.create(
        monument=made, title="Consolidación de la cúpula", state="terminada", requested_on=dt.date(2019, 3, 1),
        finished_on=dt.date(2020, 2, 1),
    )  # fmt: skip
    Inspection.objects.create(
        monument=made, date=dt.date(2025, 4, 3), inspector="Inspectora", access="completo", occupancy="ocupado",
        condition="bueno", risk="bajo", observations="Nota interna",
    )  # fmt: skip
    for code, values in (
        ("inah", {"name": "Catedral de Zacatecas", "dating": "1731/1752", "owner_name": "Dueño según el INAH"}),
        ("unesco", {"dating": "1730/1760"}),
    ):
        SourceRecord.objects.create(
            monument=made,
            institution=institution(code),
            key=f"CLAVE-{code}",
            values=values,
            stated_on=dt.date(2011, 3, 4),
        )
    return made


def page_of(client, target: Monument) -> str:
    response = client.get(target.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_what_the_monument_is(client, cathedral):
    page = page_of(client, cathedral)
    for words in (
        "<h1>Catedral Basílica</h1>", "Parroquia Mayor", "Avenida Hidalgo 501, Zacatecas, Zacatecas", "Bueno",
        "de 1731 a 1752", 'alt="Fachada vista desde la plaza"', "Foto: Ana Ruiz", "CC BY 4.0", "Torre norte",
        "Fachada labrada.", "Libro de la catedral", "exactitud de 35 m", "fuente: GPS", "qr-stamp",
        "placa.pdf?tamano=15x20", "Consolidación de la cúpula", "Barroco",
    ):  # fmt: skip
        assert words in page, words
    assert page.index("monument-head__photo") < page.index("<h1>")


def test_the_timeline_goes_from_the_first_stone_to_the_last_visit(client, cathedral):
    moments = client.get(cathedral.get_absolute_url()).context["timeline"]
    assert [moment.kind for moment in moments] == ["fase", "obra", "obra", "visita"]
    assert [moment.iso for moment in moments] == ["1904", "2019-03-01", "2020-02-01", "2025-04-03"]
    assert moments[-1].what == "Inspección: estado bueno"


def test_sources_stand_side_by_side_and_differences_are_marked(client, cathedral):
    response = client.get(cathedral.get_absolute_url())
    rows = {row.label.lower(): row for row in response.context["said"]}
    dating = rows["fechamiento"]
    assert [cell.differs for cell in dating.cells] == [False, True]
    assert dating.cells[1].text == "de 1730 a 1760"
    assert rows["nombre"].cells == [rows["nombre"].cells[0], None]
    page = response.content.decode()
    assert "≠" in page
    assert "clave CLAVE-inah" in page


def test_confidential_fields_are_never_on_the_page_and_are_told_to_exist(client, cathedral):
    page = page_of(client, cathedral)
    for kept in ("Nombre del dueño", "Bodega del fondo", "CAT-77", "Dueño según el INAH", "Nota interna"):
        assert kept not in page, kept
    withheld = page[page.index("Lo que no es público") :]
    for label in ("Propietario o poseedor", "Interior", "Clave catastral", "Confidencial"):
        assert label in withheld


#: What of the full monument tells the value of each field.
TELLS = {
    "inah_key": ["I-32-00001", "CLAVE-inah"], "other_names": ["Parroquia Mayor"], "street": ["Hidalgo", "501"],
    "current_uses": ["<dd>Catedral</dd>"], "coordinates": ["22.77560", "data-lat", "exactitud de"],
    "century": ["<dd>XVIII</dd>"], "dating": ["1731", "1730"], "phases": ["Torre norte"], "style": ["Barroco"],
    "condition": ["condition--bueno", "estado bueno", ">Bueno<"], "photos": ["Fachada vista desde la plaza", "Ana Ruiz"],
    "description": ["Fachada labrada"], "bibliography": ["Libro de la catedral"], "institutions": ["instancia=inah"],
}  # fmt: skip


@pytest.mark.parametrize("field", TELLS)
def test_a_reserved_field_leaves_no_trace_but_its_name(client, cathedral, field):
    before = page_of(client, cathedral)
    for words in TELLS[field]:
        assert words in before, words
    restrict(cathedral, field, until=dt.date(2099, 1, 1))
    page = page_of(client, cathedral)
    for words in TELLS[field]:
        assert words not in page, words
    label = str(next(item.label for item in FIELDS if item.name == field))
    withheld = page[page.index("Lo que no es público") :]
    assert label in withheld
    assert GROUND in withheld
    assert "2099" in withheld


def test_a_field_opened_by_a_restriction_row_is_shown(client, cathedral):
    restrict(cathedral, "interior", level=PublicityLevel.PUBLIC)
    assert "Bodega del fondo" in page_of(client, cathedral)


def test_a_code_in_other_letters_leads_to_its_own_address(client, cathedral):
    response = client.get(f"/observatorio/inmuebles/{cathedral.code.lower()}/")
    assert response.status_code == 301
    assert response["Location"] == cathedral.get_absolute_url()


@pytest.mark.parametrize("code", ["ZAC-9999", "nada", "ñ", "%00", "x" * 300])
def test_an_unknown_code_gets_help(client, site_tree, code):
    response = client.get(f"/observatorio/inmuebles/{code}/")
    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()


@pytest.mark.parametrize("change", [{"live": False}, {"expire_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}])
def test_what_is_not_published_is_as_unknown_as_what_never_was(client, cathedral, change):
    Monument.objects.filter(pk=cathedral.pk).update(**change)
    for address in (cathedral.get_absolute_url(), cathedral.get_absolute_url().lower()):
        response = client.get(address)
        assert response.status_code == 404
        assert "Catedral" not in response.content.decode()


def test_only_public_records_of_the_archive_are_named(client, cathedral, site_tree):
    shown = factories.record(site_tree.collection, "Decreto público")
    hidden = factories.record(site_tree.collection, "Decreto en borrador", live=False)
    for record in (shown, hidden):
        MonumentRecord.objects.create(monument=cathedral, record=record)
        Protection.objects.create(monument=cathedral, kind="decreto-estatal", gazette=record)
    page = page_of(client, cathedral)
    assert page[page.index("<main") :].count("Decreto público") == 2
    assert "Decreto en borrador" not in page


def test_an_ensemble_and_its_parts_name_each_other_if_both_are_public(client, site_tree):
    whole = monument("Conjunto")
    part, draft = monument("Capilla", part_of=whole), monument("Torre", part_of=whole, live=False)
    secret = monument("Cripta", part_of=whole)
    restrict(secret, "part_of")
    page = page_of(client, whole)
    assert "Capilla" in page
    assert draft.name not in page
    assert secret.name not in page
    assert "Conjunto" in page_of(client, part)
    Monument.objects.filter(pk=whole.pk).update(live=False)
    assert "Conjunto" not in page_of(client, part)


def test_a_monument_of_which_only_the_name_is_known_has_a_whole_page(client, site_tree):
    page = page_of(client, monument("Capilla"))
    assert "Todavía no tenemos las coordenadas" in page
    assert "Todavía no hay registros de otras instancias" in page
    assert "no-photo" in page


# --- Neighbours ----------------------------------------------------------------------------------------------------
def test_a_degree_of_latitude_is_111_km():
    assert distance_m(22.0, -102.0, 23.0, -102.0) == pytest.approx(111_195, rel=0.001)
    assert distance_m(0.0, -102.0, 0.0, -101.0) == pytest.approx(111_195, rel=0.001)
    assert distance_m(60.0, 0.0, 60.0, 1.0) == pytest.approx(55_597, rel=0.001)
    assert distance_m(22.7, -102.5, 22.7, -102.5) == 0


def test_neighbours_are_the_nearest_eight_within_a_kilometre(site_tree):
    here = monument("Aquí", latitude=22.7756, longitude=-102.5721)
    for number in range(1, 12):
        monument(f"A {number * 50} m", latitude=22.7756 + number * 50 / 111_195, longitude=-102.5721)
    monument("Lejos", latitude=22.80, longitude=-102.5721)
    found = nearby(22.7756, -102.5721, but=here.pk)
    assert [neighbour.metres for neighbour in found] == [50, 100, 150, 200, 250, 300, 350, 400]


def test_reserved_coordinates_are_nobodys_neighbour(client, cathedral):
    other = monument("Casa de al lado", latitude=22.7757, longitude=-102.5721)
    assert "Casa de al lado" in page_of(client, cathedral)
    restrict(other, "coordinates")
    assert "Casa de al lado" not in page_of(client, cathedral)
    assert "Cerca de aquí" not in page_of(client, other)


# --- Short link ----------------------------------------------------------------------------------------------------
def test_the_short_link_follows_the_monument_in_the_visitors_language(client, cathedral):
    link = link_for(cathedral)
    assert client.get(link.get_absolute_url())["Location"].endswith(cathedral.get_absolute_url())
    english = client.get(link.get_absolute_url(), headers={"Accept-Language": "en"})
    assert english["Location"].endswith("/en" + cathedral.get_absolute_url())


def test_the_short_link_of_what_is_no_longer_public_says_so(client, cathedral):
    link = link_for(cathedral)
    Monument.objects.filter(pk=cathedral.pk).update(live=False)
    response = client.get(link.get_absolute_url())
    assert response.status_code in (404, 410)
    assert "Catedral" not in response.content.decode()


# --- Cost ----------------------------------------------------------------------------------------------------------
def test_the_page_takes_the_same_queries_however_much_it_shows(client, cathedral, site_tree):
    page_of(client, cathedral)
    counts = []
    for _size in (1, 2):
        page_of(client, cathedral)
        cold()
        with CaptureQueriesContext(connection) as queries:
            page_of(client, cathedral)
        counts.append(len(queries))
        for number in range(6):
            Phase.objects.create(monument=cathedral, date=f"18{number}0", description="Reforma")
            Photo.objects.create(monument=cathedral, image=picture(), alt_text=f"Vista {number}")
            Intervention.objects.create(monument=cathedral, title=f"Obra {number}")
            monument(f"Vecino {number}", latitude=22.7757, longitude=-102.5721)
            SourceRecord.objects.create(
                monument=cathedral, institution=institution(f"i{number}"), values={"name": f"Nombre {number}", "institutions": ["inah"]}
            )  # fmt: skip
    assert counts[0] == counts[1] <= BUDGET, counts


def test_the_page_in_english_keeps_the_codes_and_translates_the_address(client, cathedral):
    response = client.get("/en" + cathedral.get_absolute_url())
    assert response.status_code == 200
    assert f'href="/en/observatorio/inmuebles/{cathedral.code}/reportar/' in response.content.decode()
