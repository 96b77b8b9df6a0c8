"""Doing one thing to many monuments of the list: each change goes through the same door as a single one."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.search.backends import get_search_backend
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from acervo.history import services as history
from observatorio.admin.monument_filters import MonumentFilterSet
from observatorio.admin.permissions import may, may_adopt
from observatorio.inventory.values import value_of
from observatorio.models import Condition, HeritageSite, HeritageZone, Institution, Monument
from observatorio.services.adoption import adopt

#: Each monument costs some thirty queries: more of them belong in a spreadsheet.
MOST = 500


class WhyForm(forms.Form):
    source = forms.CharField(label=gettext_lazy("Fuente"), max_length=200, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Motivo"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Queda en el historial de cada inmueble."),
    )  # fmt: skip


class MonumentAction(SnippetBulkAction):
    """A bulk action on monuments. `needs` is the permission; a subclass says what it does to one of them."""

    models: ClassVar[list[Any]] = [Monument]
    template_name = "observatorio/admin/bulk_action.html"
    form_class = WhyForm
    needs: ClassVar[str] = "change"
    explanation: Any = ""

    def act(self, monument: Monument) -> bool:
        """Whether anything changed. Raises ValidationError with the reason why it cannot be."""
        raise NotImplementedError

    def check_perm(self, monument: Monument) -> bool:
        return may(self.request.user, self.needs) and may_adopt(self.request.user, monument)

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """What the list shows with its filters and its search, on all its pages."""
        listed = MonumentFilterSet(self.request.GET, queryset=Monument.objects.all(), request=self.request).qs
        if query := self.request.GET.get("q", "").strip():
            found = get_search_backend().search(query, Monument)
            return listed.filter(pk__in=[item.pk for item in found]).values_list("pk", flat=True)
        return listed.values_list("pk", flat=True)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "action_name": self.display_name,
            "explanation": self.explanation,
            "too_many": MOST if len(context["items"]) > MOST else 0,
        }

    def prepare_action(self, objects: list[Monument], objects_without_access: Any) -> Any:
        if len(objects) > MOST:
            text = _("Elija {total} inmuebles o menos; para más, use la importación de una hoja de cálculo.")
            self.cleaned_form.add_error(None, text.format(total=MOST))
            return self.form_invalid(self.cleaned_form)
        return None

    @classmethod
    def execute_action(cls, objects: list[Monument], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        changed, refused = 0, []
        for monument in objects:
            try:
                changed += bool(action.act(monument))
            except ValidationError as error:
                refused.append(f"«{monument}» ({' '.join(error.messages)})")
        if refused:
            messages.warning(
                action.request, _("Estos se quedaron como estaban: {names}").format(names="; ".join(refused))
            )
        return changed, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        text = ngettext("Cambió %(total)d inmueble.", "Cambiaron %(total)d inmuebles.", num_parent_objects)
        return text % {"total": num_parent_objects}

    def why(self) -> dict[str, Any]:
        cleaned = self.cleaned_form.cleaned_data
        return {"by": self.request.user, "source": cleaned["source"], "reason": cleaned["reason"]}


class PublishMonuments(MonumentAction):
    action_type = "publish"
    display_name = gettext_lazy("Publicar")
    aria_label = gettext_lazy("Publicar los inmuebles elegidos")
    explanation = gettext_lazy("Se publica el último borrador de cada uno.")
    needs = "publish"
    action_priority = 10

    def act(self, monument: Monument) -> bool:
        if monument.live and not monument.has_unpublished_changes:
            return False
        draft = monument.get_latest_revision_as_object()
        draft.full_clean()
        # Without a draft the row counts: an import may have written it after the latest revision.
        waiting = monument.latest_revision if monument.has_unpublished_changes else None
        revision = waiting or draft.save_revision(user=self.request.user, changed=False)
        with history.attributed(**self.why_of(draft)):
            revision.publish(user=self.request.user)
        return True

    def why_of(self, draft: Monument) -> dict[str, Any]:
        """What is said here, else what was said with the draft."""
        why = self.why()
        return why | {
            "source": why["source"] or draft.history_source,
            "reason": why["reason"] or draft.history_reason,
        }


class UnpublishMonuments(MonumentAction):
    action_type = "unpublish"
    display_name = gettext_lazy("Quitar de lo público")
    aria_label = gettext_lazy("Quitar de lo público los inmuebles elegidos")
    explanation = gettext_lazy("Dejan de verse en el sitio, la búsqueda y los datos abiertos. Nada se borra.")
    needs = "publish"
    action_priority = 20

    def act(self, monument: Monument) -> bool:
        if not monument.live:
            return False
        with history.attributed(**self.why()):
            monument.unpublish(user=self.request.user)
        return True


class AssignAction(MonumentAction):
    """Adopts the values that the form gives; `values` says which."""

    def values(self, monument: Monument) -> Mapping[str, Any]:
        raise NotImplementedError

    def act(self, monument: Monument) -> bool:
        return bool(adopt(monument, self.values(monument), **self.why()))


class ConditionForm(WhyForm):
    condition = forms.ChoiceField(label=gettext_lazy("Estado de conservación"), choices=Condition.choices)
    field_order = ["condition", "source", "reason"]


class SetCondition(AssignAction):
    action_type = "set_condition"
    display_name = gettext_lazy("Asignar estado de conservación")
    aria_label = gettext_lazy("Asignar un estado de conservación a los inmuebles elegidos")
    form_class = ConditionForm
    action_priority = 40

    def values(self, monument: Monument) -> Mapping[str, Any]:
        return {"condition": self.cleaned_form.cleaned_data["condition"]}


class SiteForm(WhyForm):
    heritage_site = forms.ModelChoiceField(
        label=gettext_lazy("Sitio del Patrimonio Mundial"), queryset=HeritageSite.objects.all(), required=False,
        empty_label=gettext_lazy("Ninguno"),
    )  # fmt: skip
    heritage_zone = forms.ChoiceField(
        label=gettext_lazy("Zona del sitio"), choices=[("", "---------"), *HeritageZone.choices], required=False
    )
    field_order = ["heritage_site", "heritage_zone", "source", "reason"]


class SetHeritageSite(AssignAction):
    action_type = "set_heritage_site"
    display_name = gettext_lazy("Asignar sitio")
    aria_label = gettext_lazy("Asignar un sitio del Patrimonio Mundial a los inmuebles elegidos")
    form_class = SiteForm
    action_priority = 50

    def values(self, monument: Monument) -> Mapping[str, Any]:
        cleaned = self.cleaned_form.cleaned_data
        site = cleaned["heritage_site"]
        return {
            "heritage_site": (site.reference or site.slug) if site else "",
            "heritage_zone": cleaned["heritage_zone"] if site else "",
        }


class InstitutionsForm(WhyForm):
    institutions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Instancias"), queryset=Institution.objects.all(), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    field_order = ["institutions", "source", "reason"]


class SetInstitutions(AssignAction):
    action_type = "set_institutions"
    display_name = gettext_lazy("Asignar instancias")
    aria_label = gettext_lazy("Asignar instancias a los inmuebles elegidos, en lugar de las que tienen")
    explanation = gettext_lazy("Las instancias elegidas ocupan el lugar de las que cada uno tiene.")
    form_class = InstitutionsForm
    action_priority = 60

    def values(self, monument: Monument) -> Mapping[str, Any]:
        return {"institutions": sorted(item.code for item in self.cleaned_form.cleaned_data["institutions"])}


class InstitutionForm(WhyForm):
    institution = forms.ModelChoiceField(label=gettext_lazy("Instancia"), queryset=Institution.objects.all())
    field_order = ["institution", "source", "reason"]


class AddInstitution(AssignAction):
    action_type = "add_institution"
    display_name = gettext_lazy("Agregar una instancia")
    aria_label = gettext_lazy("Agregar una instancia a los inmuebles elegidos")
    explanation = gettext_lazy("Cada inmueble conserva las instancias que ya tiene.")
    form_class = InstitutionForm
    action_priority = 70

    def values(self, monument: Monument) -> Mapping[str, Any]:
        code = self.cleaned_form.cleaned_data["institution"].code
        return {"institutions": sorted({*value_of(monument, "institutions"), code})}


ACTIONS: tuple[type[MonumentAction], ...] = (
    PublishMonuments,
    UnpublishMonuments,
    SetCondition,
    SetHeritageSite,
    SetInstitutions,
    AddInstitution,
)
