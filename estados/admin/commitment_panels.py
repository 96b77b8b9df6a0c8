"""The form of a commitment in tabs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from estados.enums import OgpValue, Voice
from estados.forms_commitment import CommitmentForm
from estados.models import CREAS, Commitment
from estados.permissions import voices_of
from estados.services import aging, progress, verdicts

#: What each criterion asks, in our words.
CREAS_HELP = {
    "concrete": _("¿Dice qué se va a entregar, quién y cuándo?"),
    "achievable": _("¿Puede hacerse con el tiempo, el dinero y las facultades que hay?"),
    "strategic": _("¿Atiende un problema prioritario y puede medirse si se avanza?"),
    "transforming": _("¿Cambia la manera de gobernar o la vida de las personas, más allá de lo que ya era obligación?"),
    "sustainable": _("¿Puede mantenerse cuando termine el plan o cambie el gobierno?"),
}


class ValuesComparison(FieldComparison):
    """Two revisions of the OGP values, in words."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        labels = dict(OgpValue.choices)
        self.val_a, self.val_b = (
            "; ".join(str(labels.get(value, value)) for value in field.value_from_object(item) or [])
            for item in (obj_a, obj_b)
        )


class ValuesPanel(FieldPanel):
    def get_comparison_class(self) -> type[FieldComparison]:
        return ValuesComparison


class AdvancePanel(Panel):
    """Milestones and last reports of the commitment, with the way to each. It changes nothing."""

    @property
    def clean_name(self) -> str:
        return super().clean_name or "advance"

    class BoundPanel(Panel.BoundPanel):
        template_name = "estados/admin/advance_panel.html"

        @property
        def media(self) -> forms.Media:
            return forms.Media(css={"all": ["estados/admin/states.css"]})

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context
            commitment = Commitment.objects.select_related("plan", "progress_by").get(pk=self.instance.pk)
            today = aging.today_of(commitment.plan.state)
            milestones = list(commitment.milestones.prefetch_related("reports", "evidence"))
            told = verdicts.latest([commitment.pk], today).get(commitment.pk, {})
            return context | {
                "commitment": commitment,
                "milestones": [(item, progress.status_on(item.reports.all(), today)) for item in milestones],
                "progress": progress.progress_of(commitment, milestones, today),
                "voices": [
                    (voice.label, told.get(voice), verdicts.freshness(told.get(voice), today)) for voice in Voice
                ],
                "may_report": bool(voices_of(self.request.user, commitment.plan.state)),
            }


def _criterion(prefix: str, letter: str, name: Any) -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel(prefix), FieldPanel(f"{prefix}_reason")],
        heading=f"{letter} · {name}",
        help_text=CREAS_HELP[prefix],
    )


def edit_handler() -> TabbedInterface:
    return TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("plan", widget=forms.Select),
                    FieldRowPanel([FieldPanel("number"), FieldPanel("code")]),
                    FieldPanel("title"),
                    FieldPanel("problem"),
                    FieldPanel("change"),
                    FieldPanel("description"),
                ],
                heading=_("El compromiso"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("lead", widget=forms.Select),
                            FieldPanel("supporting"),
                            FieldPanel("counterpart", widget=forms.Select),
                        ],
                        heading=_("Quién responde"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                            FieldRowPanel([FieldPanel("budget"), FieldPanel("budget_note")]),
                        ],
                        heading=_("Fechas y presupuesto"),
                    ),
                ],
                heading=_("Quién, cuándo y con qué"),
            ),
            ObjectList(
                [
                    FieldPanel("themes"),
                    InlinePanel(
                        "targets",
                        heading=_("Objetivos de Desarrollo Sostenible"),
                        label=_("ODS"),
                        panels=[FieldRowPanel([FieldPanel("goal"), FieldPanel("target")])],
                    ),
                    ValuesPanel("ogp_values"),
                ],
                heading=_("Temas y ODS"),
            ),
            ObjectList(
                [
                    HelpPanel(
                        content=_(
                            "Para publicar, cada criterio debe cumplirse o decir por qué no. Lo que responda aquí se "
                            "publica. Un borrador puede guardarse incompleto."
                        ),
                        heading=_("Los cinco criterios"),
                    ),
                    *(_criterion(prefix, letter, name) for prefix, letter, name in CREAS),
                ],
                heading=_("CREAS"),
            ),
            ObjectList(
                [
                    AdvancePanel(heading=_("Hitos e informes")),
                    MultiFieldPanel(
                        [FieldPanel("progress_set"), FieldPanel("progress_reason")],
                        heading=_("Avance puesto a mano"),
                        help_text=_("Solo si los hitos no lo dicen. Se publica con su nombre, la fecha y la razón."),
                    ),
                ],
                heading=_("Avance"),
            ),
            ObjectList(
                [FieldPanel("source"), FieldPanel("history_reason"), PublishingPanel()],
                heading=_("Fuente y publicación"),
            ),
        ],
        base_form_class=CommitmentForm,
    )
