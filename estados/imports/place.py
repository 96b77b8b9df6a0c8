"""The columns of a sheet that say again which state a row is of: nothing is written from them, but they must not lie.

The state of a row is its plan's. Our exports add `clave_entidad` and `entidad`; whoever copies rows from one state's sheet
to another's may leave one behind, and then nobody knows which of the two was meant: the row is refused.
"""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.states import STATE_ABBREVIATIONS, STATE_NAMES
from acervo.base.text import fold
from acervo.tabular.columns import Column, Parse, Said
from acervo.tabular.table import Row
from estados.imports_debt.cells import state as _known

KEY, NAME = "_state_key", "_state_name"
#: Abbreviations beside the names of `STATE_NAMES`.
_MORE = {**{fold(short): key for key, short in STATE_ABBREVIATIONS.items()}, "mexico": "15", "cdmx": "09"}
#: States whose official name honours a person: «Coahuila de Zaragoza», «Veracruz de Ignacio de la Llave».
_HONOURED = re.compile(r"(coahuila|michoacan|veracruz) de .*")


def _state(name: str) -> Parse:
    """The INEGI key with the text of its cell, under `name`; «1», «1.0» and «01» are the same."""

    def parse(cell: str) -> Said:
        plain = _HONOURED.sub(r"\1", fold(cell).removesuffix(".0"))
        return {name: (_MORE.get(plain) or _known(plain)[0]["state"], cell)}, ""

    return parse


KEY_COLUMN = Column(
    name="clave_entidad", header="clave_entidad", label=gettext_lazy("Clave de la entidad"), parse=_state(KEY),
    help=gettext_lazy("Puede faltar. Si viene, debe ser la entidad del plan; si no lo es, la fila se rechaza."),
)  # fmt: skip
NAME_COLUMN = Column(
    name="entidad", header="entidad", label=gettext_lazy("Entidad federativa"), parse=_state(NAME),
    help=gettext_lazy("Puede faltar. Si viene, debe ser la entidad del plan; si no lo es, la fila se rechaza."),
    synonyms=("entidad_federativa",),
)  # fmt: skip


def take(row: Row) -> dict[str, tuple[str, str]]:
    """Takes out of the row's values what its columns say of the state: column → (key, text of the cell)."""
    found = {column.name: row.values.pop(name, None) for name, column in ((KEY, KEY_COLUMN), (NAME, NAME_COLUMN))}
    return {name: said for name, said in found.items() if said is not None}


def refuse_other(row: Row, said: dict[str, tuple[str, str]], *, code: str, state: str) -> None:
    """Refuses each cell that names another state than `state`, which is that of `code` (a plan or a commitment)."""
    for column, (key, cell) in said.items():
        if key != state:
            row.refuse(
                column, cell,
                _("«%(value)s» es %(said)s, y %(code)s es de %(state)s")
                % {"value": cell[:80], "said": STATE_NAMES[key], "code": code, "state": STATE_NAMES[state]},
                _("corrija la entidad o la clave %(code)s, la que esté mal; también puede vaciar esta celda") % {"code": code},
            )  # fmt: skip
