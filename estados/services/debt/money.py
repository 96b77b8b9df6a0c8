"""How amounts are written: pesos, millions of pesos, per cent; the unit is always said."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from acervo.base.charts import number

MILLION = Decimal(1_000_000)


def pesos(amount: Decimal) -> str:
    """«$1,234.50», for tables whose head says that it is pesos."""
    return f"${number(amount, decimals=2)}"


def short(amount: Decimal) -> str:
    """«7,512.3 millones de pesos» from a million on, else «512,300 pesos»."""
    if abs(amount) >= MILLION:
        written = number(amount / MILLION)
        return _("1 millón de pesos") if written == "1" else _("%(number)s millones de pesos") % {"number": written}
    return _("%(number)s pesos") % {"number": number(amount, decimals=0 if amount == int(amount) else 2)}


def scale_of(values: Iterable[Decimal]) -> Decimal:
    """A million when the largest reaches one, else one."""
    return MILLION if max((abs(value) for value in values), default=Decimal(0)) >= MILLION else Decimal(1)
