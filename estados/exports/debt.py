"""Open data of the public debt: loans, balances, payments, yearly totals and what they are divided by.

The columns are those of the sheets that can be imported (`estados.imports_debt`). Every row says whether it is a sample;
samples of a state that has real figures are in no file (`services.debt.figures`).
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from acervo.base.addresses import absolute, page_url
from acervo.base.publicity import public
from acervo.base.states import NATIONAL, STATE_NAMES
from documents.models import RecordPage
from estados.enums import DenominatorKind
from estados.models import Loan
from estados.services.debt import figures

from .resources import STATE, Field, Filters, Resource, Row, state_fields, terms

ISO = "ISO 8601"
LAW = _("Ley de Disciplina Financiera de las Entidades Federativas y los Municipios; Registro Público Único")
NOTE = _("Las filas con «muestra» en «sí» son inventadas: enseñan cómo se ve la página y no deben citarse.")


def _of(found: QuerySet[Any], filters: Filters, path: str = "state") -> QuerySet[Any]:
    return found.filter(**{f"{path}__in": filters["entidad"]}) if "entidad" in filters else found


def loan_rows(filters: Filters) -> Iterator[Row]:
    found = _of(figures.loans_shown(), filters)
    keys = found.order_by().values("record")
    records = {
        page.pk: page_url(page) for page in public(RecordPage.objects.filter(pk__in=keys)).select_related("locale")
    }
    for loan in found.order_by("state", "registry_key").iterator(chunk_size=500):
        yield {
            **loan_cells(loan),
            "entidad": STATE_NAMES[loan.state],
            "documento": records.get(loan.record_id, ""),
            "pagina": _page(loan),
            "modificado": loan.updated_at,
        }


def loan_cells(loan: Loan) -> dict[str, Any]:
    return {
        "clave_entidad": loan.state,
        "clave_inscripcion": loan.registry_key,
        "acreedor": loan.creditor,
        "contrato": loan.contract,
        "fecha_contrato": loan.signed_on,
        "monto": loan.amount,
        "tasa": loan.rate,
        "plazo_meses": loan.term_months,
        "destino": loan.destination,
        "garantia": loan.guarantee,
        "fuente": loan.source,
        "muestra": loan.is_sample,
    }


def _page(loan: Loan) -> str:
    return absolute(loan.get_absolute_url())


def balance_rows(filters: Filters) -> Iterator[Row]:
    found = _of(figures.balances_shown(), filters, "loan__state").select_related("loan")
    for row in found.order_by("loan__state", "loan__registry_key", "on").iterator(chunk_size=500):
        yield {**_of_loan(row.loan), "fecha": row.on, "saldo": row.amount, "fuente": row.source}


def payment_rows(filters: Filters) -> Iterator[Row]:
    found = _of(figures.payments_shown(), filters, "loan__state").select_related("loan")
    for row in found.order_by("loan__state", "loan__registry_key", "on").iterator(chunk_size=500):
        yield {
            **_of_loan(row.loan),
            "fecha": row.on,
            "amortizacion": row.principal,
            "intereses": row.interest,
            "comisiones": row.fees,
            "fuente": row.source,
        }


def _of_loan(loan: Loan) -> dict[str, Any]:
    return {"clave_entidad": loan.state, "clave_inscripcion": loan.registry_key, "muestra": loan.is_sample}


def total_rows(filters: Filters) -> Iterator[Row]:
    for row in _of(figures.totals_shown(), filters).order_by("state", "year").iterator(chunk_size=500):
        yield {
            "clave_entidad": row.state,
            "entidad": STATE_NAMES[row.state],
            "anio": row.year,
            "saldo": row.amount,
            "fuente": row.source,
            "muestra": row.is_sample,
        }


def denominator_rows(filters: Filters) -> Iterator[Row]:
    """Of a state, and the national ones with it: its figures are divided by both."""
    found = figures.denominators_shown()
    if "entidad" in filters:
        found = found.filter(state__in=[*filters["entidad"], NATIONAL])
    for row in found.order_by("state", "kind", "year").iterator(chunk_size=500):
        yield {
            "clave_entidad": row.state,
            "dato": row.kind,
            "anio": row.year,
            "valor": row.value,
            "fuente": row.source,
            "muestra": row.is_sample,
        }


_SAMPLE = Field(name="muestra", title=_("Es cifra de muestra"), type="boolean", required=True,
                description=_("«sí»: la cifra es inventada y no debe citarse."))  # fmt: skip
_SOURCE = Field(name="fuente", title=_("Fuente"), description=_("Quién da la cifra."))
_KEY = Field(name="clave_inscripcion", title=_("Clave de inscripción"), required=True, source=LAW,
             description=_("La del crédito en el Registro Público Único."))  # fmt: skip
_STATE, _NAME = state_fields()
_PESOS = _("Pesos mexicanos, con centavos.")

RESOURCES = (
    Resource(
        name="creditos",
        title=_("Créditos de los estados"),
        description=_("Cada crédito de la deuda pública: quién lo dio, cuánto, con qué tasa, a qué plazo y para qué."),
        note=NOTE,
        key=("clave_entidad", "clave_inscripcion"),
        filters=(STATE,),
        rows=loan_rows,
        fields=(
            _STATE,
            _KEY,
            Field(name="acreedor", title=_("Acreedor"), required=True, description=_("Quien prestó el dinero."), source=LAW),
            Field(name="contrato", title=_("Contrato")),
            Field(name="fecha_contrato", title=_("Fecha del contrato"), type="date", source=ISO),
            Field(name="monto", title=_("Monto contratado"), type="number", required=True, description=_PESOS),
            Field(name="tasa", title=_("Tasa"), description=_("Como la dice el contrato.")),
            Field(name="plazo_meses", title=_("Plazo"), type="integer", description=_("En meses.")),
            Field(name="destino", title=_("Destino")),
            Field(name="garantia", title=_("Garantía o fuente de pago")),
            _SOURCE,
            _SAMPLE,
            _NAME,
            Field(name="documento", title=_("Documento del acervo"), format="uri"),
            Field(name="pagina", title=_("Página del crédito"), format="uri", required=True),
            Field(name="modificado", title=_("Última modificación"), type="datetime", source=ISO),
        ),
    ),
    Resource(
        name="saldos",
        title=_("Saldos de los créditos"),
        description=_("Lo que faltaba pagar de cada crédito al final de un día."),
        note=NOTE,
        key=("clave_entidad", "clave_inscripcion", "fecha"),
        filters=(STATE,),
        rows=balance_rows,
        fields=(
            _STATE,
            _KEY,
            Field(name="fecha", title=_("Al día"), type="date", required=True, source=ISO),
            Field(name="saldo", title=_("Saldo"), type="number", required=True, description=_PESOS),
            _SOURCE,
            _SAMPLE,
        ),
    ),
    Resource(
        name="pagos-de-creditos",
        title=_("Pagos de los créditos"),
        description=_("Lo que se pagó de cada crédito en un día: amortización, intereses, comisiones y otros gastos."),
        note=NOTE,
        key=("clave_entidad", "clave_inscripcion", "fecha"),
        filters=(STATE,),
        rows=payment_rows,
        fields=(
            _STATE,
            _KEY,
            Field(name="fecha", title=_("Fecha"), type="date", required=True, source=ISO),
            Field(name="amortizacion", title=_("Amortización"), type="number", required=True, description=_PESOS),
            Field(name="intereses", title=_("Intereses"), type="number", required=True, description=_PESOS),
            Field(name="comisiones", title=_("Comisiones y otros gastos"), type="number", required=True, description=_PESOS),
            _SOURCE,
            _SAMPLE,
        ),
    ),
    Resource(
        name="deuda-total",
        title=_("Deuda total por año"),
        description=_("El saldo de toda la deuda de un estado al cierre de cada año, como lo da la fuente."),
        note=NOTE,
        key=("clave_entidad", "anio"),
        filters=(STATE,),
        rows=total_rows,
        fields=(
            _STATE,
            Field(name="anio", title=_("Año"), type="integer", required=True),
            Field(name="saldo", title=_("Saldo total"), type="number", required=True, description=_PESOS),
            _SOURCE,
            _SAMPLE,
            _NAME,
        ),
    ),
    Resource(
        name="denominadores",
        title=_("Población, producto y precios"),
        description=_("Con lo que se compara la deuda: habitantes, producto del estado y precios. La clave 00 es la nación."),
        note=NOTE,
        key=("clave_entidad", "dato", "anio"),
        filters=(STATE,),
        rows=denominator_rows,
        fields=(
            _STATE,
            Field(name="dato", title=_("Dato"), terms=terms(DenominatorKind), required=True),
            Field(name="anio", title=_("Año"), type="integer", required=True),
            Field(name="valor", title=_("Valor"), type="number", required=True, description=_("Habitantes, pesos corrientes o índice, según el dato.")),
            _SOURCE,
            _SAMPLE,
        ),
    ),
)  # fmt: skip
