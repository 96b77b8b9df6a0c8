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


#: Targets of each goal: how many are numbered, and the letters of those about means of implementation; 169 in all.
#: Source: A/RES/70/1 and the indicator framework of A/RES/71/313.
_TARGETS: Mapping[int, tuple[int, str]] = MappingProxyType(
    {
        1: (5, "ab"), 2: (5, "abc"), 3: (9, "abcd"), 4: (7, "abc"), 5: (6, "abc"), 6: (6, "ab"), 7: (3, "ab"),
        8: (10, "ab"), 9: (5, "abc"), 10: (7, "abc"), 11: (7, "abc"), 12: (8, "abc"), 13: (3, "ab"), 14: (7, "abc"),
        15: (9, "abc"), 16: (10, "ab"), 17: (19, ""),
    }
)  # fmt: skip
TARGETS = frozenset(
    f"{goal}.{end}" for goal, (count, letters) in _TARGETS.items() for end in (*map(str, range(1, count + 1)), *letters)
)


def exists(said: str) -> bool:
    """Whether «16» is a goal, or «16.6» one of its targets."""
    return said in TARGETS or (said.isascii() and said.isdigit() and int(said) in GOALS)
