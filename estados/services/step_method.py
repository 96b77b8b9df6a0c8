"""What the method asks of a state in each of its six steps, in our words.

Source: the national guide of the local exercises of open government («Gobierno Abierto: cocreación desde lo local»), its
table of steps; the criteria of the fourth step are those of `estados.models.CREAS`.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from estados.enums import Step


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a step asks for, who answers for it, and until when; empty where the method does not say."""

    what: Any
    who: Any = ""
    limit: Any = ""


@dataclass(frozen=True, slots=True)
class StepDefinition:
    step: Step
    purpose: Any
    asked: tuple[Asked, ...] = field(default=())
    #: What may serve as proof: told to whoever fills the row in.
    proof: Any = ""


_BODY = _("Organismo garante")
_FEDERAL = _("Secretaría Técnica de la comisión nacional de gobierno abierto")

METHOD: dict[Step, StepDefinition] = {
    item.step: item
    for item in (
        StepDefinition(
            Step.DECLARATION,
            _("Gobierno, sociedad civil y organismo garante acuerdan trabajar juntos."),
            (
                Asked(
                    _("Los tres sectores de la entidad firman la Declaración Conjunta."),
                    _("Sociedad civil, autoridades y organismo garante"),
                ),
            ),
            _("La declaración firmada o el evento de la firma."),
        ),
        StepDefinition(
            Step.AWARENESS,
            _("Más personas y organizaciones conocen el ejercicio y se suman."),
            (
                Asked(
                    _(
                        "Se invita a quienes pueden participar y se les explica qué es el ejercicio y hasta dónde llega."
                    ),
                    _BODY,
                ),
            ),
            _("La jornada de sensibilización o su memoria."),
        ),
        StepDefinition(
            Step.SECRETARIAT,
            _("Nace la mesa en la que gobierno y ciudadanía deciden juntos."),
            (
                Asked(_("El secretariado tiene por lo menos tres representantes.")),
                Asked(_("Cada sector elige a sus titulares y suplentes en una reunión de participantes."), _BODY),
            ),
            _("El acta de instalación o el evento en que se instaló."),
        ),
        StepDefinition(
            Step.TABLES,
            _("De los problemas de la entidad salen compromisos concretos."),
            (
                Asked(
                    _("Organizaciones, autoridades y funcionariado definen en mesas los problemas y los compromisos."),
                    _("Secretariado, con una persona que facilita"),
                ),
                Asked(
                    _(
                        "Cada compromiso cumple los criterios CREAS: concreto, realizable, estratégico y medible, "
                        "de alto potencial transformador, y sostenible."
                    )
                ),
            ),
            _("Las minutas de las mesas o los eventos en que se celebraron."),
        ),
        StepDefinition(
            Step.PLAN,
            _("El plan se presenta en público y empieza a cumplirse."),
            (
                Asked(_("El Plan de Acción Local reúne compromisos, actividades, productos y resultados.")),
                Asked(_("Se presenta en un evento público, y con él empieza a contar el plazo.")),
                Asked(
                    _("Las actividades y los compromisos se cumplen dentro de la vigencia."),
                    limit=_("Un año desde la presentación"),
                ),
            ),
            _("El plan publicado o el evento de su presentación."),
        ),
        StepDefinition(
            Step.FOLLOW_UP,
            _("Cualquiera puede ver qué se cumplió y qué no."),
            (
                Asked(_("Un micrositio guarda la evidencia del secretariado."), _BODY),
                Asked(_("El micrositio tiene un tablero para seguir las actividades."), _BODY),
                Asked(
                    _("Se revisa la calidad, la relevancia y el avance de los compromisos."),
                    _FEDERAL,
                    _("A los seis meses de la presentación"),
                ),
                Asked(_("Se evalúa lo que se logró."), _FEDERAL, _("Al cumplirse el año")),
            ),
            _("El informe de monitoreo o el de evaluación, o el evento en que se presentó."),
        ),
    )
}
