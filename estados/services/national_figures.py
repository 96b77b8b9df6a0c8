"""The nation in figures: those computed from what this site keeps, and those that sources give. Never in one number.

What is computed says so and is of today; what is quoted bears its date and its source. A chart is drawn of one or of the
other, never of both.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from acervo.base import dates
from acervo.base.charts import Bar, bars, number, stacked
from estados.enums import CutKind
from estados.goals import GOALS, goal_name

from .national_inputs import Inputs
from .secretariat import BY_GENDER, BY_SECTOR, PEOPLE, SCOPE, SECRETARIATS, NationalComposition, Part, Quoted

#: The indicators of the national table of quotations, in order; as the demonstration and the import write them.
STATES_TAKING_PART = "entidades participantes"
PLANS = "planes de acción local"
COMMITMENTS = "compromisos"
BY_GOAL = "compromisos alineados por ODS"
#: Indicators that have a place of their own on the page.
_ELSEWHERE = frozenset({BY_GOAL, PEOPLE, BY_SECTOR, BY_GENDER})


@dataclass(frozen=True, slots=True)
class QuotedFigure:
    """A total as a source gives it. `note` begins with the lines of the source."""

    indicator: str
    category: str
    value: Decimal
    unit: str
    when: str
    certainty: str
    source: str
    note: str
    scope: str
    goal: int | None = None

    @property
    def day(self) -> str:
        return dates.display(self.when)

    @property
    def words(self) -> str:
        return number(_whole(self.value))


@dataclass(frozen=True, slots=True)
class ChartWithTable:
    """A chart and the rows of the table beside it. `when` and `source` are empty for what is computed."""

    anchor: str
    title: str
    drawing: SafeString
    head: str
    unit: str
    rows: tuple[tuple[str, Any], ...]
    total: Any
    when: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class NationalFigures:
    """`computed`: (name, value or None where nothing is published, what is counted). `main` and `others`: quotations. `charts`: of one kind each."""

    computed: tuple[tuple[str, int | None, str], ...]
    main: tuple[QuotedFigure, ...]
    others: tuple[QuotedFigure, ...]
    charts: tuple[ChartWithTable, ...]


def figures_of(inputs: Inputs, composition: NationalComposition) -> NationalFigures:
    """No query: all of it was read."""
    quoted = [_quoted(row) for row in inputs.rows("figure")]
    main = [STATES_TAKING_PART, SECRETARIATS, PLANS, COMMITMENTS]
    told = sorted(quoted, key=lambda item: (item.when, item.category))
    return NationalFigures(
        computed=tuple(_computed(inputs, composition)),
        main=tuple(
            item for name in main for item in told if item.scope == SCOPE and item.indicator == name
        ),
        others=tuple(
            item for item in told
            if item.indicator not in _ELSEWHERE and not (item.scope == SCOPE and item.indicator in main)
        ),
        charts=tuple(_charts(inputs, quoted, composition)),
    )  # fmt: skip


def _computed(inputs: Inputs, composition: NationalComposition) -> list[tuple[str, int | None, str]]:
    """Where nothing is published nothing is known: that is no zero. Microsites are ours, and none are 0."""
    commitments = sum(row["count"] for row in inputs.rows("commitments"))
    plans = inputs.rows("plan")
    of = len({row["state"] for row in plans})
    published = (
        ngettext("Planes de acción publicados, de %(count)d entidad.", "Planes de acción publicados, de %(count)d entidades.", of) % {"count": of}
        if of else _("Planes de acción publicados.")
    )  # fmt: skip
    return [
        (_("Micrositios"), len({row["state"] for row in inputs.rows("page")}), _("Entidades con micrositio público.")),
        (_("Secretariados"), len(composition.states) or None, _("Entidades de las que se publica quién integra su secretariado hoy.")),
        (_("Planes"), len(plans) or None, published),
        (_("Compromisos"), commitments or None, _("Compromisos publicados en esos planes.")),
        (_("Integrantes"), composition.computed.total or None, _("Personas que hoy integran esos secretariados.")),
    ]  # fmt: skip


def _charts(inputs: Inputs, quoted: list[QuotedFigure], composition: NationalComposition) -> list[ChartWithTable]:
    made = []
    goals = Counter({row["goal"]: row["count"] for row in inputs.rows("goal")})
    if goals:
        rows: tuple[tuple[str, int | Decimal], ...] = tuple(
            (goal_name(goal), goals[goal]) for goal in GOALS if goals[goal]
        )
        made.append(
            _chart(
                "ods-aqui", _("Compromisos por objetivo, contados aquí"), rows, bars, head=_("Objetivo"),
                unit=_("compromisos"), total=None,
            )
        )  # fmt: skip
    for (when, source), items in _grouped([item for item in quoted if item.indicator == BY_GOAL]).items():
        items.sort(key=lambda item: (-item.value, item.goal or 0))
        rows = tuple((goal_name(item.goal) if item.goal else item.category, _whole(item.value)) for item in items)
        made.append(
            _chart(
                f"ods-{when}", _("Compromisos por objetivo, según la fuente"), rows, bars, head=_("Objetivo"),
                unit=_("compromisos"), total=sum(value for _name, value in rows), when=_when(when), source=source,
            )
        )  # fmt: skip
    if composition.computed.total:
        made += _people(composition.computed.by_sector, composition.computed.by_gender, composition.computed.total)
    for item in composition.quoted:
        made += _people(item.by_sector, item.by_gender, item.total, item)
    return made


def _people(sectors: tuple[Part, ...], genders: tuple[Part, ...], total: int | None, quoted: Quoted | None = None) -> list[ChartWithTable]:  # fmt: skip
    when, source = (_when(quoted.date), quoted.source) if quoted else ("", "")
    by = _("según la fuente") if quoted else _("contado aquí")
    kinds = (
        ("sector", _("Integrantes de los secretariados por sector, %(by)s") % {"by": by}, sectors, _("Sector")),
        ("genero", _("Integrantes de los secretariados por género, %(by)s") % {"by": by}, genders, _("Género")),
    )
    return [
        _chart(
            f"{name}-{quoted.date if quoted else 'aqui'}", title, tuple((part.label, part.count) for part in parts),
            stacked, head=head, unit=_("personas"), total=total, when=when, source=source,
        )
        for name, title, parts, head in kinds
        if parts
    ]  # fmt: skip


def _chart(anchor: str, title: str, rows: tuple[tuple[str, Any], ...], draw: Any, *, head: str, unit: str, total: Any,
           when: str = "", source: str = "") -> ChartWithTable:  # fmt: skip
    described = "; ".join(f"{name}: {value}" for name, value in rows)
    drawing = draw([Bar(name, value) for name, value in rows], title=title, description=described, unit=unit)
    return ChartWithTable(anchor, title, drawing, head, unit, rows, total, when, source)


def _quoted(row: dict[str, Any]) -> QuotedFigure:
    return QuotedFigure(
        row["indicator"], row["category"], Decimal(str(row["value"])), row["unit"], row["date"],
        str(CutKind(row["kind"]).label), row["source"], row["note"], row["scope"], row["goal"],
    )  # fmt: skip


def _grouped(items: list[QuotedFigure]) -> dict[tuple[str, str], list[QuotedFigure]]:
    found: dict[tuple[str, str], list[QuotedFigure]] = {}
    for item in items:
        found.setdefault((item.when, item.source), []).append(item)
    return found


def _when(date: str) -> str:
    return dates.display(date) if date else _("sin fecha")


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value
