"""The closed lists of the calendar. Values stand in addresses (`?tipo=reunion`), so they are part of the public interface."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What kind of event it is; the CATEGORIES of iCalendar (RFC 5545 §3.8.1.2)."""

    MEETING = "reunion", _("Reunión")
    FORUM = "foro", _("Foro")
    COURSE = "curso", _("Curso")
    SEMINAR = "seminario", _("Seminario")
    PANEL = "panel", _("Panel")
    TALK = "conversatorio", _("Conversatorio")
    WORKSHOP = "taller", _("Taller")
    WORKING_TABLE = "mesa", _("Mesa de trabajo")
    SESSION = "sesion", _("Sesión")
    INSPECTION = "inspeccion", _("Inspección")
    VISIT = "visita", _("Visita")
    CONFERENCE = "jornada", _("Jornada")
    ENCOUNTER = "encuentro", _("Encuentro")
    HACKATHON = "hackaton", _("Hackatón")
    SIGNING = "firma", _("Firma")
    SETTING_UP = "instalacion", _("Instalación")
    PRESENTATION = "presentacion", _("Presentación")
    AWARENESS = "sensibilizacion", _("Sensibilización")
    CALL = "convocatoria", _("Convocatoria")
    CAMPAIGN = "campana", _("Campaña")
    CONTEST = "concurso", _("Concurso")
    OTHER = "otro", _("Otro")


class Status(models.TextChoices):
    """Whether the event will be held as told."""

    TENTATIVE = "tentativo", _("Por confirmar")
    CONFIRMED = "confirmado", _("Confirmado")
    POSTPONED = "pospuesto", _("Pospuesto")
    CANCELLED = "cancelado", _("Cancelado")


#: Status → STATUS of a VEVENT (RFC 5545 §3.8.1.11), which knows no postponement.
ICAL_STATUS = {
    Status.TENTATIVE: "TENTATIVE",
    Status.CONFIRMED: "CONFIRMED",
    Status.POSTPONED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}
#: Status → state of its chip (`status_chip`).
CHIPS = {
    Status.TENTATIVE: "notstarted",
    Status.CONFIRMED: "done",
    Status.POSTPONED: "late",
    Status.CANCELLED: "cancelled",
}


class Repeat(models.TextChoices):
    """The recurrences that the form offers; the rule itself (RFC 5545 §3.3.10) is what is stored."""

    NONE = "no", _("No se repite")
    DAILY = "diario", _("Cada día")
    WEEKLY = "semanal", _("Cada semana, el mismo día")
    FORTNIGHTLY = "quincenal", _("Cada dos semanas, el mismo día")
    MONTHLY_DATE = "mensual", _("Cada mes, el mismo número de día")
    MONTHLY_WEEKDAY = "mensual-dia", _("Cada mes, el mismo día de la semana (por ejemplo, el segundo martes)")
    YEARLY = "anual", _("Cada año, en la misma fecha")
    CUSTOM = "regla", _("Otra: escribir la regla")


class TaskState(models.TextChoices):
    """Where a task of the organisers stands."""

    PENDING = "pendiente", _("Pendiente")
    UNDER_WAY = "en-curso", _("En curso")
    READY = "lista", _("Lista")
