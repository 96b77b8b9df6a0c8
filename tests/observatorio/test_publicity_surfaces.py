"""What the public may not see of a monument is nowhere: every field that can be hidden, looked for on every surface."""

import datetime as dt
import io
import re
from contextlib import nullcontext

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from observatorio.inventory.values import values_of
from observatorio.models import CitizenReport, FieldRestriction, Inspection, Intervention, Monument, SourceRecord

from .inventory import institution
from .open_data import HIDEABLE, MARKS, full, hide, text_of

pytestmark = pytest.mark.django_db
CODE = "ZAC-9002"
PAGE = f"/observatorio/inmuebles/{CODE}/"
#: Name of a surface → its addresses. Every one that tells anything of a monument.
SURFACES = {
    "page": (PAGE, f"/en{PAGE}"),
    "list": ("/observatorio/inmuebles/", "/observatorio/inmuebles/?q=tuza"),
    "gallery": ("/observatorio/inmuebles/?vista=galeria",),
    "map": ("/observatorio/inmuebles/?vista=mapa",),
    "map data": ("/observatorio/inmuebles/mapa.json",),
    "plaque": (f"{PAGE}placa.pdf",),
    "report form": (f"{PAGE}reportar/",),
    "works": ("/observatorio/intervenciones/", f"{PAGE}intervenciones/1/"),
    "streets": ("/observatorio/intervenciones/calles/",),
    "feeds": ("/observatorio/intervenciones.atom", f"{PAGE}intervenciones.atom", f"{PAGE}intervenciones.rss"),
    "search": ("/buscar/?q=tuza", "/en/buscar/?q=tuza", "/api/v1/search?q=tuza", "/api/v1/search"),
    "api": ("/api/v1/monuments", f"/api/v1/monuments/{CODE}", "/api/v1/interventions"),
    "sitemap": ("/sitemap.xml",),
    "record": (
        f"/api/v1/monuments/{CODE}",
        *(f"{PAGE}ficha.{form}" for form in ("csv", "geojson", "jsonld", "linked-art.json", "kml")),
    ),
    **{
        form: (f"/observatorio/inmuebles/inventario.{form}", f"{PAGE}ficha.{form}")
        for form in ("csv", "xlsx", "geojson", "jsonld", "linked-art.json", "kml")
    },
}
#: Surfaces that tell so little of a monument that no field that can be hidden is on them.
TELLS_NOTHING = {"report form", "sitemap"}
#: Where the ensemble, which is a public monument, stands beside the monument that is a part of it.
ENSEMBLE_ALONE = ("page", "record", "plaque", "map", "map data", "works", "streets", "feeds", "report form")
#: The legend of the map lists every term (`test_public_map` looks at what a point says); the search finds the record of
#: the archive itself.
BY_ITSELF = {("map data", "condition"), ("search", "records")}
#: What is private whatever the access by field says.
PRIVATE = (
    "quimera-borrador", "Casa Invisible", "grieta-pendiente", "Ciudadana Discreta", "discreta@example.org",
    "inspector-reservado", "observación-interna", "recomendación-interna",
)  # fmt: skip


@pytest.fixture
def made(site_tree, search_index, committing):
    """A monument with every mark, the same said by an institution, works, a visit, reports, and a draft."""
    with committing():
        made = full(site_tree)
        SourceRecord.objects.create(
            monument=made, institution=institution("inah"), key="I-32-07531", values=values_of(made)
        )
        Intervention.objects.create(pk=1, monument=made, title="Cubierta nueva")
        Inspection.objects.create(
            monument=made, inspector="inspector-reservado", access="completo", occupancy="ocupado", condition="ruinoso",
            risk="alto", observations="observación-interna", recommendation="recomendación-interna",
        )  # fmt: skip
        for state, text in (("pendiente", "grieta-pendiente"), ("aceptado", "grieta aceptada")):
            CitizenReport.objects.create(
                monument=made, kind="dano", text=text, name="Ciudadana Discreta", email="discreta@example.org",
                state=state,
            )  # fmt: skip
        Monument.objects.create(
            name="Casa Invisible", classification="civil", state="32", municipality="Zacatecas", live=False
        )
        draft = Monument.objects.get(pk=made.pk)
        draft.description = "quimera-borrador"
        draft.save_revision()
    return made


def told(client, surface):
    """All that the addresses of a surface say; an address that fails would hide a leak, so it may not."""
    texts = []
    for address in SURFACES[surface]:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        if address.endswith(".xlsx"):
            texts.append(_cells(b"".join(response.streaming_content)))
        elif address.endswith(".pdf"):
            content = b"".join(response.streaming_content) if response.streaming else response.content
            texts.append("\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)))
        else:
            texts.append(text_of(response))
    return "\n".join(texts)


def _cells(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(f",{cell.value}," for sheet in book for row in sheet.iter_rows() for cell in row)


def _marks(text, fields):
    text = re.sub(r"T\d\d:\d\d:\d\d(\.\d+)?", "", text)  # the hour of an answer may hold the digits of a year
    return {(field, mark) for field in fields for mark in MARKS[field] if mark in text}


def _open(monument, field):
    """Public again, as `full` made it."""
    if field in ("cadastral_key", "owner_name", "interior"):
        hide(monument, field, level="publico")
    else:
        FieldRestriction.objects.filter(monument=monument, field=field).delete()
        monument.save()


@pytest.mark.parametrize("surface", SURFACES)
def test_a_hidden_field_is_not_on_the_surface(client, made, committing, surface):
    shown = {field for field, _mark in _marks(told(client, surface), HIDEABLE)}
    if surface not in TELLS_NOTHING:
        assert shown, "the surface tells nothing that could be hidden: is the test looking at it?"
    leaks = set()
    changing = committing if surface == "search" else nullcontext  # only the index waits for the end of a transaction
    for field in HIDEABLE:
        with changing():
            hide(made, field)
        text = told(client, surface)
        if (surface, field) not in BY_ITSELF and (field != "part_of" or surface in ENSEMBLE_ALONE):
            leaks |= _marks(text, [field])
        if field not in ("street", "coordinates"):
            # Hiding one field leaves the others where they were.
            assert shown - {field} <= {other for other, _mark in _marks(text, HIDEABLE)} | {field}, field
        with changing():
            _open(made, field)
    assert leaks == set()


@pytest.mark.parametrize("surface", SURFACES)
def test_what_nobody_published_is_not_on_the_surface(client, made, surface):
    text = told(client, surface)
    assert [secret for secret in PRIVATE if secret in text] == []


@pytest.mark.parametrize("surface", SURFACES)
def test_confidential_by_default_without_any_restriction(client, made, committing, surface):
    with committing():
        FieldRestriction.objects.filter(monument=made).delete()
        made.save()
    assert _marks(told(client, surface), ["cadastral_key", "owner_name", "interior"]) == set()


@pytest.mark.parametrize("surface", ["page", "search", "api", "csv", "geojson", "jsonld", "kml", "linked-art.json"])
def test_a_reservation_holds_on_its_last_day_and_ends_with_it(client, made, committing, surface):
    today = timezone.localdate()
    with committing():
        hide(made, "description", level="reservado", until=today)
    assert "zarabanda" not in told(client, surface)
    with committing():
        hide(made, "description", level="reservado", until=today - dt.timedelta(days=1))
    assert "zarabanda" in told(client, surface)


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("condition", "conservacion=ruinoso"), ("century", "siglo=XVI"), ("current_uses", "uso=cultura"),
        ("protections", "proteccion=municipal"), ("institutions", "instancia=ziruela"), ("heritage_site", "sitio=9907"),
        ("street", "q=zenzontle"), ("other_names", "q=zumbador"), ("inah_key", "q=I-32-07531"),
    ],
)  # fmt: skip
def test_a_hidden_field_does_not_find_its_monument(client, made, committing, field, query):
    """Neither by a filter nor by words, and no count betrays it."""
    addresses = [f"/api/v1/monuments?{query}", f"/observatorio/inmuebles/inventario.geojson?{query}",
                 f"/observatorio/inmuebles/?{query}", f"/observatorio/inmuebles/mapa.json?{query}"]  # fmt: skip
    assert client.get(addresses[0]).json()["count"] == 1
    with committing():
        hide(made, field)
    assert client.get(addresses[0]).json()["count"] == 0
    for address in addresses[1:]:
        assert "Casa de la Tuza" not in text_of(client.get(address)), address


@pytest.mark.parametrize("surface", SURFACES)
def test_an_unpublished_monument_is_on_no_surface(client, made, committing, surface):
    with committing():
        Monument.objects.get(pk=made.pk).unpublish()
    for address in SURFACES[surface]:
        response = client.get(address)
        if response.status_code == 404:
            continue
        text = _cells(b"".join(response.streaming_content)) if address.endswith(".xlsx") else text_of(response)
        assert "Casa de la Tuza" not in text, address
        assert f'"{CODE}"' not in text, address


def test_every_address_of_the_inventory_is_among_the_surfaces():
    """A new public address must be looked at here, or named here with the reason why not."""
    from observatorio.public_urls import urlpatterns

    not_here = {
        "field_sheets", "field_sheet", "inspect", "inspection_saved",  # for staff, behind a login
        "report_thanks",  # says a receipt
        "dictionary",
        "dictionary_schema",  # these describe the fields and have no data
        "street_feed", "street_rss", "works_rss",  # as `works_feed`; the street is in the address
    }  # fmt: skip
    known = {
        "inventory", "map_data", "export", "dictionary", "record_export", "monument", "plaque", "intervention",
        "works_feed", "report", "works", "streets",
    }  # fmt: skip
    assert {item.name for item in urlpatterns} == known | not_here
    assert reverse("monuments:monument", args=[CODE]) == PAGE
