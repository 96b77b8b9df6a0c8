"""Debts to test with: all figures are invented here."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from estados.enums import DenominatorKind
from estados.models import DebtPage, DebtTotal, Denominator, Loan, StatePage

SOURCE = "Cuenta Pública"


def debt_page(parent: StatePage, **fields: Any) -> DebtPage:
    page = DebtPage(**{"title": "Deuda pública", "slug": "deuda", "locale": parent.locale} | fields)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def loan(state: str = "32", key: str = "P32-0000001", **fields: Any) -> Loan:
    fields = {
        "creditor": "Banco del Ejemplo", "amount": Decimal("1000000.00"), "signed_on": dt.date(2010, 3, 1),
        "rate": "TIIE + 1.25", "term_months": 240, "destination": "Carreteras", "guarantee": "Participaciones federales",
        "source": SOURCE,
    } | fields  # fmt: skip
    return Loan.objects.create(state=state, registry_key=key, **fields)


def balances(of: Loan, amounts: dict[str, str]) -> None:
    for day, amount in amounts.items():
        of.balances.create(on=dt.date.fromisoformat(day), amount=Decimal(amount), source=SOURCE)


def payment(of: Loan, day: str, principal: str = "0", interest: str = "0", fees: str = "0") -> None:
    of.payments.create(
        on=dt.date.fromisoformat(day), principal=Decimal(principal), interest=Decimal(interest), fees=Decimal(fees)
    )


def totals(state: str, amounts: dict[int, str], **fields: Any) -> None:
    for year, amount in amounts.items():
        DebtTotal.objects.create(state=state, year=year, amount=Decimal(amount), **{"source": SOURCE} | fields)


def denominators(state: str, kind: str, values: dict[int, str], **fields: Any) -> None:
    for year, value in values.items():
        Denominator.objects.create(
            state=state, kind=kind, year=year, value=Decimal(value), **{"source": "INEGI"} | fields
        )


def whole_debt(state: str = "32", **fields: Any) -> SimpleNamespace:
    """Two loans, three years of totals, and all three denominators."""
    one = loan(state, "P32-0000001", **fields)
    two = loan(state, "123/2012", creditor="Banca de Muestra", amount=Decimal("500000.00"), **fields)
    balances(one, {"2014-12-31": "900000", "2015-12-31": "800000", "2016-12-31": "700000"})
    payment(one, "2015-06-30", "100000", "50000", "1000")
    payment(one, "2016-06-30", "100000", "40000")
    totals(state, {2014: "4000000", 2015: "6000000", 2016: "5000000"}, **fields)
    denominators(state, DenominatorKind.POPULATION, {2014: "1000", 2015: "1000", 2016: "1000"}, **fields)
    denominators(state, DenominatorKind.PRODUCT, {2014: "100000000", 2016: "100000000"}, **fields)
    denominators("00", DenominatorKind.PRICES, {2014: "80", 2015: "90", 2016: "100"}, **fields)
    return SimpleNamespace(one=one, two=two)
