"""/estados/: the national board. `?corte=` chooses the moment, `?contra=` another to compare it with, `?orden=` the
column, `?paso=` and `?grupo=` what is shown. Words that it does not know change nothing, and the page says so (`national_notices`).

What a page tells is kept, already drawn, under what was read (`national_inputs`), the hour and what was asked: a
change gives another key. The hour, because days end at different moments in the country's time zones.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acervo.base.states import STATE_ABBREVIATIONS, STATE_NAMES
from estados.enums import Group, Step
from estados.models import StatesPage

from . import aging, tile_map, traffic_light
from .cuts import CutTable, difference, tables
from .national_cells import COLUMNS, NationalRow, ordered
from .national_figures import figures_of
from .national_inputs import Inputs, read_inputs
from .national_notices import notices
from .national_rows import rows_of_cut, rows_of_today
from .secretariat import national_composition

TODAY = "hoy"
#: Drawn pages that a process keeps; each is about a hundred kilobytes.
_MOST = 24
_kept: OrderedDict[tuple[Any, ...], str] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, after unknown words were left out."""

    cut: str = TODAY
    against: str = ""
    order: str = "estado"
    step: int | None = None
    group: str = ""

    def address(self, **changed: Any) -> str:
        """The query string of this view with some of it changed."""
        names = {"corte": self.cut, "contra": self.against, "orden": self.order, "paso": self.step, "grupo": self.group}
        names |= changed
        usual = {"corte": TODAY, "orden": "estado"}
        told = {name: value for name, value in names.items() if value and value != usual.get(name)}
        return "?" + urlencode(told)


def board(page: StatesPage, request: HttpRequest) -> dict[str, Any]:
    """The context of the page: `drawn`, everything below its title; `plain`, whether nothing was asked for; `notices`."""
    inputs = read_inputs(page)
    cuts = tables(inputs.rows("cut"), ())
    slugs = [cut.slug for cut in cuts]
    asked = read_address(request.GET, slugs)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    here = request.path
    key = (inputs, hour, get_language(), here, asked)
    with _lock:
        drawn = _kept.get(key)
        if drawn is not None:
            _kept.move_to_end(key)
    if drawn is None:
        drawn = render_to_string("estados/national/content.html", content(inputs, asked, here=here))
        with _lock:
            _kept[key] = drawn
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
    return {
        "drawn": mark_safe(drawn),  # noqa: S308 - our own template
        "plain": asked == Asked(),
        "asked": asked,
        "notices": notices(request.GET, slugs, today=TODAY),
    }


def read_address(params: Mapping[str, str], cuts: list[str]) -> Asked:
    cut = params.get("corte", TODAY)
    cut = cut if cut in cuts else TODAY
    against = params.get("contra", "")
    against = against if against in cuts and against != cut else ""
    order = params.get("orden", "estado")
    step, group = params.get("paso", ""), params.get("grupo", "")
    return Asked(
        cut=cut,
        against=against if cut != TODAY else "",
        order=order if order.removeprefix("-") in COLUMNS else "estado",
        step=int(step) if step in {str(int(item)) for item in Step} else None,
        group=group if group in Group.values else "",
    )


def content(inputs: Inputs, asked: Asked, *, here: str) -> dict[str, Any]:
    """What `content.html` shows. Six queries at most, for today's rows and the composition of secretariats."""
    cuts = tables(inputs.rows("cut"), inputs.rows("cut_row"))
    by_slug = {cut.slug: cut for cut in cuts}
    cut = by_slug.get(asked.cut)

    def address(_state: str, slug: str) -> str:
        return f"{here}{slug}/" if slug else ""

    rows = rows_of_cut(cut, inputs, address=address) if cut else rows_of_today(cuts, inputs, address=address)
    columns = [name for name in COLUMNS if cut is None or name != "fecha"]  # a cut has one date for all
    shown = [
        row for row in rows
        if (asked.step is None or row.step == asked.step) and (not asked.group or row.group == asked.group)
    ]  # fmt: skip
    return {
        "here": here,
        "asked": asked,
        "cut": cut,
        "today": aging.today_of("09"),
        "cuts": (choices := _choices(cuts, asked)),
        "printed": choices[1:],
        "without_filters": asked.address(paso=None, grupo=""),
        "downloads": _downloads(asked),
        "nation": _("Todo el país"),
        "heads": _heads(asked, columns),
        "rows": [_flat(row, columns) for row in ordered(shown, asked.order)],
        "total": len(rows),
        "tiles": tile_map.in_reading_order(_tile(row, cut) for row in rows),
        "key": _key(rows, cut),
        "steps": list(Step),
        "groups": Group.choices,
        "difference": difference(by_slug[asked.against], by_slug[asked.cut]) if asked.against else None,
        "rule": [(level, traffic_light.SHAPES[level], words) for level, words in traffic_light.rule()],
        "figures": figures_of(inputs, national_composition(aging.today_of("09"))),
        "contradictions": [
            {**item, "name": STATE_NAMES.get(item["state"], "")}
            for item in sorted(
                inputs.rows("contradiction"), key=lambda item: (not item["state"], item["state"], item["id"])
            )
        ],
    }


def _downloads(asked: Asked) -> list[dict[str, str]]:
    """The table of today's states, or that of all the cuts, in each form."""
    name = "entidades" if asked.cut == TODAY else "cortes"
    return [
        {"label": form.upper(), "url": reverse("states:data_file", args=[name, form])}
        for form in ("csv", "xlsx", "json")
    ]


def _flat(row: NationalRow, columns: Iterable[str]) -> tuple[NationalRow, list[Any]]:
    return row, [row.cells[name] for name in columns if name != "estado"]


def _choices(cuts: list[CutTable], asked: Asked) -> list[dict[str, Any]]:
    today = {
        "slug": TODAY,
        "label": _("Hoy"),
        "url": asked.address(corte=TODAY, contra=""),
        "current": asked.cut == TODAY,
    }
    return [
        today,
        *(
            {
                "slug": cut.slug, "label": cut.label, "url": asked.address(corte=cut.slug, contra=""),
                "current": asked.cut == cut.slug, "against": asked.against == cut.slug,
            }
            for cut in reversed(cuts)
        ),
    ]  # fmt: skip


def _heads(asked: Asked, columns: Iterable[str]) -> list[dict[str, Any]]:
    """Each column with the link that sorts by it, the other way round when it is sorted by already."""
    heads = []
    for name in columns:
        current = asked.order.removeprefix("-") == name
        down = asked.order.startswith("-")
        order = f"-{name}" if current and not down else name
        heads.append(
            {
                "name": name, "label": COLUMNS[name], "url": asked.address(orden=order) + "#tabla",
                "sort": ("descending" if down else "ascending") if current else "",
            }
        )  # fmt: skip
    return heads


def _tile(row: NationalRow, cut: CutTable | None) -> tile_map.Tile:
    """Today: the light, with its letter. In a cut: the step, with its number."""
    url = row.url if row.url and cut is None else f"#{row.anchor}"
    step = str(row.step) if row.step and row.light is not None else ""
    if row.light is not None:
        words = f"{row.light.level.label}. {row.cells['paso'].text}".removesuffix(". ")
        tone, shape, mark = row.light.level.value, row.light.shape, row.light.letter
    else:
        words = row.cells["paso"].text or _("sin dato del paso")
        tone, shape, mark = (f"paso-{row.step}", "", str(row.step)) if row.step else ("sin-informacion", "noinfo", "–")
    return tile_map.Tile(row.state, row.name, STATE_ABBREVIATIONS[row.state], url, tone, shape, mark, words, step)


def _key(rows: list[NationalRow], cut: CutTable | None) -> list[dict[str, Any]]:
    """What the tiles' colours and marks mean, with how many states have each."""
    if cut is None:
        levels = [row.light.level for row in rows if row.light]
        return [
            {
                "tone": level.value, "shape": traffic_light.SHAPES[level], "mark": traffic_light.LETTERS[level],
                "label": level.label, "count": levels.count(level),
            }
            for level in traffic_light.Level
        ]  # fmt: skip
    numbers = [row.step for row in rows]
    found = [
        {
            "tone": f"paso-{int(step)}",
            "shape": "",
            "mark": str(int(step)),
            "label": step.label,
            "count": numbers.count(int(step)),
        }
        for step in Step
    ]
    return [
        *found,
        {
            "tone": "sin-informacion",
            "shape": "noinfo",
            "mark": "–",
            "label": _("Sin dato"),
            "count": numbers.count(None),
        },
    ]
