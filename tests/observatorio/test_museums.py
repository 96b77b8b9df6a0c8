"""The directory of museums: list, filters and points, the same for people and for machines."""

import json
import re

import pytest
from django.core.exceptions import ValidationError

from observatorio.models import Monument, Museum, MuseumsPage, ObservatoryPage
from observatorio.services.sections import make_sections


@pytest.fixture
def page(site_tree):
    front = ObservatoryPage(title="Observatorio", slug="observatorio", locale=site_tree.spanish, state="32")
    site_tree.home.add_child(instance=front)
    front.save_revision().publish()
    front.refresh_from_db()
    make_sections(front)
    museum = Museum.objects.create
    museum(name="Museo Zacatecano", kind="Historia", state="32", municipality="Zacatecas", latitude=22.77515, longitude=-102.57375)  # fmt: skip
    museum(name="Museo <Pedro> Coronel", kind="Arte", state="32", municipality="Zacatecas", url="https://example.mx/")
    museum(name="Museo de Guadalupe", kind="Arte", state="32", municipality="Guadalupe", opening_hours="9 a 17 h")
    museum(name="Museo de Querétaro", kind="Arte", state="22", municipality="Querétaro")
    return MuseumsPage.objects.get()


def names(html: str) -> list[str]:
    return re.findall(r"<li class=\"museum\".*?<h3>(.*?)</h3>", html, re.DOTALL)


def test_museums_of_the_microsites_state_are_listed(client, page):
    html = client.get(page.url).content.decode()
    assert names(html) == ["Museo &lt;Pedro&gt; Coronel", "Museo Zacatecano", "Museo de Guadalupe"]
    assert "9 a 17 h" in html


def test_filters_add_up_and_say_how_many_each_would_leave(client, page):
    html = client.get(page.url, {"tipo": "Arte"}).content.decode()
    assert names(html) == ["Museo &lt;Pedro&gt; Coronel", "Museo de Guadalupe"]
    assert ">Guadalupe (1)</option>" in html
    both = client.get(page.url, {"tipo": "Arte", "municipio": "Guadalupe"}).content.decode()
    assert names(both) == ["Museo de Guadalupe"]
    assert names(client.get(page.url, {"tipo": "nada"}).content.decode()) == []


def test_the_points_are_drawn_and_lead_to_the_list(client, page):
    html = client.get(page.url).content.decode()
    drawing = re.search(r'<svg class="outline-map".*?</svg>', html, re.DOTALL)[0]
    (mark,) = re.findall(r'<a class="outline-map__mark" href="#([^"]+)"', drawing)
    assert f'id="{mark}"' in html
    assert "2 museos no tienen coordenadas" in html


def test_the_points_come_as_geojson(client, page):
    response = client.get(f"{page.url}museos.json")
    assert response["Content-Type"] == "application/geo+json"
    (feature,) = json.loads(response.content)["features"]
    assert feature["geometry"]["coordinates"] == [-102.57375, 22.77515]
    assert feature["properties"]["name"] == "Museo Zacatecano"


def test_machines_read_the_same_museums_and_no_name_ends_the_script(client, page):
    html = client.get(page.url).content.decode()
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    items = [entry["item"] for entry in json.loads(text)["itemListElement"]]
    assert {item["@type"] for item in items} == {"Museum"}
    assert items[0]["name"] == "Museo <Pedro> Coronel"
    assert items[1]["geo"]["latitude"] == 22.77515


def test_a_museum_leads_to_its_building_only_while_that_is_public(client, page):
    building = Monument.objects.create(name="Casa de Moneda", classification="civil", state="32", municipality="Zacatecas", live=True)  # fmt: skip
    Museum.objects.filter(name="Museo Zacatecano").update(monument=building)
    assert building.get_absolute_url() in client.get(page.url).content.decode()
    Monument.objects.filter(pk=building.pk).update(live=False)
    html = client.get(page.url).content.decode()
    assert building.get_absolute_url() not in html
    assert "Casa de Moneda" not in html


def test_a_page_may_name_another_state(client, page):
    page.state = "22"
    page.save_revision().publish()
    assert names(client.get(page.url).content.decode()) == ["Museo de Querétaro"]


def test_an_empty_directory_says_how_to_fill_it(client, page):
    Museum.objects.all().delete()
    assert "Todavía no hay museos" in client.get(page.url).content.decode()


def test_half_a_point_is_refused():
    with pytest.raises(ValidationError):
        Museum(name="M", state="32", municipality="Z", latitude=22.7).clean()


def test_the_directory_asks_as_often_with_many_museums(client, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.url)
        return len(queries)

    few = count()
    Museum.objects.bulk_create(Museum(name=f"M{n}", state="32", municipality="Zacatecas") for n in range(60))
    assert count() == few


def test_editors_keep_museums_in_the_admin(admin_client, page):
    from django.urls import reverse

    assert admin_client.get(reverse("museums:index")).status_code == 200
    data = {"name": "Museo Nuevo", "state": "32", "municipality": "Jerez", "kind": "", "address": "", "latitude": "",
            "longitude": "", "opening_hours": "", "url": "", "source_url": "", "monument": ""}  # fmt: skip
    assert admin_client.post(reverse("museums:add"), data).status_code == 302
    assert Museum.objects.filter(name="Museo Nuevo").exists()
