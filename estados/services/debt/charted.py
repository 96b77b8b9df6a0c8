"""The lines of a state's debt as they are shown: drawing, sentences, table. Sample figures carry their mark in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from acervo.base.charts import Bar, Series, bars, lines, number
from estados.models import Loan

from .figures import Figures, latest_balance
from .measures import Measure, Measures, measures
from .money import MILLION, pesos, scale_of, short
from .plain import sentences


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table beside the chart; `value` None: no figure of that year."""

    year: int
    value: Decimal | None
    written: str
    amount: Decimal | None
    divisor: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Chart:
    measure: Measure
    svg: SafeString
    says: tuple[str, ...]
    unit: str
    rows: tuple[Line, ...]
    is_sample: bool
    sources: tuple[str, ...]


def measures_of(figures: Figures, years: Sequence[int] = ()) -> Measures:
    divisors = {kind: figures.divisors(kind) for kind in figures.denominators}
    return measures(figures.amounts, divisors, years)


def charts_of(figures: Figures, years: Sequence[int] = ()) -> tuple[list[Chart], tuple[str, ...]]:
    """The charts that the figures allow, and what is missing for the others."""
    found = measures_of(figures, years)
    return [_chart(figures, measure) for measure in found.lines], found.missing


def written(measure: Measure, value: Decimal) -> str:
    """A value with its unit, as sentences say it."""
    if measure.name == "parte-pib":
        return f"{number(value, decimals=1 if value >= 1 else 2)}\u00a0%"
    if measure.name == "por-persona":
        return _("%(number)s pesos") % {"number": number(value, decimals=0 if value >= 10 else 2)}
    return short(value)


def unit_of(measure: Measure) -> tuple[Decimal, str]:
    """By what values are divided to be drawn, and the unit that is then said."""
    if measure.name not in ("pesos-corrientes", "pesos-constantes"):
        return Decimal(1), measure.unit
    scale = scale_of(value for _year, value in measure.known)
    return scale, _("millones de %(unit)s") % {"unit": measure.unit} if scale == MILLION else measure.unit


def _chart(figures: Figures, measure: Measure) -> Chart:
    scale, unit = unit_of(measure)
    relative = measure.name != "parte-pib"
    says = tuple(sentences(measure.points, lambda value: written(measure, value), relative=relative))
    points = [(year, value if value is None else value / scale) for year, value in measure.points]
    svg = lines(
        [Series(measure.title, [(year, _drawn(value)) for year, value in points])],
        title=measure.title, description=" ".join(says), unit=unit, sample=figures.is_sample,
    )  # fmt: skip
    return Chart(measure, svg, says, unit, _rows(figures, measure), figures.is_sample, _sources(figures, measure))


def _drawn(value: Decimal | None) -> Decimal | None:
    """A line needs no more digits than a thousandth part of its largest value; twelve are plenty."""
    return None if value is None else value.quantize(Decimal("0.0001"))


def _rows(figures: Figures, measure: Measure) -> tuple[Line, ...]:
    divisors = figures.denominators.get(measure.divisor, {})
    found = []
    for year, value in measure.points:
        total = figures.totals.get(year)
        divisor = divisors[year].value if year in divisors else None
        told = "" if value is None else _told(measure, value)
        found.append(Line(year, value, told, total.amount if total else None, divisor, total.source if total else ""))
    return tuple(found)


def _told(measure: Measure, value: Decimal) -> str:
    return f"{number(value, decimals=2)}\u00a0%" if measure.name == "parte-pib" else pesos(value)


def _sources(figures: Figures, measure: Measure) -> tuple[str, ...]:
    rows = [figures.totals[year] for year, _value in measure.known]
    divisors = figures.denominators.get(measure.divisor, {})
    named = [row.source for row in rows] + [divisors[year].source for year, _value in measure.known if year in divisors]
    return tuple(dict.fromkeys(name for name in named if name))


def balance_bars(loans: Sequence[Loan], *, title: str, is_sample: bool) -> SafeString:
    """The last balance of each loan as a bar, largest first; a loan without one says so at the end."""
    found = [(loan, latest_balance(loan)) for loan in loans]
    amounts = [balance.amount for _loan, balance in found if balance]
    if not amounts:
        return SafeString("")
    scale = scale_of(amounts)
    found.sort(key=lambda pair: -(pair[1].amount if pair[1] else -1))
    items = [
        Bar(loan.creditor, balance.amount / scale if balance else None, note=loan.registry_key)
        for loan, balance in found
    ]
    unit = _("millones de pesos") if scale == MILLION else _("pesos")
    return bars(items, title=title, unit=unit, sample=is_sample)


def balance_line(loan: Loan) -> Chart | None:
    """The balance of one loan at the end of each year of which one is known: the last of the year. None without two."""
    by_year = {balance.on.year: balance for balance in sorted(loan.balances.all(), key=lambda item: item.on)}
    if len(by_year) < 2:
        return None
    span = range(min(by_year), max(by_year) + 1)
    measure = Measure(
        "pesos-corrientes", _("Saldo del crédito al final de cada año"), _("pesos"),
        _("De cada año se toma el último saldo publicado."),
        tuple((year, by_year[year].amount if year in by_year else None) for year in span),
    )  # fmt: skip
    scale, unit = unit_of(measure)
    says = tuple(sentences(measure.points, short))
    points = [(year, value if value is None else _drawn(value / scale)) for year, value in measure.points]
    svg = lines([Series(measure.title, points)], title=measure.title, description=" ".join(says), unit=unit, sample=loan.is_sample)  # fmt: skip
    rows = tuple(
        Line(year, value, "" if value is None else pesos(value), value, None, by_year[year].source if value is not None else "")
        for year, value in measure.points
    )  # fmt: skip
    return Chart(measure, svg, says, unit, rows, loan.is_sample, tuple(dict.fromkeys(row.source for row in rows if row.source)))  # fmt: skip
