"""The words of public debt, explained in ours; linked from where they are used (`{% term "saldo" %}`)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from acervo.base.text import fold


@dataclass(frozen=True, slots=True)
class Term:
    """`source`: who defines it, where a law or an institution does."""

    key: str
    word: str | Promise
    meaning: str | Promise
    source: str | Promise = ""

    @property
    def anchor(self) -> str:
        return f"termino-{self.key}"


_LAW = _("Ley de Disciplina Financiera de las Entidades Federativas y los Municipios")

TERMS: dict[str, Term] = {
    term.key: term
    for term in (
        Term("deuda", _("deuda pública"), _("Lo que el gobierno del estado pidió prestado y todavía debe pagar."), _LAW),
        Term("credito", _("crédito"), _("Dinero que un banco presta al estado con un contrato: cuánto, a qué plazo, con qué tasa y para qué."), _LAW),
        Term("acreedor", _("acreedor"), _("Quien prestó el dinero y a quien se le debe: casi siempre un banco.")),
        Term("contrato", _("contrato"), _("El documento que firman el estado y el acreedor. Debe poder consultarse.")),
        Term("registro", _("Registro Público Único"), _("La lista nacional de créditos de estados y municipios que lleva la Secretaría de Hacienda. Cada crédito inscrito tiene su clave."), _LAW),
        Term("saldo", _("saldo"), _("Lo que falta por pagar de un crédito en una fecha. No incluye los intereses que vendrán.")),
        Term("tasa", _("tasa de interés"), _("Lo que cuesta el dinero prestado durante un año, por cada cien pesos.")),
        Term("tiie", _("TIIE"), _("Tasa de interés que los bancos se cobran entre sí en México. Muchos créditos cobran la TIIE y algo más: si la TIIE sube, el pago sube."), _("Banco de México")),
        Term("sobretasa", _("sobretasa"), _("Lo que el banco cobra por encima de la TIIE. Depende de qué tan seguro ve que le paguen.")),
        Term("amortizacion", _("amortización"), _("La parte de un pago que reduce lo que se debe. El resto del pago son intereses y comisiones.")),
        Term("intereses", _("intereses"), _("Lo que se paga por usar dinero ajeno. No reduce lo que se debe.")),
        Term("comisiones", _("comisiones y otros gastos"), _("Lo que se paga por abrir, calificar o administrar el crédito, aparte de los intereses.")),
        Term("plazo", _("plazo"), _("El tiempo que el contrato da para pagar todo.")),
        Term("destino", _("destino"), _("En qué se usa el dinero. Un estado solo puede endeudarse para inversiones públicas productivas o para cambiar deuda que ya tiene."), _("Constitución Política de los Estados Unidos Mexicanos, art. 117, fracción VIII")),
        Term("refinanciamiento", _("refinanciamiento"), _("Pedir un crédito nuevo para pagar uno anterior, por lo común en mejores condiciones. No es dinero nuevo para gastar."), _LAW),
        Term("reestructuracion", _("reestructuración"), _("Cambiar las condiciones de un crédito que ya existe: el plazo, la tasa o los pagos."), _LAW),
        Term("fuente-de-pago", _("fuente de pago"), _("El ingreso del que saldrá el pago, por ejemplo una parte de las participaciones federales."), _LAW),
        Term("garantia", _("garantía"), _("Lo que responde si el estado no paga a tiempo."), _LAW),
        Term("participaciones", _("participaciones federales"), _("La parte de los impuestos federales que le toca a cada estado y a sus municipios."), _("Ley de Coordinación Fiscal")),
        Term("pesos-constantes", _("pesos constantes"), _("Cifras de años distintos llevadas a los precios de un mismo año, para compararlas sin que la inflación engañe.")),
        Term("inpc", _("INPC"), _("Índice que mide cuánto cambian los precios que pagan las personas. Con él se descuenta la inflación."), _("INEGI")),
        Term("pib-estatal", _("PIB estatal"), _("El valor de todo lo que se produce en el estado durante un año."), _("INEGI")),
    )
}  # fmt: skip


def terms(keys: Iterable[str] | None = None) -> list[Term]:
    """Those of `keys`, or all, in the order of the alphabet of their words. Raises KeyError for a word not explained."""
    found = [TERMS[key] for key in keys] if keys is not None else list(TERMS.values())
    return sorted(found, key=lambda term: fold(str(term.word)))
