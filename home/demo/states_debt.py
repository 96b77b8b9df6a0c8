"""Public debt in the demonstration: Zacatecas' page without figures, for the facts have none, and one page of samples.

The samples are invented, round, and named as such (`content/states/debt_sample_*.csv`); the page of their state calls
itself a sample page. A second call changes nothing that is there.
"""

import csv
import tomllib
from typing import Any

from wagtail.models import Locale
from wagtail.rich_text import RichText

from acervo.base.states import NATIONAL
from estados.models import DebtPage, DebtTotal, Denominator, Loan, StatePage
from estados.services.microsite import make_sections

from .content import CONTENT
from .markup import to_html
from .translate import Words, html_words, plain_words, translate

HERE = CONTENT / "states"
TITLES = (("Deuda pública", "Public debt"), ("deuda-publica", "public-debt"))


def make_debt(*, user: Any = None) -> None:
    """The states' front pages must be there, and Zacatecas' section."""
    texts = tomllib.loads((HERE / "debt.toml").read_text(encoding="utf-8"))
    spanish, english = Locale.get_default(), Locale.objects.filter(language_code="en").first()
    fronts = {page.state: page for page in StatePage.objects.filter(locale=spanish)}
    for state, told in (("32", texts["zacatecas"]), (texts["sample"]["state"], texts["sample"])):
        if state in fronts:
            _make_page(fronts[state], told, english, user=user)
    _make_samples(texts["sample"]["state"])


def _make_page(front: StatePage, told: dict[str, Any], english: Locale | None, *, user: Any) -> None:
    make_sections(front, user=user, only=("estados.DebtPage",))
    page = DebtPage.objects.child_of(front).first()
    if page is None or page.what_it_is:
        return
    page.what_it_is = [("text", RichText(to_html(told["what_it_is"])))]
    page.title = told.get("title", page.title)
    page.first_year, page.last_year = told["first_year"], told["last_year"]
    page.save_revision(user=user).publish(user=user)
    if english is not None:
        words: Words = plain_words(*TITLES, *([(told["title"], told["title_en"])] if "title" in told else []))
        words |= html_words(to_html(told["what_it_is"]), to_html(told["what_it_is_en"]))
        translate(DebtPage.objects.get(pk=page.pk), words, locale=english)


def _rows(name: str) -> list[dict[str, Any]]:
    with (HERE / f"debt_sample_{name}.csv").open(encoding="utf-8", newline="") as source:
        return [{key: value or None for key, value in row.items()} for row in csv.DictReader(source)]


def _make_samples(state: str) -> None:
    """All marked as samples; nothing where the state has real figures by now."""
    if Loan.objects.filter(state=state).exists() or DebtTotal.objects.filter(state=state).exists():
        return
    loans = {}
    for row in _rows("loans"):
        loans[row["clave_inscripcion"]] = Loan.objects.create(
            state=state, registry_key=row["clave_inscripcion"], creditor=row["acreedor"], contract=row["contrato"] or "",
            signed_on=row["fecha_contrato"], amount=row["monto"], rate=row["tasa"] or "", term_months=row["plazo_meses"],
            destination=row["destino"] or "", guarantee=row["garantia"] or "", source=row["fuente"], is_sample=True,
        )  # fmt: skip
    for row in _rows("balances"):
        loans[row["clave_inscripcion"]].balances.create(on=row["fecha"], amount=row["saldo"], source=row["fuente"])
    for row in _rows("payments"):
        loans[row["clave_inscripcion"]].payments.create(
            on=row["fecha"], principal=row["amortizacion"], interest=row["intereses"], fees=row["comisiones"], source=row["fuente"]
        )  # fmt: skip
    for row in _rows("totals"):
        DebtTotal.objects.create(
            state=state, year=row["anio"], amount=row["saldo"], source=row["fuente"], is_sample=True
        )
    for row in _rows("denominators"):
        Denominator.objects.get_or_create(
            state=NATIONAL if row["dato"] == "inpc" else state, kind=row["dato"], year=row["anio"],
            defaults={"value": row["valor"], "source": row["fuente"], "is_sample": True},
        )  # fmt: skip
