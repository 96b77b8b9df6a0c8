"""The questions and comments of citizens: read, published or not, answered. One list, what waits longest first."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.forms import RadioSelect, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from acervo.base.admin_guard import Guarded, OwnRows
from estados.admin.menu import MENU_HOOK
from estados.admin.state_filters import StateFilterSet, state_filter
from estados.enums import QuestionKind, QuestionStatus
from estados.models import Question
from estados.permissions import StatePolicy
from estados.services.questions import check, moderate, office_of

#: What the list can be narrowed to by one link: (key, label, condition).
QUEUES = (
    ("por-revisar", _("Por revisar"), Q(status=QuestionStatus.PENDING)),
    ("por-responder", _("Por responder"), Q(status=QuestionStatus.PUBLISHED, kind=QuestionKind.QUESTION, answer="")),
    ("respondidas", _("Respondidas"), Q(status=QuestionStatus.PUBLISHED) & ~Q(answer="")),
    ("no-publicadas", _("No publicadas"), Q(status=QuestionStatus.REJECTED)),
)


class QuestionPolicy(StatePolicy):
    """The team of the state decides; nobody writes a question here, and only a superuser deletes one."""

    def __init__(self) -> None:
        super().__init__(Question, path="commitment__plan__state")

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "add" or (action == "delete" and not user.is_superuser):
            return False
        return super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action) and super().user_has_permission_for_instance(
            user, action, instance
        )

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        if not self.user_has_permission(user, action):
            return Question.objects.none()
        return super().instances_user_has_permission_for(user, action)


class ModerationForm(WagtailAdminModelForm):
    class Meta:
        widgets = {"status": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.answered_by:
            self.initial["answered_by"] = office_of(self.instance.commitment)
        self._was = self.instance.status

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        try:
            check(
                was=self._was,
                status=cleaned.get("status", ""),
                reason=cleaned.get("rejection_reason", ""),
                answer=cleaned.get("answer", ""),
            )
        except ValidationError as refusal:
            self._refuse(refusal)
        return cleaned

    def _refuse(self, refusal: ValidationError) -> None:
        for name, messages in refusal.message_dict.items():
            for message in messages:
                self.add_error(name, message)


class QuestionFilterSet(StateFilterSet):
    state = state_filter("commitment__plan__state")
    cola = django_filters.ChoiceFilter(
        label=_("Situación"), choices=[(key, label) for key, label, _condition in QUEUES], method="in_queue",
        widget=RadioSelect, empty_label=_("Todas"),
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(label=_("Clase"), choices=QuestionKind.choices, widget=Select, empty_label=_("Todas"))  # fmt: skip
    code = django_filters.CharFilter(label=_("Clave del compromiso"), field_name="commitment__code", lookup_expr="iexact")  # fmt: skip

    class Meta:
        model = Question
        fields = ["state", "cola", "kind", "code"]

    def in_queue(self, queryset: QuerySet[Question], _name: str, value: str) -> QuerySet[Question]:
        conditions = {key: condition for key, _label, condition in QUEUES}
        return queryset.filter(conditions[value])


class QuestionIndexView(OwnRows, generic.IndexView):
    """What nobody has read yet first, the oldest on top; then what waits for an answer."""

    filterset_class: type[WagtailFilterSet] = QuestionFilterSet
    template_name = "estados/admin/questions_index.html"

    def get_base_queryset(self) -> QuerySet[Question]:
        turn = Case(
            When(status=QuestionStatus.PENDING, then=Value(0)),
            When(QUEUES[1][2], then=Value(1)),
            default=Value(2), output_field=IntegerField(),
        )  # fmt: skip
        return super().get_base_queryset().select_related("commitment__plan").annotate(turn=turn)

    def order_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        order: list[Any] = ["turn", "created_at", "pk"]  # the first is an annotation
        return queryset.order_by(*order)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        counts = self.get_base_queryset().order_by().aggregate(
            **{key.replace("-", "_"): Count("pk", filter=condition) for key, _label, condition in QUEUES}
        )  # fmt: skip
        queues = [
            {"key": key, "label": label, "count": counts[key.replace("-", "_")]} for key, label, _condition in QUEUES
        ]
        return {
            **super().get_context_data(*args, **kwargs),
            "queues": queues,
            "chosen": self.request.GET.get("cola", ""),
        }


class QuestionEditView(generic.EditView):
    def save_instance(self) -> Question:
        said = self.form.cleaned_data
        return moderate(
            self.form.instance,
            status=said["status"],
            by=self.request.user,
            reason=said["rejection_reason"],
            text=said["text"],
            answer=said["answer"],
            answered_by=said["answered_by"],
        )


class QuestionViewSet(Guarded, ModelViewSet):
    model = Question
    name = "states_questions"
    url_prefix = "estados/preguntas"
    icon = "help"
    menu_label = _("Preguntas ciudadanas")
    menu_hook = MENU_HOOK
    menu_order = 90
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = QuestionIndexView
    edit_view_class = QuestionEditView
    search_backend_name = None
    search_fields = ["text", "answer", "commitment__title", "commitment__code"]
    list_display = [
        TitleColumn("__str__", label=_("Texto"), url_name="states_questions:edit"),
        Column("kind", label=_("Clase"), accessor="get_kind_display", sort_key="kind"),
        Column("commitment", label=_("Compromiso"), accessor="commitment.code", sort_key="commitment__code"),
        StatusTagColumn("status", label=_("Situación"), accessor="get_status_display", sort_key="status",
                        primary=lambda question: question.status == QuestionStatus.PENDING),
        DateColumn("created_at", label=_("Recibida"), sort_key="created_at"),
        DateColumn("answered_at", label=_("Respondida"), sort_key="answered_at"),
    ]  # fmt: skip
    # No addresses of citizens in a file.
    list_export = [
        "pk", "commitment.code", "get_kind_display", "text", "name", "get_status_display", "rejection_reason",
        "created_at", "moderated_at", "forwarded_at", "answer", "answered_by", "answered_at",
    ]  # fmt: skip
    export_headings = {
        "commitment.code": _("Compromiso"),
        "get_kind_display": _("Clase"),
        "get_status_display": _("Situación"),
    }
    export_filename = "preguntas-ciudadanas"
    edit_handler = ObjectList(
        [
            HelpPanel(template="estados/admin/question_panel.html", heading=_("Lo que llegó")),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "text",
                        help_text=_("Quite solo datos personales o insultos: el original queda en el historial."),
                    ),
                    FieldPanel("status", widget=forms.RadioSelect),
                    FieldPanel("rejection_reason", help_text=_("Solo si no se publica. Lo ve quien preguntó, en su acuse.")),
                ],
                heading=_("Decisión"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("answer", help_text=_("Se publica con la pregunta y se envía, una sola vez, a quien la hizo.")),
                    FieldPanel("answered_by", help_text=_("El área que responde, no una persona.")),
                ],
                heading=_("Respuesta"),
            ),
        ],
        base_form_class=ModerationForm,
    )  # fmt: skip
