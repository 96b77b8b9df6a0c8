"""The map: its data, the server's drawing, the list beside it, and that nothing reserved is on it."""

import gzip
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from observatorio.models import Monument
from observatorio.services.map_data import COLUMNS, Point
from observatorio.services.outline_map import degrees, draw, read_box, within
from tests.observatorio.public_inventory import monument, restrict, some

pytestmark = pytest.mark.django_db
DATA = "/observatorio/inmuebles/mapa.json"
MAP = "/observatorio/inmuebles/?vista=mapa"


@pytest.fixture
def inventory(site_tree):
    return some()


def rows(client, query: str = "") -> dict[str, dict]:
    found = client.get(f"{DATA}?{query}").json()
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in found["rows"]}


def test_the_data_hold_the_public_points_with_five_decimals(client, inventory):
    Monument.objects.filter(pk=inventory["cathedral"].pk).update(latitude=22.7756123456)
    found = rows(client)
    assert set(found) == {inventory["cathedral"].code, inventory["convent"].code}
    cathedral = found[inventory["cathedral"].code]
    assert cathedral["latitude"] == 22.77561
    assert cathedral["name"] == "Catedral Basílica"
    assert cathedral["century"] == "XVIII"
    assert cathedral["address"] == "Avenida Hidalgo, Zacatecas"


def test_the_data_answer_the_filters_of_the_list(client, inventory):
    assert set(rows(client, "municipio=Guadalupe")) == {inventory["convent"].code}
    assert set(rows(client, "q=catedral")) == {inventory["cathedral"].code}
    assert rows(client, "sitio=nada") == {}


def test_reserved_coordinates_are_on_no_map(client, inventory):
    restrict(inventory["cathedral"], "coordinates")
    assert set(rows(client)) == {inventory["convent"].code}
    page = client.get(MAP).content.decode()
    main = page[page.index("map-page") :]
    assert "Catedral" not in main
    assert "3 inmuebles no tienen coordenadas públicas" in page


@pytest.mark.parametrize(("field", "column", "empty"), [("condition", "condition", -1), ("century", "century", "")])
def test_reserved_facts_are_not_in_the_data(client, inventory, field, column, empty):
    restrict(inventory["cathedral"], field)
    assert rows(client)[inventory["cathedral"].code][column] == empty


def test_a_reserved_street_is_not_in_the_data(client, inventory):
    restrict(inventory["cathedral"], "street")
    assert rows(client)[inventory["cathedral"].code]["address"] == "Zacatecas"


def test_who_has_the_data_is_told_so_until_they_change(client, inventory):
    first = client.get(DATA)
    assert first["Last-Modified"]
    assert client.get(DATA, headers={"If-None-Match": first["ETag"]}).status_code == 304
    restrict(inventory["cathedral"], "coordinates")  # nothing of the monument itself is saved
    assert client.get(DATA, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_data_come_compressed_to_who_can_read_them(client, inventory):
    plain, packed = client.get(DATA), client.get(DATA, headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    json.loads(plain.content)


def test_the_data_take_the_same_few_queries_at_any_size(client, inventory):
    counts = []
    for _size in (1, 2):
        for number in range(40):
            monument(f"Casa {number}", latitude=22.7, longitude=-102.5)
        client.get(DATA)
        with CaptureQueriesContext(connection) as queries:
            client.get(DATA)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_the_page_lists_the_points_that_it_draws(client, inventory):
    response = client.get(MAP)
    page = response.content.decode()
    assert {point.code for point in response.context["points"]} == {
        inventory["cathedral"].code,
        inventory["convent"].code,
    }
    for kept in ("cathedral", "convent"):
        assert page.count(f'href="/observatorio/inmuebles/{inventory[kept].code}/"') == 2  # in the list and on the map
    assert "<script>" not in page
    assert " style=" not in page


def test_marks_of_several_lead_to_their_part_of_the_map(client, inventory):
    for number in range(3):
        monument(f"Casa {number}", latitude=22.77561 + number / 1e5, longitude=-102.5721)
    drawing = client.get(MAP).context["drawing"]
    several = next(mark for mark in drawing.marks if mark.count == 4)
    response = client.get(f"{MAP}&caja={several.box}")
    assert response.context["shown_count"] == 4
    assert "En esta parte del mapa: 4 de 5" in response.content.decode()


@pytest.mark.parametrize("box", ["", "a,b,c,d", "1,2,3", "3,2,1,0", "nan,nan,nan,nan", "-200,0,0,1", "%00"])
def test_a_box_that_is_none_shows_the_whole_map(client, inventory, box):
    response = client.get(f"{MAP}&caja={box}")
    assert response.status_code == 200
    assert response.context["shown_count"] == 2


def test_without_any_point_the_page_says_so(client, site_tree):
    monument("Casa")
    page = client.get(MAP).content.decode()
    assert "Ninguno de estos inmuebles tiene un punto público" in page


def test_tiles_are_used_only_where_the_office_names_them(client, inventory, settings):
    assert "data-tiles" not in client.get(MAP).content.decode()
    settings.MAP_TILES_URL = "https://teselas.example.mx/{z}/{x}/{y}.png"
    assert 'data-tiles="https://teselas.example.mx/{z}/{x}/{y}.png"' in client.get(MAP).content.decode()


# --- The drawing ---------------------------------------------------------------------------------------------------
def point(latitude: float, longitude: float, code: str = "ZAC-0001") -> Point:
    return Point(code, "Casa", latitude, longitude, "civil", "", "", "Zacatecas")


def test_north_is_up_and_east_is_right():
    drawing = draw([point(22.80, -102.60, "NW"), point(22.70, -102.50, "SE")], [])
    marks = {mark.points[0].code: mark for mark in drawing.marks}
    assert marks["NW"].x < marks["SE"].x
    assert marks["NW"].y < marks["SE"].y
    assert all(0 < mark.x < drawing.width and 0 < mark.y < drawing.height for mark in drawing.marks)


def test_the_scale_is_true():
    """Two points 0.01° of latitude apart are 1,113 m apart."""
    drawing = draw([point(22.70, -102.5, "A"), point(22.71, -102.5, "B")], [])
    first, second = drawing.marks
    length, label = drawing.scale
    metres = int(label.split()[0]) * (1000 if "km" in label else 1)
    assert abs(second.y - first.y) / length * metres == pytest.approx(1113, rel=0.01)


def test_a_single_point_is_drawn_in_the_middle():
    drawing = draw([point(22.77, -102.57)], [], accuracy_m=35)
    assert (drawing.marks[0].x, drawing.marks[0].y) == (drawing.width / 2, drawing.height / 2)
    assert drawing.accuracy > 0


def test_outlines_of_sites_are_drawn():
    square = {"type": "Polygon", "coordinates": [[[-102.6, 22.7], [-102.5, 22.7], [-102.5, 22.8], [-102.6, 22.7]]]}
    features = [{"geometry": square}, {"geometry": {"type": "Point", "coordinates": [0, 0]}}]
    drawing = draw([point(22.75, -102.55)], features)
    assert len(drawing.outlines) == 1
    assert drawing.outlines[0].startswith("M")


def test_degrees_as_people_read_them():
    assert degrees(-102.5722222, "O", "E") == "102°34′20″ O"
    assert degrees(22.75, "S", "N") == "22°45′ N"
    assert degrees(22, "S", "N") == "22° N"


def test_a_box_keeps_what_is_inside():
    box = read_box("-102.6,22.7,-102.5,22.8")
    assert box is not None
    assert within([point(22.75, -102.55), point(22.85, -102.55)], box) == [point(22.75, -102.55)]
