"""A citizen finds a monument in the list and on the map, by mouse, by keyboard and without JavaScript, opens its page,
and the QR of its plaque leads back to it."""

import json
import re

import pypdfium2
import pytest
import zxingcpp

from tests.functional.running_site import until
from tests.looking import violations

#: A municipality of its own, so that the journeys see what they made and nothing of the demo.
TOWN = "Sombrerete"
MONUMENTS = [
    {"name": "Templo del Cerro", "latitude": 23.6300, "longitude": -103.6400, "century_from": 18, "condition": "bueno"},
    {"name": "Casa de la Moneda Vieja", "latitude": 23.6301, "longitude": -103.6401, "century_from": 17},
    {
        "name": "Acueducto de Arriba",
        "latitude": 23.6390,
        "longitude": -103.6300,
        "century_from": 18,
        "condition": "malo",
    },
    {"name": "Capilla sin punto", "century_from": 19},
]
MAKE = """
import json
from observatorio.models import Monument
made = {}
for row in json.loads(%r):
    row = {"classification": "religiosa", "state": "32", "municipality": %r, "municipality_key": "042", "live": True} | row
    found = Monument.objects.filter(name=row["name"], municipality=row["municipality"]).first() or Monument(**row)
    found.save()
    made[found.name] = found.code
print("MADE" + json.dumps(made))
"""


@pytest.fixture(scope="module")
def codes(site) -> dict[str, str]:
    """Name → code of the monuments of the journeys."""
    done = site.manage("shell", "-v", "0", "-c", MAKE % (json.dumps(MONUMENTS), TOWN))
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("MADE"))[4:])


def inventory(view: str = "", more: str = "") -> str:
    return f"/observatorio/inmuebles/?municipio={TOWN.replace(' ', '+')}&vista={view}{more}"


def test_a_citizen_searches_filters_and_opens_a_monument(site, codes, new_page):
    page = new_page()
    page.goto(inventory())
    assert page.locator("#resultados").inner_text() == "4 inmuebles"
    page.fill("#inventory-q", "templo cerro")
    page.press("#inventory-q", "Enter")
    page.wait_for_url("**q=templo*")
    assert page.locator(".monument-row").count() == 1
    page.locator(".active-filters a", has_text="templo").click()
    page.locator("[aria-labelledby=facet-siglo] a", has_text="XVIII").click()
    assert page.locator(".monument-row__title").all_inner_texts() == ["Acueducto de Arriba", "Templo del Cerro"]
    page.get_by_role("link", name="Galería").click()
    assert page.locator(".monument-card").count() == 2
    page.get_by_role("link", name="Templo del Cerro").click()
    page.wait_for_url(f"**/{codes['Templo del Cerro']}/")
    assert page.locator("h1").inner_text() == "Templo del Cerro"
    assert page.faults == []


def live_map(page):
    page.goto(inventory("mapa"))
    page.wait_for_selector(".map-page.is-live .map-mark")


def test_list_and_map_say_the_same_and_light_up_together_by_mouse(site, codes, new_page):
    page = new_page()
    live_map(page)
    assert "3 de 3" in page.locator(".map-page__count").inner_text()
    assert set(page.locator(".map-list__name").all_inner_texts()) == {
        row["name"] for row in MONUMENTS if "latitude" in row
    }
    assert "1 inmueble no tiene coordenadas públicas" in page.locator("main").inner_text()
    link = page.locator(f".map-list [data-code='{codes['Acueducto de Arriba']}']")
    link.hover()
    mark = page.get_by_role("button", name="Acueducto de Arriba")
    until(lambda: "is-active" in mark.get_attribute("class"))
    page.mouse.move(0, 0)
    until(lambda: "is-active" not in mark.get_attribute("class"))
    mark.hover()
    until(lambda: "is-active" in link.get_attribute("class"))

    several = page.get_by_role("button", name=re.compile("2 inmuebles"))
    several.click()
    until(lambda: page.get_by_role("button", name="Templo del Cerro").count() == 1)
    until(lambda: "2 de 3" in page.locator(".map-page__count").inner_text())
    page.get_by_role("button", name="Templo del Cerro").click()
    page.locator(".map-popup__name", has_text="Templo del Cerro").click()
    page.wait_for_url(f"**/{codes['Templo del Cerro']}/")
    assert page.faults == []


def test_the_map_works_by_keyboard(site, codes, new_page):
    page = new_page()
    live_map(page)
    mark = page.get_by_role("button", name="Acueducto de Arriba")
    mark.focus()
    link = page.locator(f".map-list [data-code='{codes['Acueducto de Arriba']}']")
    until(lambda: "is-active" in link.get_attribute("class"))
    page.keyboard.press("Enter")
    until(lambda: page.evaluate("document.activeElement.textContent") == "Acueducto de Arriba")
    page.keyboard.press("Escape")
    until(lambda: page.locator(".leaflet-popup").count() == 0)
    until(lambda: page.evaluate("document.activeElement.getAttribute('aria-label')") == "Acueducto de Arriba")
    link.focus()
    until(lambda: "is-active" in mark.get_attribute("class"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{codes['Acueducto de Arriba']}/")
    assert page.faults == []


def test_without_javascript_on_a_phone_the_drawing_and_the_list_lead_to_the_monument(site, codes, new_page):
    page = new_page(width=390, height=844, java_script_enabled=False)
    page.goto(inventory("mapa"))
    assert page.locator(".map-list a").count() == 3
    page.locator("a.outline-map__mark--many").click()
    assert "En esta parte del mapa: 2 de 3" in page.locator("main").inner_text()
    page.get_by_role("link", name="Ver todo el mapa").click()
    page.locator(f".outline-map a[href*='{codes['Acueducto de Arriba']}']").click()
    assert page.locator("h1").inner_text() == "Acueducto de Arriba"
    assert page.locator(".monument-map svg.outline-map").count() == 1


def test_the_qr_of_the_plaque_opens_the_record(site, codes, new_page):
    page = new_page()
    page.goto(f"/observatorio/inmuebles/{codes['Templo del Cerro']}/")
    for link in page.locator(".plaque-sizes a").all():
        content = page.request.get(link.get_attribute("href")).body()
        with pypdfium2.PdfDocument(content) as document:
            image = document[0].render(scale=2).to_pil().convert("L")
        (found,) = zxingcpp.read_barcodes(image)
        assert found.text.startswith(site.url + "/q/")
        other = new_page()
        other.goto(found.text)
        assert other.locator("h1").inner_text() == "Templo del Cerro"


KINDS = {
    "list": inventory(), "gallery": inventory("galeria"), "map": inventory("mapa"), "nothing": inventory("", "&q=zxq"),
    "monument": "@Templo del Cerro", "monument without a point": "@Capilla sin punto", "unknown": "/observatorio/inmuebles/ZAC-99999/",
}  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_the_inventory_are_accessible_and_no_wider_than_the_screen(site, codes, new_page, kind, width, scheme):
    page = new_page(width=width, color_scheme=scheme)
    address = KINDS[kind]
    page.goto(f"/observatorio/inmuebles/{codes[address[1:]]}/" if address.startswith("@") else address)
    if kind == "map":
        page.wait_for_selector(".map-page.is-live .map-mark")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.faults == []
