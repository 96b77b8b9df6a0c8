"""Closed lists of the archive, with the groups derived from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IngestState(models.TextChoices):
    """Where the reading of a file's bytes stands; every file ends in one of the last three or four."""

    PENDING = "pending", _("En espera de lectura")
    RUNNING = "running", _("Leyéndose")
    READY = "ready", _("Listo")
    WAITING_OCR = "waiting_ocr", _("En espera de OCR")
    REFUSED = "refused", _("Rechazado")


INGEST_FINAL = (IngestState.READY, IngestState.WAITING_OCR, IngestState.REFUSED)


class FileRole(models.TextChoices):
    """What a file is to its record."""

    FULL_TEXT = "full_text", _("Texto completo")
    ANNEX = "annex", _("Anexo")
    ACCESSIBLE = "accessible", _("Versión accesible")
    TRANSCRIPT = "transcript", _("Transcripción")
    SUMMARY = "summary", _("Resumen")
    DATA = "data", _("Datos")
    TRANSLATION = "translation", _("Traducción")


class RelationKind(models.TextChoices):
    """How one record relates to another (DCMI terms), seen from the record that states it."""

    REPLACES = "replaces", _("Reemplaza a")
    IS_PART_OF = "is_part_of", _("Es parte de")
    IS_REFERENCE_FOR = "is_reference_for", _("Es referencia para")
    TRANSLATES = "translates", _("Es traducción de")


#: The same relations read from the other record.
RELATION_INVERSE = {
    RelationKind.REPLACES: _("Reemplazado por"),
    RelationKind.IS_PART_OF: _("Contiene"),
    RelationKind.IS_REFERENCE_FOR: _("Tiene como referencia"),
    RelationKind.TRANSLATES: _("Traducido en"),
}


class Licence(models.TextChoices):
    """Under what terms a record may be used (dcterms:license)."""

    UNKNOWN = "", _("No consta")
    PUBLIC_TEXT = "texto-oficial", _("Texto oficial, sin derechos reservados (LFDA, art. 14, fr. VIII)")
    LIBRE_USO = "libre-uso-mx", _("Libre Uso MX")
    CC_BY = "cc-by-4.0", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0")
    CC0 = "cc0-1.0", _("CC0 1.0")
    RESERVED = "reservados", _("Derechos reservados")


LICENCE_URLS: dict[str, str] = {
    Licence.LIBRE_USO: "https://datos.gob.mx/libreusomx",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class SessionType(models.TextChoices):
    ORDINARY = "ordinary", _("Ordinaria")
    EXTRAORDINARY = "extraordinary", _("Extraordinaria")


class AgreementStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("Sin iniciar")
    UNDER_WAY = "under_way", _("En curso")
    DONE = "done", _("Cumplido")
    CANCELLED = "cancelled", _("Cancelado")
    NO_INFORMATION = "no_information", _("Sin información")


AGREEMENT_OPEN = (AgreementStatus.NOT_STARTED, AgreementStatus.UNDER_WAY)


class ExtractKind(models.TextChoices):
    """What an extract of a gazette issue is."""

    LAW = "law", _("Ley")
    DECREE = "decree", _("Decreto")
    REGULATION = "regulation", _("Reglamento")
    AGREEMENT = "agreement", _("Acuerdo")
    GUIDELINES = "guidelines", _("Lineamientos")
    OTHER = "other", _("Otro")
