"""The columns of the sheet of commitments: the headers of their export, and how else offices call them.

Names that begin with «_» among the values are resolved by the job, which knows the plan, the bodies and the themes.
"""

import re

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.tabular import cells
from acervo.tabular.columns import Column, Said
from acervo.tabular.faults import BadCell
from estados import goals
from estados.enums import OgpValue
from estados.exports.commitments import CREAS_COLUMNS
from estados.models import CREAS

from . import place

PLAN, LEAD, SUPPORTING, COUNTERPART, THEMES = "_plan", "_lead", "_supporting", "_counterpart", "_themes"
#: What our own export adds and nobody imports: it is computed, or said elsewhere. (The state is checked: `place`.)
EXPORT_ONLY = (
    "avance", "avance_como", "gobierno_situacion", "gobierno_avance", "gobierno_fecha",
    "sociedad_situacion", "sociedad_avance", "sociedad_fecha", "garante_situacion", "garante_avance", "garante_fecha",
    "desacuerdo", "atrasado", "al", "pagina_web", "modificado",
)  # fmt: skip
BODY_HELP = gettext_lazy(
    "Por su nombre o siglas, como está en «Instituciones». Para dar de alta una nueva escriba su sector entre corchetes: "
    "«Colectivo Ciudadano [sociedad]»."
)
_TARGET = re.compile(r"(?:ods\s*)?(\d{1,2})(?:\.([0-9a-z]{1,2}))?", re.IGNORECASE | re.ASCII)


def targets(cell: str) -> Said:
    """«16.6; 16.10», «ODS 16, ODS 9.c»: goals from 1 to 17, with the target where it is known."""
    parts = filter(None, (part.strip() for part in re.split(r"[;|,]", cell)))
    return {"targets": list(dict.fromkeys(cells.each(parts, _target)))}, ""


def _target(part: str) -> str:
    """One goal («16») or target («16.6») of the 2030 Agenda. Raises BadCell."""
    said = _TARGET.fullmatch(part)
    found = (f"{int(said[1])}.{said[2].lower()}" if said[2] else str(int(said[1]))) if said else ""
    if not goals.exists(found):
        raise BadCell(
            _("«%(value)s» no es un ODS ni una meta") % {"value": part[:40]},
            _("escriba números del 1 al 17 o metas, separados por punto y coma: 16.6; 16.10"),
        )
    return found


def ogp_values(cell: str) -> Said:
    parts, note = cells.items(cell, commas=True)
    read = cells.one_of("value", dict(OgpValue.choices))
    return {"ogp_values": list(dict.fromkeys(cells.each(parts, lambda part: read(part)[0]["value"])))}, note


def themes(cell: str) -> Said:
    parts, note = cells.items(cell)
    return {THEMES: parts}, note


def _creas() -> list[Column]:
    found = []
    for (prefix, _letter, name), header in zip(CREAS, CREAS_COLUMNS, strict=True):
        found += [
            Column(name=header, header=header, label=name, attributes=(prefix,), parse=cells.yes(prefix),
                   help=gettext_lazy("Criterio CREAS: sí, no, o vacía si no se ha revisado.")),
            Column(name=f"{header}_razon", header=f"{header}_razon", label=format_lazy(gettext_lazy("Razón de «{criterion}»"), criterion=name),
                   attributes=(f"{prefix}_reason",), memo=False, multiline=True, parse=cells.text(f"{prefix}_reason", 1000),
                   help=gettext_lazy("Obligatoria para publicar si el criterio no se cumple o no se ha revisado.")),
        ]  # fmt: skip
    return found


COLUMNS: tuple[Column, ...] = (
    Column(name="clave", header="clave", label=gettext_lazy("Clave"), unique=True, memo=False,
           parse=cells.pattern("code", r"[A-Z0-9]+(-[A-Z0-9]+)*", limit=30, sample="ZAC-PAL1-C3", what=gettext_lazy("una clave de compromiso")),
           help=gettext_lazy("La de este sitio, como sale en sus descargas; vacía si el compromiso es nuevo: se le asigna una."),
           synonyms=("code", "clave_compromiso", "clave_del_compromiso"), sample="ZAC-PAL1-C3"),
    Column(name="plan", header="plan", label=gettext_lazy("Plan"), needed=True, filled=True,
           parse=cells.text(PLAN, 40), help=gettext_lazy("Su clave: ZAC-PAL1. En la hoja de una sola entidad basta el número."),
           synonyms=("clave_plan", "pal", "plan_de_accion"), sample="ZAC-PAL1"),
    Column(name="numero", header="numero", label=gettext_lazy("Número"), attributes=("number",),
           parse=cells.whole("number", least=0, most=9999), help=gettext_lazy("El que lleva en el plan; vacío si el plan no los numera."),
           synonyms=("no", "num", "numero_de_compromiso", "compromiso_numero"), sample="3"),
    Column(name="titulo", header="titulo", label=gettext_lazy("Título"), attributes=("title",), needed=True, filled=True,
           memo=False, parse=cells.text("title", 255), synonyms=("compromiso", "nombre", "nombre_del_compromiso"),
           sample="Ventanilla única de trámites"),
    Column(name="problema", header="problema", label=gettext_lazy("Problema que atiende"), attributes=("problem",), memo=False,
           multiline=True, parse=cells.text("problem"), synonyms=("problematica", "problema_que_atiende")),
    Column(name="que_cambia", header="que_cambia", label=gettext_lazy("Qué cambia para las personas"), attributes=("change",),
           memo=False, multiline=True, parse=cells.text("change"), synonyms=("impacto", "que_cambia_para_las_personas")),
    Column(name="descripcion", header="descripcion", label=gettext_lazy("En qué consiste"), attributes=("description",), memo=False,
           multiline=True, parse=cells.text("description"), synonyms=("en_que_consiste", "detalle")),
    Column(name="temas", header="temas", label=gettext_lazy("Temas"), attributes=("themes",), parse=themes,
           help=gettext_lazy("Claves o nombres del vocabulario de temas, separados por |."), synonyms=("tema",)),
    Column(name="responsable", header="responsable", label=gettext_lazy("Institución responsable"), attributes=("lead_id",),
           parse=cells.text(LEAD), help=BODY_HELP, synonyms=("institucion_responsable", "dependencia", "institucion")),
    Column(name="apoyan", header="apoyan", label=gettext_lazy("Instituciones que apoyan"), attributes=("supporting",),
           parse=cells.text(SUPPORTING), help=gettext_lazy("Separadas por |. Se escriben como la responsable."),
           synonyms=("apoyo", "instituciones_que_apoyan", "corresponsables")),
    Column(name="contraparte", header="contraparte", label=gettext_lazy("Contraparte de la sociedad civil"),
           attributes=("counterpart_id",), parse=cells.text(COUNTERPART), help=BODY_HELP,
           synonyms=("contraparte_de_la_sociedad_civil", "sociedad_civil", "osc")),
    Column(name="presupuesto", header="presupuesto", label=gettext_lazy("Presupuesto"), attributes=("budget",), memo=False,
           parse=cells.money("budget"), help=gettext_lazy("Pesos mexicanos."), synonyms=("monto", "costo"), sample="1250000.50"),
    Column(name="presupuesto_nota", header="presupuesto_nota", label=gettext_lazy("Nota del presupuesto"),
           attributes=("budget_note",), memo=False, parse=cells.text("budget_note", 255)),
    Column(name="empieza", header="empieza", label=gettext_lazy("Empieza"), attributes=("starts_on",), parse=cells.day("starts_on"),
           synonyms=("inicio", "fecha_de_inicio", "fecha_inicio"), sample="2016-09-01"),
    Column(name="termina", header="termina", label=gettext_lazy("Termina"), attributes=("ends_on",), parse=cells.day("ends_on"),
           synonyms=("fin", "termino", "fecha_de_termino", "fecha_fin", "fecha_termino"), sample="2017-09-01"),
    Column(name="ods", header="ods", label=gettext_lazy("ODS y metas"), attributes=("targets",), parse=targets,
           help=gettext_lazy("Objetivos del 1 al 17 o metas, separados por punto y coma."), synonyms=("objetivos", "metas_ods", "meta_ods"),
           sample="16.6; 16.10"),
    Column(name="valores_aga", header="valores_aga", label=gettext_lazy("Valores de la AGA"), attributes=("ogp_values",),
           parse=ogp_values, help=gettext_lazy("Separados por |: acceso, participacion, rendicion, tecnologia."), synonyms=("valores_ogp", "valores")),
    *_creas(),
    Column(name="avance_a_mano", header="avance_a_mano", label=gettext_lazy("Avance puesto a mano (%)"), attributes=("progress_set",),
           parse=cells.whole("progress_set", least=0, most=100),
           help=gettext_lazy("Solo si los hitos no lo dicen; vacía para que se calcule.")),
    Column(name="avance_a_mano_razon", header="avance_a_mano_razon", label=gettext_lazy("Por qué se puso a mano"),
           attributes=("progress_reason",), memo=False, parse=cells.text("progress_reason", 255)),
    Column(name="fuente", header="fuente", label=gettext_lazy("Fuente"), attributes=("source",), parse=cells.text("source", 255)),
    place.KEY_COLUMN,
    place.NAME_COLUMN,
)  # fmt: skip
#: Attributes whose cells may have several lines.
MULTILINE = frozenset(name for column in COLUMNS if column.multiline for name in column.attributes)
