"""What the national board says today of each state, as columns of open data: its own rows, by no second rule."""

from django.utils.translation import gettext_lazy as _

from acervo.base.publicity import public
from estados.models import StatesPage
from estados.services.cuts import tables
from estados.services.national_cells import NOTHING, NationalRow
from estados.services.national_inputs import read_inputs
from estados.services.national_rows import rows_of_today
from estados.services.traffic_light import Level

from .resources import Field, Row, terms

#: Column of the board → (column of the file, its title, whether its second line says more than its mark).
TOLD = {
    "declaracion": ("declaracion", _("Declaración Conjunta"), False),
    "sensibilizacion": ("sensibilizacion", _("Sensibilización"), False),
    "secretariado": ("secretariado", _("Secretariado Técnico Local"), False),
    "plan": ("plan", _("Plan de acción local"), True),
    "paso": ("paso_actual", _("Paso actual"), True),
    "comision": ("comision", _("Integra la Comisión"), False),
}


def rows_by_state() -> dict[str, NationalRow]:
    """INEGI key → its row of today's board; empty while there is no public board. Five queries."""
    pages = public(StatesPage.objects.all()).select_related("locale").order_by("pk")
    page = min(pages, key=lambda item: not item.locale.language_code.startswith("es"), default=None)
    if page is None:
        return {}
    inputs = read_inputs(page)
    cuts = tables(inputs.rows("cut"), inputs.rows("cut_row"))
    return {row.state: row for row in rows_of_today(cuts, inputs, address=lambda _state, _slug: "")}


def cells(row: NationalRow | None) -> Row:
    """The columns of `fields()`; all of them empty without a row."""
    found = {}
    for column, (name, _title, has_detail) in TOLD.items():
        cell = row.cells[column] if row else NOTHING
        found[name] = cell.text
        if has_detail:
            found[f"{name}_detalle"] = cell.extra
        found[f"{name}_de_cuando"] = cell.when
    light = row.light if row else None
    return {
        **found,
        "semaforo": light.level.value if light else "",
        "semaforo_razon": light.reason if light else "",
        "ultima_informacion": row.cells["fecha"].when if row else "",
    }


def fields() -> list[Field]:
    said = _("Como lo dice hoy el tablero nacional; vacío si nadie lo dice.")
    found = []
    for name, title, has_detail in TOLD.values():
        found.append(Field(name=name, title=title, description=said))
        if has_detail:
            found.append(Field(name=f"{name}_detalle", title=_("Detalle"), description=_("Lo que el tablero agrega a la columna anterior.")))  # fmt: skip
        found.append(Field(name=f"{name}_de_cuando", title=_("De cuándo es"), description=_("Fecha del dato anterior, como se conoce.")))  # fmt: skip
    return [
        *found,
        Field(name="semaforo", title=_("Semáforo"), terms=terms(Level), description=_("El de hoy, con la regla que se explica en el tablero nacional.")),
        Field(name="semaforo_razon", title=_("Razón del semáforo")),
        Field(name="ultima_informacion", title=_("Última información"), description=_("De cuándo es lo último que se sabe de la entidad.")),
    ]  # fmt: skip
