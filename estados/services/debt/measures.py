"""The debt of a state measured in four ways. Pure functions on decimals, without rounding: rounding is for whoever shows.

- current pesos: as the source gives it;
- constant pesos of a base year: amount x prices of the base year / prices of the year (the yearly mean of the INPC);
- per person: amount / inhabitants of the year;
- share of the state's product: amount / product of the year in current pesos, in per cent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from estados.enums import DenominatorKind

from .years import in_words

Points = tuple[tuple[int, Decimal | None], ...]
NAMES = ("pesos-corrientes", "pesos-constantes", "por-persona", "parte-pib")


def constant_pesos(amount: Decimal, *, prices: Decimal, base: Decimal) -> Decimal:
    """What `amount` is worth at the prices of the base year. `prices` is above zero, else ZeroDivisionError."""
    return amount * base / prices


def per_person(amount: Decimal, *, people: Decimal) -> Decimal:
    return amount / people


def share(amount: Decimal, *, product: Decimal) -> Decimal:
    """In per cent."""
    return amount * 100 / product


@dataclass(frozen=True, slots=True)
class Measure:
    """One line over the years. `how`: a sentence on how it is computed. `divisor`: kind of its denominator, if it has one."""

    name: str
    title: str
    unit: str
    how: str
    points: Points
    divisor: str = ""
    base_year: int | None = None

    @property
    def known(self) -> list[tuple[int, Decimal]]:
        return [(year, value) for year, value in self.points if value is not None]


@dataclass(frozen=True, slots=True)
class Measures:
    """What could be measured, and sentences about what is missing for the rest."""

    lines: tuple[Measure, ...]
    missing: tuple[str, ...]


def measures(
    amounts: Mapping[int, Decimal], divisors: Mapping[str, Mapping[int, Decimal]], years: Sequence[int] = ()
) -> Measures:
    """`amounts`: year → pesos; `divisors`: kind → year → value above zero. `years` are shown though nothing is known of
    them. Nothing known: no lines."""
    if not amounts:
        return Measures((), ())
    span = range(min([*amounts, *years]), max([*amounts, *years]) + 1)
    found = [
        Measure(
            NAMES[0], _("Deuda total, en pesos de cada año"), _("pesos"),
            _("Es el saldo al cierre de cada año, como lo da la fuente, sin descontar la inflación."),
            tuple((year, amounts.get(year)) for year in span),
        )
    ]  # fmt: skip
    missing = []
    for kind, make in ((DenominatorKind.PRICES, _constant), (DenominatorKind.POPULATION, _per_person), (DenominatorKind.PRODUCT, _share)):  # fmt: skip
        known = divisors.get(kind, {})
        usable = [year for year in span if year in amounts and year in known]
        if usable:
            found.append(make(amounts, known, span, usable))
        if lacking := _lacking(kind, sorted(set(amounts) - set(known)), none=not usable):
            missing.append(lacking)
    return Measures(tuple(found), tuple(missing))


def _constant(
    amounts: Mapping[int, Decimal], prices: Mapping[int, Decimal], span: Iterable[int], usable: list[int]
) -> Measure:
    base_year = usable[-1]
    points = tuple(
        (year, constant_pesos(amounts[year], prices=prices[year], base=prices[base_year]) if year in usable else None)
        for year in span
    )
    how = _(
        "Descuenta la inflación: cada cifra se multiplicó por el INPC promedio de %(base)d y se dividió entre el de su año."
    )
    return Measure(
        NAMES[1], _("Deuda total, en pesos constantes de %(base)d") % {"base": base_year},
        _("pesos de %(base)d") % {"base": base_year}, how % {"base": base_year}, points, DenominatorKind.PRICES, base_year,
    )  # fmt: skip


def _per_person(
    amounts: Mapping[int, Decimal], people: Mapping[int, Decimal], span: Iterable[int], usable: list[int]
) -> Measure:
    points = tuple((year, per_person(amounts[year], people=people[year]) if year in usable else None) for year in span)
    how = _("Es la deuda de cada año dividida entre los habitantes de ese año. Nadie la debe en persona: sirve para comparar.")  # fmt: skip
    return Measure(NAMES[2], _("Deuda por persona"), _("pesos por persona"), how, points, DenominatorKind.POPULATION)


def _share(
    amounts: Mapping[int, Decimal], product: Mapping[int, Decimal], span: Iterable[int], usable: list[int]
) -> Measure:
    points = tuple((year, share(amounts[year], product=product[year]) if year in usable else None) for year in span)
    how = _("Es la deuda de cada año comparada con todo lo que produjo el estado ese año (PIB estatal, en pesos corrientes).")  # fmt: skip
    return Measure(
        NAMES[3], _("Deuda como parte de lo que produce el estado"), _("por ciento del PIB estatal"), how, points,
        DenominatorKind.PRODUCT,
    )  # fmt: skip


_NONE = {
    DenominatorKind.PRICES: gettext_lazy("No se muestra en pesos constantes, porque falta el INPC."),
    DenominatorKind.POPULATION: gettext_lazy("No se muestra por persona, porque falta la población."),
    DenominatorKind.PRODUCT: gettext_lazy("No se muestra como parte del producto, porque falta el PIB estatal."),
}
_SOME = {
    DenominatorKind.PRICES: gettext_lazy("Falta el INPC de {years}: esos años no están en pesos constantes."),
    DenominatorKind.POPULATION: gettext_lazy("Falta la población de {years}: esos años no están por persona."),
    DenominatorKind.PRODUCT: gettext_lazy(
        "Falta el PIB estatal de {years}: esos años no están como parte del producto."
    ),
}


def _lacking(kind: DenominatorKind, years: list[int], *, none: bool) -> str:
    if none:
        return str(_NONE[kind])
    return str(_SOME[kind]).format(years=in_words(years)) if years else ""
