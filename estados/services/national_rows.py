"""The 32 rows of the national table: as a cut printed them, or as they are today.

Today each cell tells our own rows where there are any (`services.steps`, plans), and else the newest statement of the
cuts that says something of it, with its date. Nothing is guessed: a cell of which nobody says anything stays empty.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from acervo.base import dates
from acervo.base.states import STATES
from estados.enums import Mark

from . import steps
from .aging import today_of
from .cuts import CutTable, Row, step_of
from .national_cells import NOTHING, TOLD, Cell, NationalRow, mark_cell, plan_of_cut, step_cell
from .national_inputs import Inputs
from .national_today import StateToday, day_of


def rows_of_cut(cut: CutTable, inputs: Inputs, *, address: Callable[[str, str], str]) -> list[NationalRow]:
    """As its source printed them. `address(state, slug)`: the microsite of a state, "" without one."""
    disagreements = Counter(item["state"] for item in inputs.rows("contradiction"))
    pages = {page["state"]: page["slug"] for page in inputs.rows("page")}
    found = []
    for key, name in STATES[1:]:
        row = cut.rows.get(key)
        url = address(key, pages.get(key, ""))
        if row is None:
            cells = dict.fromkeys(("grupo", *TOLD, "plan", "paso", "semaforo", "comision", "fecha"), NOTHING)
            found.append(NationalRow(key, name, url, cells, contradictions=disagreements[key], told=False))
            continue
        step, by_marks = step_of(row)
        reading = _("leído de las marcas") if by_marks else row["status"]
        cells = {
            "grupo": Cell(row["group"], sort=row["group"]) if row["group"] else NOTHING,
            **{column: mark_cell(row[name]) for column, (name, _step) in TOLD.items()},
            "plan": plan_of_cut(row),
            "paso": step_cell(step, extra=reading if step or row["status"] else ""),
            "semaforo": _dot(row["light_dot"]),
            "comision": mark_cell(row["member"]),
            "fecha": Cell(cut.label, sort=cut.date.isoformat()),
        }
        if row["awareness_dates"]:
            known = _spans(row["awareness_dates"])
            told = cells["sensibilizacion"]
            cells["sensibilizacion"] = Cell(told.text or _("Con fecha"), told.shape, extra=known, sort=told.sort or 3)
        found.append(
            NationalRow(
                key, name, url, cells, int(step) if step else None, row["group"], None, disagreements[key],
                row["lines"], row["note"],
            )
        )  # fmt: skip
    return found


def rows_of_today(cuts: Sequence[CutTable], inputs: Inputs, *, address: Callable[[str, str], str]) -> list[NationalRow]:
    """Our own rows over the last known statement of the cuts. Four queries at most, those of `steps.cycles_of_states`."""
    cycles = steps.cycles_of_states()
    disagreements = Counter(item["state"] for item in inputs.rows("contradiction"))
    pages = {page["state"]: page for page in inputs.rows("page")}
    plans: dict[str, list[Row]] = {}
    for plan in sorted(inputs.rows("plan"), key=lambda plan: plan["number"]):
        plans.setdefault(plan["state"], []).append(plan)
    reported = {(row["plan_id"], row["kind"]) for row in inputs.rows("reported")}
    heard = _heard(inputs)
    found = []
    for key, name in STATES[1:]:
        page = pages.get(key)
        url = address(key, page["slug"] if page else "")
        state = StateToday(
            [cut for cut in cuts if key in cut.rows], key, cycles.get(key, []), plans.get(key, []), reported,
            heard.get(key, []), url, today_of(key),
        )  # fmt: skip
        found.append(state.row(name, page["group"] if page else "", disagreements[key]))
    return found


def _heard(inputs: Inputs) -> dict[str, list[dt.date]]:
    """State → the days of the last verdict and of the last report on a milestone."""
    found: dict[str, list[dt.date]] = {}
    for kind, name in (("verdict", "commitment__plan__state"), ("report", "milestone__commitment__plan__state")):
        for row in inputs.rows(kind):
            found.setdefault(row[name], []).append(day_of(row["last"]))
    return found


def _dot(mark: str) -> Cell:
    if mark == Mark.YES:
        return Cell(_("Punto de color ilegible"), sort=1)
    return Cell(_("Sin punto"), sort=0) if mark else NOTHING


def _spans(text: str) -> str:
    """«2016-09-12;2016-09-13», «2016-09-19/2016-09-26» in words."""
    days = [dates.display(part) for part in text.split(";")]
    return ", ".join(days)
