"""The page of the inventory: list, gallery and map of the same monuments, with the same few queries at any size."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import ArchiveImage
from observatorio.models import Monument, Photo
from tests.observatorio.public_inventory import cold, monument, picture, restrict, some

pytestmark = pytest.mark.django_db
ADDRESS = "/observatorio/inmuebles/"
BUDGET = 18


@pytest.fixture
def inventory(site_tree):
    return some()


def names(response) -> list[str]:
    return [row.monument.name for row in response.context["listing"].rows]


def test_the_list_shows_the_public_monuments_by_name(client, inventory):
    response = client.get(ADDRESS)
    assert names(response) == [
        "Ágora del Obispo", "Catedral Basílica", "Convento de Nuestra Señora de Guadalupe", "Mercado González Ortega",
    ]  # fmt: skip
    page = response.content.decode()
    assert "4 inmuebles" in page
    assert "Casa sin publicar" not in page
    assert "Siglo XVI–XVIII" in page
    assert "Avenida Hidalgo, Zacatecas, Zacatecas" in page


@pytest.mark.parametrize("view", ["lista", "galeria"])
def test_a_row_tells_nothing_reserved(client, inventory, view):
    for field in ("century", "street", "condition"):
        restrict(inventory["cathedral"], field)
    page = client.get(f"{ADDRESS}?vista={view}&q=catedral").content.decode()
    row = page[page.index("resultados") :]
    assert "Catedral Basílica" in row
    for kept in ("XVIII", "Hidalgo", "condition--bueno"):
        assert kept not in row


def test_filters_words_order_and_view_stay_in_every_link(client, inventory):
    response = client.get(f"{ADDRESS}?q=de&clase=religiosa&vista=galeria&orden=antiguos&por=48")
    listing = response.context["listing"]
    century = next(facet for facet in listing.facets if facet["name"] == "siglo")["values"][0]["url"]
    for part in ("q=de", "clase=religiosa", "vista=galeria", "orden=antiguos", "por=48", "siglo="):
        assert part in century
    page = response.content.decode()
    for name in ("clase", "vista", "orden", "por"):
        assert f'<input type="hidden" name="{name}"' in page


def test_a_chosen_filter_can_be_taken_back_alone_and_with_all_others(client, inventory):
    page = client.get(f"{ADDRESS}?clase=religiosa&siglo=XVIII&q=catedral").content.decode()
    chips = page[page.index("active-filters") :]
    assert "Clasificación: Arquitectura religiosa" in chips
    assert 'href="?q=catedral&amp;siglo=XVIII"' in chips
    assert 'href="?siglo=XVIII&amp;clase=religiosa"' in chips
    assert 'class="clear" href="?"' in chips


def test_an_unknown_value_is_told_and_filters_nothing(client, inventory):
    response = client.get(f"{ADDRESS}?siglo=XL&conservacion=<b>")
    assert response.status_code == 200
    page = response.content.decode()
    assert "«XL» no es un valor de Siglo" in page
    assert "<b>»" not in page
    assert len(names(response)) == 4


def test_what_finds_nothing_says_what_to_do(client, inventory):
    page = client.get(f"{ADDRESS}?q=inexistente").content.decode()
    assert "Ningún inmueble responde a esto" in page
    assert "Quite algún filtro" in page


def test_pages_keep_the_filters(client, inventory):
    for number in range(30):
        monument(f"Casa {number:02d}")
    response = client.get(f"{ADDRESS}?q=casa")
    assert len(names(response)) == 24
    assert "?q=casa&amp;page=2" in response.content.decode()
    assert len(names(client.get(f"{ADDRESS}?q=casa&page=2"))) == 6
    assert len(names(client.get(f"{ADDRESS}?q=casa&por=48"))) == 30
    assert client.get(f"{ADDRESS}?q=casa&page=999").status_code == 200


def test_a_photograph_that_is_not_public_is_not_shown(client, inventory):
    photo = Photo.objects.create(monument=inventory["house"], image=picture(), alt_text="Fachada del palacio")
    assert "Fachada del palacio" in client.get(ADDRESS).content.decode()
    Photo.objects.filter(pk=photo.pk).update(is_public=False)
    assert "Fachada del palacio" not in client.get(ADDRESS).content.decode()


def test_the_same_few_queries_at_66_and_at_6600_monuments(client, site_tree):
    monument(
        "Casa", institutions=("inah",), protections=("catalogo",), century_from=18, latitude=22.7, longitude=-102.5
    )
    pattern = Monument.objects.get()
    addresses = [
        f"{ADDRESS}?vista={view}{query}"
        for view in ("lista", "galeria", "mapa")
        for query in ("", "&q=casa&clase=religiosa&siglo=XVIII&instancia=inah&orden=antiguos")
    ]
    counts = []
    for size in (66, 6600):
        enlarge(pattern, size)
        for found in Monument.objects.order_by("name", "code")[:24]:
            Photo.objects.get_or_create(monument=found, defaults={"image": _picture(), "alt_text": "Casa"})
        counts.append([queries_of(client, address) for address in addresses])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= BUDGET


def queries_of(client, address: str) -> int:
    """Of the second request: renditions are made once."""
    client.get(address)
    cold()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def enlarge(pattern: Monument, size: int) -> None:
    """Copies of a monument, institutions included, until there are `size`."""
    Monument.objects.bulk_create(copy(pattern, number) for number in range(Monument.objects.count(), size))
    through, inah = Monument.institutions.through, pattern.institutions.get().pk
    keys = Monument.objects.exclude(institutions=inah).values_list("pk", flat=True)
    through.objects.bulk_create([through(monument_id=pk, institution_id=inah) for pk in keys])


def _picture() -> ArchiveImage:
    return ArchiveImage.objects.first() or picture()


def copy(pattern: Monument, number: int) -> Monument:
    values = {field.attname: getattr(pattern, field.attname) for field in Monument._meta.concrete_fields}
    values |= {
        "id": None,
        "code": f"ZAC-{number + 1000}",
        "name": f"Casa {number:05d}",
        "latitude": 22.7 + number / 1e5,
    }
    return Monument(**values)


def test_downloads_carry_the_filters(client, inventory):
    page = client.get(f"{ADDRESS}?clase=religiosa&vista=galeria").content.decode()
    for form in ("csv", "xlsx", "geojson"):
        address = reverse("monuments:export", args=[form])
        assert re.search(rf'href="{re.escape(address)}\?clase=religiosa"', page), form


def test_in_english_the_page_and_its_links_are_english(client, inventory):
    response = client.get("/en" + ADDRESS)
    assert response.status_code == 200
    assert 'href="/en/observatorio/inmuebles/ZAC-0001/"' in response.content.decode()
