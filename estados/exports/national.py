"""Open data of the nation: the tables of each cut in time, figures that sources give, and where sources disagree."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from estados.enums import CutKind, Group, Mark
from estados.models import Contradiction, CutRow, Figure

from .resources import STATE, Field, Filters, Resource, Row, state_cells, state_fields, terms


def cut_rows(filters: Filters) -> Iterator[Row]:
    rows = public(CutRow.objects.all()).select_related("cut").order_by("cut__date", "state")
    if "entidad" in filters:
        rows = rows.filter(state__in=filters["entidad"])
    for row in rows.iterator(chunk_size=500):
        yield {
            "corte": row.cut.slug,
            "fecha": row.cut.date,
            "fecha_conocida": row.cut.label,
            "certeza": row.cut.kind,
            **state_cells(row.state),
            "grupo": row.group,
            "numero": row.order,
            "declaracion": row.declaration,
            "sensibilizacion": row.awareness,
            "sensibilizacion_fechas": row.awareness_dates,
            "secretariado": row.secretariat,
            "plan": row.plan,
            "planes": row.plans,
            "punto_semaforo": row.light_dot,
            "estatus": row.status,
            "integra_comision": row.member,
            "nota": row.note,
            "fuente": row.cut.source,
            "renglones": row.lines,
        }


def figure_rows(filters: Filters) -> Iterator[Row]:
    for figure in public(Figure.objects.all()).iterator(chunk_size=500):
        yield {
            "ambito": figure.scope,
            "indicador": figure.indicator,
            "categoria": figure.category,
            "ods": figure.goal,
            "valor": figure.value,
            "unidad": figure.unit,
            "fecha": figure.date,
            "certeza": figure.kind,
            "nota": figure.note,
            "fuente": figure.source,
        }


def contradiction_rows(filters: Filters) -> Iterator[Row]:
    found = public(Contradiction.objects.all())
    if "entidad" in filters:
        found = found.filter(state__in=filters["entidad"])
    for item in found.iterator(chunk_size=500):
        yield {
            "clave_entidad": item.state,
            "entidad": STATE_NAMES.get(item.state, ""),
            "asunto": item.subject,
            "primera": item.first,
            "primera_fuente": item.first_source,
            "segunda": item.second,
            "segunda_fuente": item.second_source,
            "nota": item.note,
        }


def _mark(name: str, title) -> Field:
    return Field(name=name, title=title, terms=terms(Mark), description=_("Lo que dice la celda de la tabla; vacío si la columna falta o no se puede leer."))  # fmt: skip


_CERTAINTY = Field(name="certeza", title=_("Certeza de la fecha"), terms=terms(CutKind))

RESOURCES = (
    Resource(
        name="cortes",
        title=_("Cortes nacionales"),
        description=_("La tabla nacional tal como la dio cada fuente en su fecha: una fila por entidad y corte."),
        key=("corte", "clave_entidad"),
        filters=(STATE,),
        rows=cut_rows,
        fields=(
            Field(name="corte", title=_("Corte"), required=True, description=_("Clave del corte, como 2016-09.")),
            Field(name="fecha", title=_("Fecha"), type="date", required=True, description=_("Para ordenar; vea «certeza»."), source="ISO 8601"),
            Field(name="fecha_conocida", title=_("Fecha como se conoce")),
            _CERTAINTY,
            *state_fields(),
            Field(name="grupo", title=_("Grupo"), terms=terms(Group)),
            Field(name="numero", title=_("Número en la tabla"), type="integer"),
            _mark("declaracion", _("Declaración Conjunta")),
            _mark("sensibilizacion", _("Sensibilización")),
            Field(name="sensibilizacion_fechas", title=_("Fechas de la sensibilización")),
            _mark("secretariado", _("Secretariado Técnico Local")),
            _mark("plan", _("Plan de acción local")),
            Field(name="planes", title=_("Cuántos planes"), type="integer"),
            _mark("punto_semaforo", _("Punto de semáforo")),
            Field(name="estatus", title=_("Estatus"), description=_("Como lo escribe la fuente.")),
            _mark("integra_comision", _("Integra la Comisión")),
            Field(name="nota", title=_("Nota")),
            Field(name="fuente", title=_("Fuente"), required=True),
            Field(name="renglones", title=_("Renglones de la fuente")),
        ),
    ),
    Resource(
        name="cifras",
        title=_("Cifras de las fuentes"),
        description=_("Totales que da una fuente y que no se pueden calcular aquí, con su fecha."),
        rows=figure_rows,
        fields=(
            Field(name="ambito", title=_("Ámbito"), required=True),
            Field(name="indicador", title=_("Indicador"), required=True),
            Field(name="categoria", title=_("Categoría")),
            Field(name="ods", title=_("ODS"), type="integer", description=_("Número del Objetivo de Desarrollo Sostenible."), source=_("Agenda 2030, ONU")),
            Field(name="valor", title=_("Valor"), type="number", required=True),
            Field(name="unidad", title=_("Unidad"), required=True),
            Field(name="fecha", title=_("Fecha de corte"), description=_("Año, año y mes o día, según se conozca."), source="ISO 8601"),
            _CERTAINTY,
            Field(name="nota", title=_("Nota")),
            Field(name="fuente", title=_("Fuente"), required=True),
        ),
    ),
    Resource(
        name="contradicciones",
        title=_("Contradicciones entre fuentes"),
        description=_("Donde dos fuentes no dicen lo mismo, lo que dice cada una."),
        filters=(STATE,),
        rows=contradiction_rows,
        fields=(
            Field(name="clave_entidad", title=_("Clave de la entidad"), description=_("Vacía si es de todo el país."), source=_("INEGI, Marco Geoestadístico Nacional")),
            Field(name="entidad", title=_("Entidad federativa")),
            Field(name="asunto", title=_("Asunto"), required=True),
            Field(name="primera", title=_("Una fuente dice"), required=True),
            Field(name="primera_fuente", title=_("Primera fuente"), required=True),
            Field(name="segunda", title=_("Otra fuente dice"), required=True),
            Field(name="segunda_fuente", title=_("Segunda fuente"), required=True),
            Field(name="nota", title=_("Nota")),
        ),
    ),
)  # fmt: skip
