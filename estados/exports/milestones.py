"""Open data of how the commitments go: milestones, their evidence, what each voice reported, and the bodies that answer."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from acervo.base.addresses import page_url
from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from agenda.models import EventPage
from documents.models import RecordPage
from estados.enums import Completion, MilestoneStatus, Sector, Voice
from estados.models import Body, Evidence, Milestone, MilestoneReport, Verdict

from .commitments import ISO, OGP_FORMAT, ON, PLAN, chosen, day_of
from .resources import STATE, Field, Filters, Resource, Row, terms


def milestone_cells(milestone: Milestone) -> dict[str, Any]:
    """The columns of the sheet that can be imported (`estados.imports.milestones`)."""
    return {
        "compromiso": milestone.commitment.code,
        "orden": milestone.number,
        "entregable": milestone.deliverable,
        "descripcion": milestone.description,
        "fecha_limite": milestone.due,
        "responsable": milestone.responsible.name if milestone.responsible else "",
        "peso": milestone.weight,
    }


def milestone_rows(filters: Filters) -> Iterator[Row]:
    day = day_of(filters)
    told = MilestoneReport.objects.filter(milestone=OuterRef("pk"), on__lte=day).order_by("-on", "-pk")
    found = public(Milestone.objects.filter(commitment__in=chosen(filters).order_by().values("pk")))
    found = found.select_related("commitment__plan", "responsible").order_by("commitment__code", "number", "pk")
    for milestone in found.annotate(
        status=Subquery(told.values("status")[:1]), since=Subquery(told.values("on")[:1]), said=Subquery(told.values("note")[:1])
    ).iterator(chunk_size=500):  # fmt: skip
        status = milestone.status or ""
        over = status in (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)
        yield {
            "id": milestone.pk,
            **milestone_cells(milestone),
            "clave_entidad": milestone.commitment.plan.state,
            "situacion": status,
            "desde": milestone.since,
            "nota": milestone.said or "",
            "atrasado": bool(milestone.due and milestone.due < day and not over),
            "al": day,
            "modificado": milestone.updated_at,
        }


def open_evidence() -> Any:
    """Evidence that the public may see: also what it points to is public."""
    records = public(RecordPage.objects.all()).order_by().values("pk")
    events = public(EventPage.objects.all()).order_by().values("pk")
    return public(Evidence.objects.all()).filter(
        Q(record=None) | Q(record__in=records), Q(event=None) | Q(event__in=events)
    )


def evidence_rows(filters: Filters) -> Iterator[Row]:
    found = open_evidence().filter(milestone__commitment__in=chosen(filters).order_by().values("pk"))
    found = found.select_related("milestone__commitment__plan", "record__locale", "event__locale")
    for item in found.order_by("milestone__commitment__code", "milestone_id", "sort_order", "pk").iterator(
        chunk_size=500
    ):
        page = item.record or item.event
        yield {
            "id": item.pk,
            "compromiso": item.milestone.commitment.code,
            "hito": item.milestone_id,
            "clase": "registro" if item.record_id else "evento" if item.event_id else "enlace",
            "titulo": item.label or (page.title if page else ""),
            "url": page_url(page) if page else item.url,
            "fecha": item.on,
            "sha256": item.sha256,
            "revisado": item.checked_at,
            "respuesta_http": item.http_status,
        }


def verdict_rows(filters: Filters) -> Iterator[Row]:
    """Every report that stands, of every date; withdrawn ones are not data."""
    found = public(Verdict.objects.filter(withdrawn_at=None))
    found = found.filter(commitment__in=chosen(filters).order_by().values("pk"), on__lte=day_of(filters))
    open_records = set(public(RecordPage.objects.filter(pk__in=found.order_by().values("record"))).values_list("pk", flat=True))  # fmt: skip
    found = found.select_related("commitment__plan", "record__locale").order_by("commitment__code", "on", "pk")
    for verdict in found.iterator(chunk_size=500):
        yield {
            "id": verdict.pk,
            "compromiso": verdict.commitment.code,
            "clave_entidad": verdict.commitment.plan.state,
            "voz": verdict.voice,
            "situacion": verdict.completion,
            "avance": verdict.progress,
            "en_que_se_basa": verdict.words,
            "fecha": verdict.on,
            "fecha_texto": verdict.when_text,
            "quien_informa": verdict.author,
            "registro": page_url(verdict.record) if verdict.record_id in open_records else "",
            "enlace": verdict.url,
            "fuente": verdict.source,
        }


def body_rows(filters: Filters) -> Iterator[Row]:
    """Institutions with the office that answers; never its address for mails."""
    found = public(Body.objects.all()).order_by("state", "name")
    if "entidad" in filters:
        found = found.filter(state__in=filters["entidad"])
    for body in found.defer("email").iterator(chunk_size=500):
        yield {
            "clave_entidad": body.state,
            "entidad": STATE_NAMES[body.state],
            "nombre": body.name,
            "siglas": body.acronym,
            "sector": body.sector,
            "area": body.office,
            "sitio_web": body.website,
        }


_STATE_KEY = Field(
    name="clave_entidad",
    title=_("Clave de la entidad"),
    required=True,
    source=_("INEGI, Marco Geoestadístico Nacional"),
)
_COMMITMENT = Field(name="compromiso", title=_("Compromiso"), required=True, description=_("Clave del compromiso."))
_OF = (("compromiso", "compromisos", "clave"),)

RESOURCES = (
    Resource(
        name="hitos",
        title=_("Hitos"),
        description=_("Los entregables de cada compromiso y su situación. Las columnas hasta «peso» son las de la hoja que se importa."),
        key=("id",),
        filters=(STATE, PLAN, ON),
        rows=milestone_rows,
        references=_OF,
        fields=(
            Field(name="id", title=_("Identificador"), type="integer", required=True, description=_("No cambia; con él se reconoce el hito al importar.")),
            _COMMITMENT,
            Field(name="orden", title=_("Orden"), type="integer", required=True),
            Field(name="entregable", title=_("Entregable"), required=True, source=OGP_FORMAT),
            Field(name="descripcion", title=_("Descripción")),
            Field(name="fecha_limite", title=_("Fecha límite"), type="date", source=ISO),
            Field(name="responsable", title=_("Responsable"), description=_("Institución, no persona.")),
            Field(name="peso", title=_("Peso"), type="integer", required=True, description=_("Cuánto cuenta frente a los demás hitos del compromiso, de 1 a 100.")),
            _STATE_KEY,
            Field(name="situacion", title=_("Situación"), terms=terms(MilestoneStatus), description=_("La del último avance a la fecha; vacía si no hay informe.")),
            Field(name="desde", title=_("Desde"), type="date", source=ISO),
            Field(name="nota", title=_("Nota del avance")),
            Field(name="atrasado", title=_("Está atrasado"), type="boolean", description=_("Pasó su fecha sin hacerse ni cancelarse.")),
            Field(name="al", title=_("Al día"), type="date", source=ISO),
            Field(name="modificado", title=_("Última modificación"), type="datetime", source=ISO),
        ),
    ),
    Resource(
        name="evidencias",
        title=_("Evidencias"),
        description=_("Lo que prueba cada hito: un registro del acervo, un evento o un enlace externo que se revisa."),
        key=("id",),
        filters=(STATE, PLAN),
        rows=evidence_rows,
        references=(*_OF, ("hito", "hitos", "id")),
        fields=(
            Field(name="id", title=_("Identificador"), type="integer", required=True),
            _COMMITMENT,
            Field(name="hito", title=_("Hito"), type="integer", required=True, description=_("Identificador del hito.")),
            Field(name="clase", title=_("Clase"), terms=(("registro", _("Registro del acervo")), ("evento", _("Evento")), ("enlace", _("Enlace externo"))), required=True),
            Field(name="titulo", title=_("Qué es")),
            Field(name="url", title=_("Dirección"), format="uri"),
            Field(name="fecha", title=_("Fecha"), type="date", source=ISO),
            Field(name="sha256", title=_("Huella del archivo"), description=_("SHA-256 del archivo del registro cuando se adjuntó."), source="FIPS 180-4"),
            Field(name="revisado", title=_("Enlace revisado"), type="datetime", source=ISO),
            Field(name="respuesta_http", title=_("Respuesta del enlace"), type="integer", description=_("0 si no respondió."), source="RFC 9110"),
        ),
    ),
    Resource(
        name="informes",
        title=_("Informes de cada voz"),
        description=_("Lo que gobierno, sociedad civil y organismo garante informaron de cada compromiso, por separado; nunca se promedian."),
        key=("id",),
        filters=(STATE, PLAN, ON),
        rows=verdict_rows,
        references=_OF,
        fields=(
            Field(name="id", title=_("Identificador"), type="integer", required=True),
            _COMMITMENT,
            _STATE_KEY,
            Field(name="voz", title=_("Voz"), terms=terms(Voice), required=True),
            Field(name="situacion", title=_("Situación"), terms=terms(Completion), required=True, source=_("Niveles de cumplimiento del mecanismo independiente de la AGA (IRM)")),
            Field(name="avance", title=_("Avance (%)"), type="integer", description=_("Por ciento; vacío es sin información, que no es 0.")),
            Field(name="en_que_se_basa", title=_("En qué se basa")),
            Field(name="fecha", title=_("Fecha del informe"), type="date", required=True, source=ISO),
            Field(name="fecha_texto", title=_("Fecha como la da la fuente")),
            Field(name="quien_informa", title=_("Quién informa"), description=_("Institución u organización.")),
            Field(name="registro", title=_("Registro que lo sustenta"), format="uri"),
            Field(name="enlace", title=_("Enlace que lo sustenta"), format="uri"),
            Field(name="fuente", title=_("Fuente")),
        ),
    ),
    Resource(
        name="instituciones",
        title=_("Instituciones y organizaciones"),
        description=_("Quién responde por los compromisos, con el área que atiende. Los correos no se publican."),
        key=("clave_entidad", "nombre"),
        filters=(STATE,),
        rows=body_rows,
        fields=(
            _STATE_KEY,
            Field(name="entidad", title=_("Entidad federativa"), required=True),
            Field(name="nombre", title=_("Nombre"), required=True),
            Field(name="siglas", title=_("Siglas")),
            Field(name="sector", title=_("Sector"), terms=terms(Sector), required=True),
            Field(name="area", title=_("Área que responde"), description=_("La oficina, no la persona.")),
            Field(name="sitio_web", title=_("Sitio web"), format="uri"),
        ),
    ),
)  # fmt: skip
