"""Open data of the states themselves: where each stands, its six steps, who sits in its secretariat."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from acervo.base.addresses import page_url
from acervo.base.publicity import public
from acervo.base.states import STATE_ABBREVIATIONS, STATES
from estados.enums import Group, Seat, Sector, Step, StepStatus
from estados.models import ActionPlan, Commitment, CutRow, SecretariatMember, StatePage, StepRecord
from estados.services import aging, secretariat_page, steps

from . import board_cells
from .resources import STATE, Field, Filters, Resource, Row, state_cells, state_fields, terms

_METHOD = _("Método local de cocreación, seis pasos")


def state_rows(filters: Filters) -> Iterator[Row]:
    """The 32 states; of one without a public microsite only its name and what the national tables say.

    What a state publishes nothing of is None: no information is not 0.
    """
    wanted = filters.get("entidad") or tuple(key for key, _name in STATES[1:])
    pages = {}
    for page in public(StatePage.objects.filter(state__in=wanted)).select_related("locale").order_by("-pk"):
        if page.state not in pages or page.locale.language_code.startswith("es"):
            pages[page.state] = page
    cycles = steps.cycles_of_states(wanted)
    groups = dict(CutRow.objects.exclude(group="").order_by("cut__date").values_list("state", "group"))
    plans = _counted(public(ActionPlan.objects.all()), "state")
    commitments = _counted(public(Commitment.objects.all()), "plan__state")
    members: Counter[str] = Counter()
    for member in public(SecretariatMember.objects.filter(state__in=wanted)).filter(seat=Seat.TITULAR):
        today = aging.today_of(member.state)
        members[member.state] += (not member.since or member.since <= today) and (
            not member.until or today <= member.until
        )
    board = board_cells.rows_by_state()
    for key in wanted:
        page, cycle = pages.get(key), steps.current_cycle(cycles.get(key, []))
        step = cycle.current if cycle else None
        yield {
            **state_cells(key),
            "nombre_oficial": page.official_name if page else "",
            "abreviatura": STATE_ABBREVIATIONS[key],
            "grupo": (page.group if page else "") or groups.get(key, ""),
            "ciclo": cycle.number if cycle else None,
            "paso": int(step.step) if step else None,
            "situacion": str(step.status) if step else str(StepStatus.NO_INFORMATION),
            "integrantes": members.get(key),
            "planes": plans.get(key),
            "compromisos": commitments.get(key),
            "pagina_web": page_url(page) if page else "",
            **board_cells.cells(board.get(key)),
        }


def _counted(queryset, path: str) -> Counter[str]:
    return Counter(dict(queryset.order_by().values_list(path).annotate(Count("pk"))))


def step_rows(filters: Filters) -> Iterator[Row]:
    records = public(StepRecord.objects.all()).select_related("proof_record__locale", "proof_event__locale")
    if "entidad" in filters:
        records = records.filter(state__in=filters["entidad"])
    in_order = list(records.order_by("state", "cycle", "step"))
    told = steps.statuses(in_order)
    for record in in_order:
        state = told[record.pk]
        proof = state.proof_record or state.proof_event
        yield {
            **state_cells(record.state),
            "ciclo": record.cycle,
            "paso": record.step,
            "nombre": str(Step(record.step).label),
            "situacion": str(state.status),
            "fecha": record.on,
            "fecha_aproximada": record.when,
            "firmantes": record.signers,
            "prueba": proof.title if proof else "",
            "prueba_url": page_url(proof) if proof else "",
            "nota": record.note,
            "fuente": record.source,
            "modificado": record.updated_at,
        }


def member_rows(filters: Filters) -> Iterator[Row]:
    """Seats, with who holds them where that is public by law or by consent; never gender, which is only told in sums."""
    members = public(SecretariatMember.objects.all())
    if "entidad" in filters:
        members = members.filter(state__in=filters["entidad"])
    for member in members.iterator(chunk_size=500):
        yield {
            **state_cells(member.state),
            "institucion": member.institution,
            "sector": member.sector,
            "calidad": member.seat,
            "nombre": secretariat_page.shown(member).name,
            "cargo": secretariat_page.shown(member).post,
            "desde": member.since,
            "hasta": member.until,
            "fuente": member.source,
        }


_SOURCE = Field(name="fuente", title=_("Fuente"), description=_("De dónde viene el dato."))

RESOURCES = (
    Resource(
        name="entidades",
        title=_("Entidades federativas"),
        description=_("Dónde va cada entidad hoy: lo que publica aquí y lo que dice de ella el tablero nacional."),
        key=("clave_entidad",),
        filters=(STATE,),
        rows=state_rows,
        fields=(
            *state_fields(),
            Field(name="nombre_oficial", title=_("Nombre oficial")),
            Field(name="abreviatura", title=_("Abreviatura"), description=_("Tres letras, las de las claves de los compromisos.")),
            Field(name="grupo", title=_("Grupo"), terms=terms(Group), description=_("Grupo en el que se integró al ejercicio local.")),
            Field(name="ciclo", title=_("Ciclo"), type="integer", description=_("1 para el primer plan, 2 para el segundo.")),
            Field(name="paso", title=_("Paso que publica la entidad"), type="integer", description=_("El más avanzado que ha comenzado en el ciclo, de 1 a 6; vacío si no publica ninguno aquí."), source=_METHOD),
            Field(name="situacion", title=_("Situación del paso"), terms=terms(StepStatus), description=_("«Hecho» solo con fecha y prueba pública; sin ellas, «declarado».")),
            Field(name="integrantes", title=_("Integrantes del secretariado"), type="integer", description=_("Titulares a la fecha de la descarga; vacío si aquí no se publica ninguno.")),
            Field(name="planes", title=_("Planes publicados"), type="integer", description=_("Vacío si aquí no se publica ninguno.")),
            Field(name="compromisos", title=_("Compromisos publicados"), type="integer", description=_("Vacío si aquí no se publica ninguno.")),
            Field(name="pagina_web", title=_("Micrositio"), format="uri"),
            *board_cells.fields(),
        ),
    ),
    Resource(
        name="pasos",
        title=_("Los seis pasos, por entidad y ciclo"),
        description=_("Situación de cada paso del método, con su fecha, quién firmó y su prueba."),
        key=("clave_entidad", "ciclo", "paso"),
        filters=(STATE,),
        rows=step_rows,
        fields=(
            *state_fields(),
            Field(name="ciclo", title=_("Ciclo"), type="integer", required=True, description=_("1 para el primer plan, 2 para el segundo.")),
            Field(name="paso", title=_("Paso"), type="integer", required=True, description=_("De 1 a 6."), source=_METHOD),
            Field(name="nombre", title=_("Nombre del paso"), required=True),
            Field(name="situacion", title=_("Situación"), terms=terms(StepStatus), required=True, description=_("«Hecho» solo con fecha y prueba pública; sin ellas, «declarado».")),
            Field(name="fecha", title=_("Fecha"), type="date", description=_("El día, si se conoce."), source="ISO 8601"),
            Field(name="fecha_aproximada", title=_("Fecha aproximada"), description=_("Si solo se conoce el mes o el año."), source="EDTF, ISO 8601-2:2019"),
            Field(name="firmantes", title=_("Quién firmó"), description=_("Una institución o persona con cargo público por renglón.")),
            Field(name="prueba", title=_("Prueba"), description=_("Registro del acervo o evento que lo prueba.")),
            Field(name="prueba_url", title=_("Dirección de la prueba"), format="uri"),
            Field(name="nota", title=_("Nota")),
            _SOURCE,
            Field(name="modificado", title=_("Última modificación"), type="datetime", source="ISO 8601"),
        ),
    ),
    Resource(
        name="secretariados",
        title=_("Integrantes de los secretariados técnicos locales"),
        description=_("Asientos de los secretariados, con los datos personales que son públicos por ley o con consentimiento."),
        filters=(STATE,),
        rows=member_rows,
        fields=(
            *state_fields(),
            Field(name="institucion", title=_("Institución u organización"), required=True),
            Field(name="sector", title=_("Sector"), terms=terms(Sector), required=True),
            Field(name="calidad", title=_("Calidad"), terms=terms(Seat), required=True),
            Field(name="nombre", title=_("Nombre"), description=_("Solo de quien ocupa un cargo público o dio su consentimiento."), source=_("LGTAIP, arts. 70 fr. VII y 120; LGPDPPSO")),
            Field(name="cargo", title=_("Cargo"), description=_("El de quien ocupa un cargo público, o de quien dio su consentimiento.")),
            Field(name="desde", title=_("Desde"), type="date", source="ISO 8601"),
            Field(name="hasta", title=_("Hasta"), type="date", description=_("Vacío si sigue en funciones o no se conoce."), source="ISO 8601"),
            _SOURCE,
        ),
    ),
)  # fmt: skip
