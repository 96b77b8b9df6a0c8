"""Everything that the board of a state shows, in a fixed number of queries whatever its length."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from acervo.base import oembed
from acervo.base.addresses import absolute
from acervo.base.publicity import public
from estados.enums import Completion, Voice
from estados.models import Commitment

from . import aging, board, board_groups, board_overview, timeline
from .aging import Freshness
from .board import BoardRow
from .board_filters import NO_INFORMATION
from .board_options import Options, options
from .board_query import VIEWS, BoardQuery, read
from .embeds import embed_of_board
from .verdict_view import COMPLETIONS, Chip, chips, disagreement_text, milestone_chip

PER_PAGE = 50
PER_TIMELINE = 40


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with what the template needs of it."""

    row: BoardRow
    chips: list[Chip]
    disagreement: str
    themes: list[str]


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that sorts: `sorted` is «ascending», «descending» or empty; `url` sorts by it, or the other way."""

    name: str
    label: str
    url: str
    sorted: str = ""


def public_commitments(state: str) -> QuerySet[Commitment]:
    return public(Commitment.objects.filter(plan__state=state))


def context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """For `estados/board/page.html`: what the address asks for of the state that `page` belongs to."""
    state = page.state_page.state
    found = build(state, read(request.GET, state))
    rest = "" if (rest := found["query"].url()) == "?" else rest
    url = absolute(page.get_url(request) or "") + rest
    return found | {"embed": embed_of_board(state, rest), "oembed_url": oembed.endpoint_url(url)}


def build(state: str, query: BoardQuery) -> dict[str, Any]:
    """The context without what depends on the request: also for the frame that others embed."""
    everything = public_commitments(state)
    choices = options(everything, query)
    wanted = {choice.name: choice.chosen for choice in choices.choices}
    wanted |= {name: query.filters.get(name, "") for name in ("q", "desacuerdo", "atraso")}
    query = query.keeping({name for name, chosen in wanted.items() if chosen})
    narrowed = board.filtered(everything, wanted, on=query.on)
    if query.view == "tabla" and query.order.removeprefix("-") in board_overview.NEED_MILESTONES:
        rows = board.rows(narrowed, on=query.on)
    else:
        rows = board_overview.brief(narrowed, on=query.on)
    rows = order(rows, query.order)
    shown: dict[str, Any] = {}
    match query.view:
        case "tabla":
            shown["page_obj"] = Paginator(rows, PER_PAGE).get_page(query.page)
            shown["rows"] = views(in_full(list(shown["page_obj"].object_list), query), choices)
            shown["columns"] = columns(query, choices.voices)
        case "linea":
            page_obj = Paginator(board.sort(rows, "numero"), PER_TIMELINE).get_page(query.page)
            plans = timeline.by_plan(in_full(list(page_obj.object_list), query))
            shown |= {
                "page_obj": page_obj,
                "drawing": timeline.draw(plans, query.on),
                "plans": _with_chips(plans, query),
            }
        case _groups:
            shown |= _grouped(query, rows, choices)
    return shown | {
        "query": query,
        "choices": choices,
        "views": [(name, label, query.url(vista=name), name == query.view) for name, label in VIEWS.items()],
        "active": _active(query, choices),
        "all_rows": rows,
        "total": len(rows),
        "levels": levels(rows, query, choices.voices),
        "voices": [(voice, Voice(voice).label) for voice in choices.voices],
        "stale": [
            (Voice(voice).label, sum(row.freshness[voice] == Freshness.STALE for row in rows)) for voice in choices.voices
        ],
        "disagreements": sum(row.disagreement for row in rows),
        "late": sum(row.late for row in rows),
        "divided_url": query.url(vista="tabla", desacuerdo="1"),
        "late_url": query.url(vista="tabla", atraso="1"),
        "today_url": query.url(al=""),
        "day": f"?al={query.on.isoformat()}" if query.is_past else "",
        "rule": aging.rule(),
    }  # fmt: skip


def in_full(rows: Sequence[BoardRow], query: BoardQuery) -> list[BoardRow]:
    """The same rows in the same order, with their milestones."""
    keys = [row.commitment.pk for row in rows]
    found = {row.commitment.pk: row for row in board.rows(Commitment.objects.filter(pk__in=keys), on=query.on)}
    return [found[key] for key in keys]


def views(rows: Sequence[BoardRow], choices: Options) -> list[RowView]:
    return [
        RowView(
            row,
            chips(row.verdicts, row.freshness, begun=row.begun, voices=choices.voices),
            disagreement_text(row.verdicts) if row.disagreement else "",
            [choices.themes.get(theme.pk, theme.name) for theme in row.themes],
        )
        for row in rows
    ]


# --- Order: `board.sort`, and the voices' levels -------------------------------------------------------
_RANKS = {value: rank for rank, value in enumerate(Completion.values)}


def order(rows: list[BoardRow], key: str) -> list[BoardRow]:
    """By `board.SORTS`, or by what a voice says, from not started to complete; who says nothing stands last."""
    name, backwards = key.removeprefix("-"), key.startswith("-")
    if name not in Voice.values:
        return board.sort(rows, key)
    rows = board.sort(rows, "numero")
    told = [(_RANKS[verdict.completion], row) for row in rows if (verdict := row.verdicts[name])]
    told.sort(key=lambda pair: pair[0], reverse=backwards)
    return [row for _rank, row in told] + [row for row in rows if not row.verdicts[name]]


def columns(query: BoardQuery, voices: Sequence[str]) -> list[Column]:
    names = [
        ("numero", _("Núm.")),
        ("titulo", _("Compromiso")),
        ("responsable", _("Responsable")),
        *((voice, str(Voice(voice).label)) for voice in voices),
        ("avance", _("Avance por hitos")),
        ("proximo", _("Próximo hito")),
        ("termina", _("Termina")),
    ]
    known = {name for name, _label in names}
    current = query.order.removeprefix("-")
    current, backwards = (current, query.order.startswith("-")) if current in known else ("numero", False)
    made = []
    for name, label in names:
        if name != current:
            made.append(Column(name, label, query.url(orden=name)))
        elif backwards:
            made.append(Column(name, label, query.url(orden=name), "descending"))
        else:
            made.append(Column(name, label, query.url(orden=f"-{name}"), "ascending"))
    return made


# --- Totals --------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Count:
    """How many commitments a voice puts in a level: a link to them, and the share of all for the bar (0–100)."""

    number: int
    share: int
    url: str


def levels(rows: Sequence[BoardRow], query: BoardQuery, voices: Sequence[str]) -> list[dict[str, Any]]:
    """A line for each level with the count of each voice, side by side and never averaged."""
    counted = board_groups.count_by_voice(rows, voices)
    lines = [(value, str(label), *COMPLETIONS[value]) for value, label in reversed(Completion.choices)]
    # Withdrawn after the others, then silence, which is no level at all.
    lines = [*lines[1:], lines[0], ("", _("Sin información"), "noinfo", "noinfo")]
    if any(counted[voice][board_groups.NOT_BEGUN] for voice in voices):
        lines.append((board_groups.NOT_BEGUN, _("Aún no empieza"), "notstarted", "notbegun"))
    return [
        {
            "label": label,
            "shape": shape,
            "tone": tone,
            "counts": [
                Count(
                    number := counted[voice][value],
                    number * 100 // len(rows) if rows else 0,
                    ""
                    if value == board_groups.NOT_BEGUN
                    else query.url(vista="tabla", **{voice: value or NO_INFORMATION}),
                )
                for voice in voices
            ],
        }
        for value, label, shape, tone in lines
    ]


# --- The other views -------------------------------------------------------------------------------------
def _with_chips(plans: list[timeline.PlanRows], query: BoardQuery) -> list[dict[str, Any]]:
    """For the table beside the drawing: each commitment with its dates, each milestone with its date and state."""
    return [
        {
            "plan": plan,
            "rows": [
                (row, [(milestone, milestone_chip(milestone, status, query.on)) for milestone, status in row.milestones])
                for row in plan.rows
            ],
        }
        for plan in plans
    ]  # fmt: skip


def _grouped(query: BoardQuery, rows: list[BoardRow], choices: Options) -> dict[str, Any]:
    empty: list[str] = []
    if query.view == "ods":
        board_overview.with_goals(rows)
        groups, empty = board_groups.by_goal(rows)
    elif query.view == "temas":
        board_overview.with_themes(rows)
        groups = board_groups.by_theme(rows, choices.themes)
    else:
        groups = board_groups.by_body(rows, board_overview.taking_part(rows))
    made = []
    for place, group in enumerate(groups, start=1):
        shown = group.shown
        made.append(
            {
                "group": group,
                "anchor": f"grupo-{place}",
                "complete": [group.complete(voice) for voice in choices.voices],
                "rows": list(zip(views([row for row, _role in shown], choices), [role for _row, role in shown], strict=True)),
                "url": query.url(vista="tabla", **{group.filter_name: group.key}) if group.filter_name else "",
            }
        )  # fmt: skip
    return {"groups": made, "without": empty}


def _active(query: BoardQuery, choices: Options) -> list[dict[str, str]]:
    """What narrows the board, each with the address that takes it back."""
    found = []
    if text := query.filters.get("q"):
        found.append({"label": f"«{text}»", "url": query.url(q="")})
    for choice in choices.choices:
        if choice.chosen:
            label = f"{choice.label}: {choice.chosen_label}"
            found.append({"label": label, "url": query.url(**{choice.name: ""})})
    for name, label in (("desacuerdo", _("Con desacuerdo")), ("atraso", _("Con atraso"))):
        if query.filters.get(name):
            found.append({"label": label, "url": query.url(**{name: ""})})
    return found
