"""The Sustainable Development Goals by number, with their short names in Spanish.

Source: United Nations, «Objetivos de Desarrollo Sostenible» (A/RES/70/1). Text and number only: the UN's icons are not ours.
"""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GOALS: Mapping[int, Promise] = MappingProxyType(
    {
        1: _("Fin de la pobreza"),
        2: _("Hambre cero"),
        3: _("Salud y bienestar"),
        4: _("Educación de calidad"),
        5: _("Igualdad de género"),
        6: _("Agua limpia y saneamiento"),
        7: _("Energía asequible y no contaminante"),
        8: _("Trabajo decente y crecimiento económico"),
        9: _("Industria, innovación e infraestructura"),
        10: _("Reducción de las desigualdades"),
        11: _("Ciudades y comunidades sostenibles"),
        12: _("Producción y consumo responsables"),
        13: _("Acción por el clima"),
        14: _("Vida submarina"),
        15: _("Vida de ecosistemas terrestres"),
        16: _("Paz, justicia e instituciones sólidas"),
        17: _("Alianzas para lograr los objetivos"),
    }
)


def goal_name(number: int) -> str:
    """«ODS 16. Paz, justicia e instituciones sólidas»."""
    return f"ODS {number}. {GOALS[number]}" if number in GOALS else f"ODS {number}"
