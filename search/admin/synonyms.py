"""Synonyms in the admin: the form with its rules, the list, the history."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.forms import RadioSelect, Textarea
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from search.models import SynonymGroup, language_choices
from search.synonym_rules import faults, warnings
from search.synonyms import rule_of, split

SHORT_KINDS = {SynonymGroup.Kind.TWO_WAY: _("En los dos sentidos"), SynonymGroup.Kind.ONE_WAY: _("En un sentido")}


class SynonymForm(WagtailAdminModelForm):
    """Refuses what `search.synonym_rules` calls a fault; what it only warns of is in `warnings` after `is_valid`."""

    warnings: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        words, found = split(data.get("words") or ""), split(data.get("found") or "")
        if data.get("kind") != SynonymGroup.Kind.ONE_WAY:
            found = ()
        if not data.get("kind") or "language" not in data:
            return data
        data |= {"words": ", ".join(words), "found": ", ".join(found)}
        group = SynonymGroup(kind=data["kind"], language=data["language"], words=data["words"], found=data["found"])
        rule = rule_of(group)
        others = [rule_of(other) for other in SynonymGroup.objects.exclude(pk=self.instance.pk)]
        for fault in faults(rule, others):
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.message)
        if not self.errors:
            self.warnings = tuple(warnings(rule, others))
        return data


def trial_url(query: str) -> str:
    return f"{reverse('search_trial')}?{urlencode({'q': query})}"


class _Saved:
    """Mixin of the two views with the form: warnings are said, and the rule can be tried at once."""

    def form_valid(self, form: SynonymForm) -> Any:
        response = super().form_valid(form)  # type: ignore[misc]
        for text in form.warnings:
            messages.warning(self.request, text)  # type: ignore[attr-defined]
        return response

    def get_success_buttons(self) -> list[Any]:
        first = split(self.object.words)[0]  # type: ignore[attr-defined]
        return [*super().get_success_buttons(), messages.button(trial_url(first), _("Probar"))]  # type: ignore[misc]


class SynonymCreateView(_Saved, generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        """A report leads here with the words that people typed."""
        return {**super().get_initial(), "words": self.request.GET.get("words", "")[:100]}


class SynonymEditView(_Saved, generic.EditView):
    pass


class SynonymFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("Sentido"), choices=list(SHORT_KINDS.items()), widget=RadioSelect, empty_label=_("Todos")
    )
    language = django_filters.ChoiceFilter(
        label=_("Idioma"), choices=lambda: language_choices()[1:], widget=RadioSelect, empty_label=_("Todos")
    )

    class Meta:
        model = SynonymGroup
        fields = ["kind", "language"]


class SynonymIndexView(generic.IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = [*super().header_more_buttons]
        buttons.append(Button(_("Probar una búsqueda"), url=reverse("search_trial"), icon_name="search", priority=5))
        if self.permission_policy.user_has_permission(self.request.user, "add"):
            buttons.append(
                Button(_("Agregar muchos"), url=reverse("search_synonym_import"), icon_name="upload", priority=10)
            )
        for form, label in (("txt", _("Descargar como texto")), ("csv", _("Descargar como CSV"))):
            url = reverse("search_synonym_export", args=[form])
            buttons.append(Button(label, url=url, icon_name="download", priority=20))
        return buttons


class SynonymViewSet(ModelViewSet):
    model = SynonymGroup
    name = "search_synonyms"
    url_prefix = "busqueda/sinonimos"
    icon = "list-ul"
    menu_label = _("Sinónimos")
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["words", "found", "note"]
    filterset_class = SynonymFilterSet
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    list_display = [
        "__str__",
        Column("kind", label=_("Sentido"), accessor=lambda group: SHORT_KINDS.get(group.kind, group.kind)),
        Column("language", label=_("Idioma"), accessor="get_language_display"),
        Column("note", label=_("Nota")),
        DateColumn("updated_at", label=_("Último cambio"), sort_key="updated_at"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("kind", widget=RadioSelect),
            FieldPanel("words", widget=Textarea(attrs={"rows": 3})),
            FieldPanel("found", widget=Textarea(attrs={"rows": 3})),
            FieldPanel("language", widget=RadioSelect),
            FieldPanel("note"),
        ],
        base_form_class=SynonymForm,
    )
