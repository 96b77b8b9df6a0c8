"""How other states went about a step: facts of the national guide of the exercises, in our words. The fifth step has none."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from acervo.base.states import STATE_NAMES
from estados.enums import Step


@dataclass(frozen=True, slots=True)
class Example:
    """`state`: INEGI key. The guide gives no day for any of them."""

    step: Step
    state: str
    text: Any

    @property
    def state_name(self) -> str:
        return STATE_NAMES[self.state]


SOURCE = _("Guía de los pasos del ejercicio local de gobierno abierto (sin fecha).")

EXAMPLES = (
    Example(
        Step.DECLARATION,
        "24",
        _("58 municipios firmaron la declaración y formaron una red que busca participar en el secretariado."),
    ),
    Example(
        Step.AWARENESS,
        "05",
        _("Una gira recorrió las cinco regiones del estado, con una persona de enlace en cada una."),
    ),
    Example(
        Step.SECRETARIAT,
        "30",
        _("El secretariado trabaja por capítulos temáticos, con monitores ciudadano, de tecnología y de medios."),
    ),
    Example(
        Step.SECRETARIAT,
        "17",
        _("Lo integran cuatro partes, y una decisión por mayoría necesita el voto de la sociedad civil."),
    ),
    Example(
        Step.TABLES,
        "20",
        _("Hubo mesas de trabajo, convocatoria en una página web y encuestas en lugares públicos."),
    ),
    Example(
        Step.TABLES,
        "14",
        _("Tras una conferencia se abrieron mesas en seis ejes, de los derechos humanos a los servicios públicos."),
    ),
    Example(
        Step.FOLLOW_UP,
        "17",
        _("Instaló una copia del tablero de seguimiento nacional, que es de código abierto."),
    ),
    Example(Step.FOLLOW_UP, "10", _("Cuando se hizo la guía, la instancia nacional evaluaba su plan.")),
    Example(Step.FOLLOW_UP, "20", _("Mantiene un sitio fácil de usar con sus acciones al día.")),
)


def examples_for(step: Step, *, but: str = "") -> list[Example]:
    """Those of a step; `but`: INEGI key of the state whose page it is."""
    return [item for item in EXAMPLES if item.step == step and item.state != but]
