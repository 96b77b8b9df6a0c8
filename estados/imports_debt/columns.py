"""The columns of the debt's sheets."""

from django.utils.translation import gettext_lazy as _

from acervo.tabular import cells
from acervo.tabular.columns import Column
from estados.enums import DenominatorKind

from . import cells as own

STATE = Column(
    name="clave_entidad", header="clave_entidad", label=_("Clave de la entidad"), parse=own.state,
    help=_("Clave del INEGI o nombre. Puede faltar si al subir la hoja se dice de qué entidad es."),
    synonyms=("entidad", "estado", "entidad_federativa", "clave_inegi"), sample="32",
)  # fmt: skip
KEY = Column(
    name="clave_inscripcion", header="clave_inscripcion", label=_("Clave de inscripción"), parse=cells.text("registry_key", 60),
    needed=True, filled=True, memo=False, help=_("La del crédito en el Registro Público Único de la Secretaría de Hacienda."),
    synonyms=("clave_de_inscripcion", "clave_registro", "clave_rpu", "inscripcion", "numero_de_inscripcion"), sample="P32-0000001",
)  # fmt: skip
UNIQUE_KEY = Column(
    name=KEY.name, header=KEY.header, label=KEY.label, parse=KEY.parse, needed=True, filled=True, unique=True, memo=False,
    help=KEY.help, synonyms=KEY.synonyms, sample=KEY.sample,
)  # fmt: skip
SOURCE = Column(
    name="fuente", header="fuente", label=_("Fuente"), parse=cells.text("source", 255), attributes=("source",),
    help=_("Quién da la cifra y dónde se puede ver."), synonyms=("origen", "referencia"), sample="Cuenta Pública 2016, tomo II",
)  # fmt: skip
SAMPLE = Column(
    name="muestra", header="muestra", label=_("Es cifra de muestra"), parse=cells.yes("is_sample"), attributes=(),
    help=_("Escriba «sí» solo si la cifra es inventada. Sin esta columna, las cifras son reales."),
    synonyms=("es_muestra", "cifra_de_muestra"), sample="no",
)  # fmt: skip
YEAR = Column(
    name="anio", header="anio", label=_("Año"), parse=cells.whole("year", least=1900, most=2100), needed=True, filled=True,
    help=_("Cuatro cifras; la deuda es la del cierre de ese año."), synonyms=("año", "ano", "ejercicio", "year"), sample="2016",
)  # fmt: skip


def _day(name: str, header: str, label: object, *, filled: bool, help_text: object) -> Column:
    return Column(
        name=header, header=header, label=label, parse=cells.day(name), attributes=() if filled else (name,),  # type: ignore[arg-type]
        needed=filled, filled=filled, help=help_text, sample="2016-12-31",  # type: ignore[arg-type]
        synonyms=("al", "al_dia", "fecha_de_corte", "corte") if header == "fecha" else ("fecha_de_contrato", "fecha_de_firma", "firma"),
    )  # fmt: skip


def _pesos(name: str, header: str, label: object, *, filled: bool, synonyms: tuple[str, ...] = ()) -> Column:
    return Column(
        name=header, header=header, label=label, parse=own.pesos(name), attributes=() if filled else (name,), needed=filled,  # type: ignore[arg-type]
        filled=filled, memo=False, synonyms=synonyms, sample="12500000.00",
        help=_("En pesos completos, no en millones. Se aceptan el signo $ y las comas: $12,500,000.00."),
    )  # fmt: skip


DAY = _day("on", "fecha", _("Fecha"), filled=True, help_text=_("Un día del calendario: 2016-12-31 o 31/12/2016."))
LOANS = (
    STATE,
    UNIQUE_KEY,
    Column(name="acreedor", header="acreedor", label=_("Acreedor"), parse=cells.text("creditor", 200), needed=True,
           filled=True, help=_("Quien prestó el dinero."), synonyms=("banco", "institucion", "institucion_bancaria"), sample="Banco de Ejemplo"),
    Column(name="contrato", header="contrato", label=_("Contrato"), parse=cells.text("contract", 200), attributes=("contract",),
           help=_("Nombre o número del contrato."), synonyms=("numero_de_contrato",), sample="Contrato de apertura de crédito simple"),
    _day("signed_on", "fecha_contrato", _("Fecha del contrato"), filled=False, help_text=_("El día de la firma: 2016-12-31 o 31/12/2016.")),
    _pesos("amount", "monto", _("Monto contratado"), filled=True, synonyms=("monto_contratado", "importe", "importe_contratado")),
    Column(name="tasa", header="tasa", label=_("Tasa"), parse=cells.text("rate", 120), attributes=("rate",),
           help=_("Como la dice el contrato."), synonyms=("tasa_de_interes",), sample="TIIE + 1.25"),
    Column(name="plazo_meses", header="plazo_meses", label=_("Plazo (meses)"), parse=cells.whole("term_months", least=1, most=1200),
           attributes=("term_months",), help=_("En meses: 20 años son 240."), synonyms=("plazo", "plazo_en_meses"), sample="240"),
    Column(name="destino", header="destino", label=_("Destino"), parse=cells.text("destination", 4000), attributes=("destination",),
           multiline=True, help=_("En qué se usa el dinero."), sample="Inversión pública productiva"),
    Column(name="garantia", header="garantia", label=_("Garantía o fuente de pago"), parse=cells.text("guarantee", 4000),
           attributes=("guarantee",), multiline=True, help=_("De qué ingreso se paga o qué responde por el pago."),
           synonyms=("garantia_o_fuente_de_pago", "fuente_de_pago"), sample="Participaciones federales"),
    SOURCE,
    SAMPLE,
)  # fmt: skip
BALANCES = (
    STATE, KEY, DAY,
    _pesos("amount", "saldo", _("Saldo"), filled=True, synonyms=("saldo_insoluto", "monto", "importe")),
    SOURCE,
)  # fmt: skip
PAYMENTS = (
    STATE, KEY, DAY,
    _pesos("principal", "amortizacion", _("Amortización"), filled=False, synonyms=("capital", "amortizaciones")),
    _pesos("interest", "intereses", _("Intereses"), filled=False, synonyms=("interes",)),
    _pesos("fees", "comisiones", _("Comisiones y otros gastos"), filled=False, synonyms=("gastos", "otros_gastos")),
    SOURCE,
)  # fmt: skip
TOTALS = (
    STATE, YEAR,
    _pesos("amount", "saldo", _("Saldo total"), filled=True, synonyms=("deuda", "deuda_total", "monto", "saldo_total")),
    SOURCE, SAMPLE,
)  # fmt: skip
DENOMINATORS = (
    STATE,
    Column(name="dato", header="dato", label=_("Qué es"), parse=cells.one_of("kind", dict(DenominatorKind.choices)), needed=True,
           filled=True, help=_("«poblacion», «pib» o «inpc». El INPC es de la nación: no lleva entidad."), synonyms=("indicador", "concepto"),
           sample="poblacion"),
    YEAR,
    Column(name="valor", header="valor", label=_("Valor"), parse=own.value("value"), needed=True, filled=True, memo=False,
           help=_("Habitantes, pesos corrientes completos, o el índice promedio del año."), sample="1622138"),
    SOURCE, SAMPLE,
)  # fmt: skip
#: What our own downloads add after these columns.
IGNORED = {
    "creditos": ("entidad", "documento", "pagina", "modificado"),
    "saldos": ("muestra",),
    "pagos": ("muestra",),
    "deuda-total": ("entidad",),
}
