"""Open data of what the states promised: plans and commitments. The commitments' file is the sheet that can be imported."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from acervo.base.addresses import absolute, page_url
from acervo.base.publicity import public
from acervo.tabular.cells import joined
from agenda.models import EventPage
from documents.models import RecordPage
from estados.enums import Completion, Voice
from estados.models import CREAS, ActionPlan, Commitment
from estados.services import board

from .resources import STATE, BadFilter, Field, Filter, Filters, Resource, Row, state_cells, state_fields, terms

OGP_FORMAT = _("Formato de compromisos de la Alianza para el Gobierno Abierto")
ISO = "ISO 8601"


def _plan(value: str) -> str:
    return value.upper()


def _day(value: str) -> str:
    try:
        return dt.date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise BadFilter(
            gettext("«%(value)s» no es un día; escríbalo como 2017-06-30.") % {"value": value[:50]}
        ) from error


PLAN = Filter("plan", _("Clave del plan, por ejemplo ZAC-PAL1."), _plan)
ON = Filter("al", _("Como estaba ese día: 2017-06-30. Sin él, hoy."), _day)


def day_of(filters: Filters) -> dt.date:
    return dt.date.fromisoformat(filters["al"][0]) if "al" in filters else timezone.localdate()


def chosen(filters: Filters) -> QuerySet[Commitment]:
    """The public commitments that answer the filters, in the order of the plans."""
    found = public(Commitment.objects.all())
    if "entidad" in filters:
        found = found.filter(plan__state__in=filters["entidad"])
    if "plan" in filters:
        found = found.filter(plan__in=plans_of(filters["plan"]))
    return found


def plans_of(codes: tuple[str, ...]) -> list[int]:
    """Keys of the plans with these codes («ZAC-PAL1»); a code is no column."""
    return [plan.pk for plan in ActionPlan.objects.only("state", "number") if plan.code in codes]


def plan_rows(filters: Filters) -> Iterator[Row]:
    plans = public(ActionPlan.objects.all()).select_related("record__locale", "launch_event__locale")
    if "entidad" in filters:
        plans = plans.filter(state__in=filters["entidad"])
    counts = dict(public(Commitment.objects.all()).order_by().values_list("plan").annotate(Count("pk")))
    records = set(public(RecordPage.objects.all()).order_by().values_list("pk", flat=True).filter(pk__in=plans.order_by().values("record")))  # fmt: skip
    events = set(public(EventPage.objects.all()).order_by().values_list("pk", flat=True).filter(pk__in=plans.order_by().values("launch_event")))  # fmt: skip
    for plan in plans.iterator(chunk_size=500):
        yield {
            "clave": plan.code,
            **state_cells(plan.state),
            "numero": plan.number,
            "titulo": plan.title,
            "resumen": plan.summary,
            "presentado": plan.launched_on,
            "presentado_texto": plan.launched_text,
            "vigencia_meses": plan.months,
            "compromisos": counts.get(plan.pk, 0),
            "documento": page_url(plan.record) if plan.record_id in records else "",
            "evento": page_url(plan.launch_event) if plan.launch_event_id in events else "",
            "fuente": plan.source,
            "pagina_web": absolute(plan.get_absolute_url()),
            "modificado": plan.updated_at,
        }


def commitment_cells(commitment: Commitment) -> dict:
    """The columns of the sheet that can be imported (`estados.imports.columns`), of one commitment with its relations."""
    return {
        "clave": commitment.code,
        "clave_entidad": commitment.plan.state,
        "plan": commitment.plan.code,
        "numero": commitment.number,
        "titulo": commitment.title,
        "problema": commitment.problem,
        "que_cambia": commitment.change,
        "descripcion": commitment.description,
        "temas": joined(theme.code for theme in commitment.themes.all()),
        "responsable": commitment.lead.name if commitment.lead else "",
        "apoyan": joined(body.name for body in commitment.supporting.all()),
        "contraparte": commitment.counterpart.name if commitment.counterpart else "",
        "presupuesto": commitment.budget,
        "presupuesto_nota": commitment.budget_note,
        "empieza": commitment.starts_on,
        "termina": commitment.ends_on,
        "ods": targets_cell([str(target) for target in commitment.targets.all()]),
        "valores_aga": joined(commitment.ogp_values),
        **{
            header: value
            for (prefix, _letter, _name), column in zip(CREAS, CREAS_COLUMNS, strict=True)
            for header, value in (
                (column, getattr(commitment, prefix)),
                (f"{column}_razon", getattr(commitment, f"{prefix}_reason")),
            )
        },
        "avance_a_mano": commitment.progress_set,
        "avance_a_mano_razon": commitment.progress_reason,
        "fuente": commitment.source,
    }


def targets_cell(targets: list[str]) -> str:
    """«16.6; 16.10». One target alone is «ODS 16.10»: a spreadsheet would take it for a number or for a date."""
    return f"ODS {targets[0]}" if len(targets) == 1 else "; ".join(targets)


#: Headers of the five checks, in the order of `CREAS`; the reason's is the same with «_razon».
CREAS_COLUMNS = ("concreto", "realizable", "estrategico", "transformador", "sostenible")


def commitment_rows(filters: Filters) -> Iterator[Row]:
    day = day_of(filters)
    for row in board.rows(chosen(filters), on=day):
        said: dict[str, Any] = {}
        for voice in Voice:
            verdict = row.verdicts[voice.value]
            said |= {
                f"{voice.value}_situacion": verdict.completion if verdict else "",
                f"{voice.value}_avance": verdict.progress if verdict else None,
                f"{voice.value}_fecha": verdict.on if verdict else None,
            }
        yield {
            **commitment_cells(row.commitment),
            "entidad": row.plan.get_state_display(),
            "avance": row.progress.percent,
            "avance_como": row.progress.how,
            **said,
            "desacuerdo": row.disagreement,
            "atrasado": row.late,
            "al": day,
            "pagina_web": absolute(row.commitment.get_absolute_url()),
            "modificado": row.commitment.updated_at,
        }


def _creas() -> Iterator[Field]:
    for (_prefix, _letter, name), column in zip(CREAS, CREAS_COLUMNS, strict=True):
        yield Field(name=column, title=name, type="boolean", description=_("Criterio CREAS: sí, no, o vacío si no se ha revisado."), source=_("Criterios CREAS del ejercicio local"))  # fmt: skip
        yield Field(name=f"{column}_razon", title=format_lazy(_("Razón de «{criterion}»"), criterion=name))


def _voices() -> Iterator[Field]:
    for voice in Voice:
        yield Field(name=f"{voice.value}_situacion", title=_("Situación según esa voz"), terms=terms(Completion), description=_("Último informe de esa voz a la fecha; vacío si no ha informado."), source=_("Niveles de cumplimiento del mecanismo independiente de la AGA (IRM)"))  # fmt: skip
        yield Field(name=f"{voice.value}_avance", title=_("Avance según esa voz (%)"), type="integer", description=_("Por ciento; vacío es sin información, que no es 0."))  # fmt: skip
        yield Field(name=f"{voice.value}_fecha", title=_("Fecha de ese informe"), type="date", source=ISO)


RESOURCES = (
    Resource(
        name="planes",
        title=_("Planes de acción local"),
        description=_("Los planes publicados de cada entidad."),
        key=("clave",),
        filters=(STATE,),
        rows=plan_rows,
        fields=(
            Field(name="clave", title=_("Clave del plan"), required=True),
            *state_fields(),
            Field(name="numero", title=_("Número"), type="integer", required=True, description=_("1 para el primer plan de la entidad.")),
            Field(name="titulo", title=_("Título"), required=True),
            Field(name="resumen", title=_("Resumen")),
            Field(name="presentado", title=_("Presentado el"), type="date", source=ISO),
            Field(name="presentado_texto", title=_("Fecha en palabras"), description=_("Si no se conoce el día.")),
            Field(name="vigencia_meses", title=_("Vigencia (meses)"), type="integer", source=_("Método local de cocreación: un año")),
            Field(name="compromisos", title=_("Compromisos publicados"), type="integer"),
            Field(name="documento", title=_("Documento del plan"), format="uri"),
            Field(name="evento", title=_("Evento de presentación"), format="uri"),
            Field(name="fuente", title=_("Fuente")),
            Field(name="pagina_web", title=_("Página"), format="uri"),
            Field(name="modificado", title=_("Última modificación"), type="datetime", source=ISO),
        ),
    ),
    Resource(
        name="compromisos",
        title=_("Compromisos"),
        description=_("Qué se comprometió, quién responde y cómo va según cada voz. Las columnas hasta «fuente» son las de la hoja que se importa."),
        key=("clave",),
        filters=(STATE, PLAN, ON),
        rows=commitment_rows,
        references=(("plan", "planes", "clave"),),
        fields=(
            Field(name="clave", title=_("Clave"), required=True, description=_("Forma la dirección pública y su QR.")),
            Field(name="clave_entidad", title=_("Clave de la entidad"), required=True, source=_("INEGI, Marco Geoestadístico Nacional")),
            Field(name="plan", title=_("Plan"), required=True, description=_("Clave del plan.")),
            Field(name="numero", title=_("Número"), type="integer", description=_("El que lleva en el plan.")),
            Field(name="titulo", title=_("Título"), required=True, source=OGP_FORMAT),
            Field(name="problema", title=_("Problema que atiende"), source=OGP_FORMAT),
            Field(name="que_cambia", title=_("Qué cambia para las personas"), source=OGP_FORMAT),
            Field(name="descripcion", title=_("En qué consiste"), source=OGP_FORMAT),
            Field(name="temas", title=_("Temas"), description=_("Claves de los temas, separadas por |.")),
            Field(name="responsable", title=_("Institución responsable"), source=OGP_FORMAT),
            Field(name="apoyan", title=_("Instituciones que apoyan"), description=_("Separadas por |."), source=OGP_FORMAT),
            Field(name="contraparte", title=_("Contraparte de la sociedad civil"), source=OGP_FORMAT),
            Field(name="presupuesto", title=_("Presupuesto"), type="number", description=_("Pesos mexicanos.")),
            Field(name="presupuesto_nota", title=_("Nota del presupuesto")),
            Field(name="empieza", title=_("Empieza"), type="date", source=ISO),
            Field(name="termina", title=_("Termina"), type="date", source=ISO),
            Field(name="ods", title=_("ODS y metas"), description=_("Objetivos o metas separados por punto y coma: 16.6; 16.10."), source=_("Agenda 2030, ONU")),
            Field(name="valores_aga", title=_("Valores de la AGA"), description=_("Separados por |: acceso, participacion, rendicion, tecnologia."), source=_("Alianza para el Gobierno Abierto")),
            *_creas(),
            Field(name="avance_a_mano", title=_("Avance puesto a mano (%)"), type="integer", description=_("Por ciento; vacío si se calcula con los hitos.")),
            Field(name="avance_a_mano_razon", title=_("Por qué se puso a mano")),
            Field(name="fuente", title=_("Fuente")),
            Field(name="entidad", title=_("Entidad federativa"), required=True),
            Field(name="avance", title=_("Avance (%)"), type="integer", description=_("Por ciento, de los hitos y sus pesos o puesto a mano; vacío es sin información, que no es 0.")),
            Field(name="avance_como", title=_("Cómo se calculó el avance")),
            *_voices(),
            Field(name="desacuerdo", title=_("Hay desacuerdo"), type="boolean", description=_("Dos voces dicen situaciones distintas.")),
            Field(name="atrasado", title=_("Está atrasado"), type="boolean", description=_("Un hito o el compromiso pasó su fecha sin terminarse.")),
            Field(name="al", title=_("Al día"), type="date", description=_("Día del que se dice el avance y la situación."), source=ISO),
            Field(name="pagina_web", title=_("Página"), format="uri"),
            Field(name="modificado", title=_("Última modificación"), type="datetime", source=ISO),
        ),
    ),
)  # fmt: skip
