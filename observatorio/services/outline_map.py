"""A map drawn by the server from our own data alone: no tiles, no script, nobody else's geometry.

It shows what the inventory knows: the points, grouped where they would overlap, the outlines of heritage sites, the
names of streets where several points stand, a grid with its degrees and a scale in metres. Local equirectangular
projection, true to a few parts in a thousand over the extent of a town.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .map_data import Point, street_names

WIDTH, HEIGHT, PADDING = 800, 600, 56
CELL = 46  # units of the drawing: points nearer than this become one mark, so that each can be touched
TOUCH = 38  # units between the middles of two marks, at least
METRES = 111_320.0  # in a degree of latitude
SMALLEST = 350.0  # metres shown at least across the drawing
CORNER = (130, 52)  # units at the right and at the top where the two kinds of label would meet: none is written there
_STEPS = (10 / 3600, 20 / 3600, 30 / 3600, 1 / 60, 2 / 60, 5 / 60, 10 / 60, 20 / 60, 30 / 60, 1.0, 2.0, 5.0, 10.0)

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


_Placed = tuple[float, float, Point]  # x and y in the drawing


@dataclass(frozen=True, slots=True)
class Mark:
    """A point, or several that stand too near; `box` frames these."""

    x: float
    y: float
    points: list[Point]
    box: str

    @property
    def count(self) -> int:
        return len(self.points)

    @property
    def radius(self) -> float:
        return 9 if self.count == 1 else min(14 + 3 * math.log(self.count), 26)


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    marks: list[Mark]
    meridians: list[Line]
    parallels: list[Line]
    outlines: list[str]
    streets: list[tuple[float, float, str]]
    scale: tuple[float, str]  # length in the drawing, and what it is
    accuracy: float = 0.0  # radius in the drawing
    width: int = WIDTH
    height: int = HEIGHT


def read_box(text: str) -> Box | None:
    """«west,south,east,north» in degrees; None for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    good = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if good else None


def within(points: list[Point], box: Box) -> list[Point]:
    west, south, east, north = box
    return [p for p in points if south <= p.latitude <= north and west <= p.longitude <= east]


def draw(
    points: list[Point],
    features: list[dict[str, Any]],
    *,
    box: Box | None = None,
    accuracy_m: float = 0.0,
    apart: bool = False,
) -> Drawing:
    """The drawing of the points, in the extent of `box` or of all of them; `accuracy_m` around the first.

    `apart`: each point is a mark of its own, the first one first, even where they overlap.
    """
    west, south, east, north = box or _extent(points)
    middle = math.radians((south + north) / 2)
    across, high = (east - west) * METRES * math.cos(middle), (north - south) * METRES
    units = min((WIDTH - 2 * PADDING) / max(across, SMALLEST), (HEIGHT - 2 * PADDING) / max(high, SMALLEST * 0.75))
    centre = ((west + east) / 2, (south + north) / 2)

    def place(longitude: float, latitude: float) -> tuple[float, float]:
        x = WIDTH / 2 + (longitude - centre[0]) * METRES * math.cos(middle) * units
        y = HEIGHT / 2 - (latitude - centre[1]) * METRES * units
        return round(x, 1), round(y, 1)

    streets = [(*place(longitude, latitude), name) for name, latitude, longitude in street_names(points)]
    half_x, half_y = WIDTH / 2 / units / METRES / math.cos(middle), HEIGHT / 2 / units / METRES
    shown = (centre[0] - half_x, centre[1] - half_y, centre[0] + half_x, centre[1] + half_y)
    meridians = [
        Line(x, 0, x, HEIGHT, degrees(value, _("O"), _("E")) if x < WIDTH - CORNER[0] else "")
        for value in _grid(shown[0], shown[2])
        for x in [place(value, centre[1])[0]]
    ]
    parallels = [
        Line(0, y, WIDTH, y, degrees(value, _("S"), _("N")) if y > CORNER[1] else "")
        for value in _grid(shown[1], shown[3])
        for y in [place(centre[0], value)[1]]
    ]
    paths = [path for feature in features for path in _paths(feature["geometry"], place)]
    return Drawing(
        _marks(points, place, apart=apart),
        meridians,
        parallels,
        paths,
        streets,
        _scale(units),
        round(accuracy_m * units, 1),
    )


def degrees(value: float, below: str, above: str) -> str:
    """«102°34′20″ O»."""
    seconds = round(abs(value) * 3600)
    whole, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    text = f"{whole}°" + (f"{minutes:02d}′" if minutes or seconds else "") + (f"{seconds:02d}″" if seconds else "")
    return f"{text} {below if value < 0 else above}"


def _extent(points: list[Point]) -> Box:
    latitudes, longitudes = [p.latitude for p in points], [p.longitude for p in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _grid(first: float, last: float) -> list[float]:
    """Round values between two angles: five lines at most."""
    step = next((step for step in _STEPS if (last - first) / step <= 5), 20.0)
    return [number * step for number in range(math.ceil(first / step), math.floor(last / step) + 1)]


def _scale(units: float) -> tuple[float, str]:
    for metres in (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000):
        if metres * units >= 80:
            break
    return round(metres * units, 1), f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"


def _marks(points: list[Point], place: Any, *, apart: bool) -> list[Mark]:
    """Points by the cell of a grid in which they fall; north to south, so that the keyboard reads it like a page."""
    if apart:
        placed = [(place(point.longitude, point.latitude), point) for point in points]
        return [Mark(x, y, [point], "") for (x, y), point in placed]
    cells: dict[tuple[int, int], list[_Placed]] = {}
    for point in points:
        x, y = place(point.longitude, point.latitude)
        cells.setdefault((int(y // CELL), int(x // CELL)), []).append((x, y, point))
    marks = []
    for here in _merged(sorted(cells.values(), key=len, reverse=True)):
        found = [point for _x, _y, point in here]
        west, south, east, north = _extent(found)
        margin = max((east - west), (north - south)) * 0.1 + 0.0005
        box = f"{west - margin:.5f},{south - margin:.5f},{east + margin:.5f},{north + margin:.5f}"
        x, y = _middle(here)
        marks.append(Mark(x, y, found, box))
    return sorted(marks, key=lambda mark: (mark.y, mark.x))


def _merged(groups: list[list[_Placed]]) -> list[list[_Placed]]:
    """Groups of neighbouring cells may still overlap: the smaller joins the larger one that it touches."""
    kept: list[list[_Placed]] = []
    for group in groups:
        x, y = _middle(group)
        near = (other for other in kept if math.dist(_middle(other), (x, y)) < TOUCH)
        if (other := next(near, None)) is not None:
            other.extend(group)
        else:
            kept.append(list(group))
    return kept


def _middle(here: list[_Placed]) -> tuple[float, float]:
    return round(sum(h[0] for h in here) / len(here), 1), round(sum(h[1] for h in here) / len(here), 1)


def _paths(geometry: dict[str, Any], place: Any) -> list[str]:
    """Polygons of GeoJSON as data of SVG paths; other geometries are not drawn."""
    polygons: dict[str, Any] = {"Polygon": [geometry.get("coordinates")], "MultiPolygon": geometry.get("coordinates")}
    found = []
    for polygon in polygons.get(geometry.get("type", "")) or []:
        rings = ["M" + "L".join("{},{}".format(*place(*position[:2])) for position in ring) + "Z" for ring in polygon]
        found.append("".join(rings))
    return found
