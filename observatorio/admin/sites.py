"""World Heritage sites and institutions in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from acervo.base.states import STATES
from observatorio.admin.form_fields import lines_field
from observatorio.models import HeritageSite, Institution

UNESCO = _("UNESCO, Lista del Patrimonio Mundial")


class HeritageSiteForm(WagtailAdminModelForm):
    states = forms.MultipleChoiceField(
        label=_("Entidades"), choices=STATES[1:], required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Las entidades federativas en las que está el sitio."),
    )  # fmt: skip


class InstitutionForm(WagtailAdminModelForm):
    synonyms = lines_field(Institution, "synonyms")


class HeritageSiteIndexView(IndexView):
    default_ordering = "name"

    def get_base_queryset(self) -> Any:
        from django.db.models import Count

        return super().get_base_queryset().annotate(monuments_total=Count("monuments"))


class HeritageSiteViewSet(SnippetViewSet):
    model = HeritageSite
    icon = "globe"
    menu_label = _("Sitios")
    index_view_class = HeritageSiteIndexView
    copy_view_enabled = False
    list_display = [
        "name",
        Column("reference", label=_("Referencia UNESCO"), sort_key="reference"),
        Column("inscribed", label=_("Inscripción"), sort_key="inscribed"),
        Column("states", label=_("Entidades"), accessor=lambda site: ", ".join(site.state_names)),
        NumberColumn("monuments_total", label=_("Inmuebles"), sort_key="monuments_total"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name", required_on_save=True),
            FieldPanel("slug", required_on_save=True),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("reference"), FieldPanel("inscribed")]),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("criteria")]),
                    FieldRowPanel([FieldPanel("area_ha"), FieldPanel("buffer_ha")]),
                    FieldPanel("official_url"),
                ],
                heading=UNESCO,
            ),
            FieldPanel("states"),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]), FieldPanel("outline")],
                heading=_("Mapa"),
            ),
            FieldPanel("summary"),
        ],
        base_form_class=HeritageSiteForm,
    )


class InstitutionViewSet(SnippetViewSet):
    model = Institution
    icon = "group"
    menu_label = _("Instituciones")
    copy_view_enabled = False
    list_display = [
        "abbreviation",
        Column("name", label=_("Nombre"), sort_key="name"),
        Column("code", label=_("Clave"), sort_key="code"),
    ]
    edit_handler = ObjectList(Institution.panels, base_form_class=InstitutionForm)
