"""The vocabularies in the admin: themes, authorities, types and audiences, in one menu."""

from typing import Any

import django_filters
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.forms import RadioSelect
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, LocaleColumn, NumberColumn
from wagtail.models import Locale
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from documents.admin.deleting import Use, page_use
from documents.models import Audience, Authority, RecordPage, RecordType, Term, Theme

#: Every way in which a record points to a term of each vocabulary.
LOOKUPS: dict[type[Term], tuple[str, ...]] = {
    Theme: ("themes",),
    Authority: ("authority", "publisher", "gazetteissuepage__organ", "minutespage__body"),
    RecordType: ("record_type",),
    Audience: ("audiences",),
}
#: The same as keys of a draft's JSON; the many-valued ones need no guard: a draft drops a term that is gone.
DRAFT_KEYS: dict[type[Term], tuple[str, ...]] = {
    Theme: (),
    Authority: ("authority", "publisher", "organ", "body"),
    RecordType: ("record_type",),
    Audience: (),
}


def _any_of(lookups: tuple[str, ...], value) -> Q:
    condition = Q(pk__in=[])
    for lookup in lookups:
        condition |= Q(**{lookup: value})
    return condition


def with_record_count(terms: QuerySet[Term]) -> QuerySet[Any]:
    """Annotate `record_total`: records in their first language that use the term, in whatever role."""
    lookups = tuple(f"{name}__translation_key" for name in LOOKUPS[terms.model])
    records = RecordPage.objects.filter(_any_of(lookups, OuterRef("translation_key")), locale=Locale.get_default())
    counted = records.order_by().values(_one=Value(1)).annotate(n=Count("pk", distinct=True)).values("n")
    return terms.annotate(record_total=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def uses_of(term: Term) -> list[Use]:
    """The records, also as drafts, that point to exactly this term."""
    condition = _any_of(LOOKUPS[type(term)], term.pk)
    for key in DRAFT_KEYS[type(term)]:
        condition |= Q(has_unpublished_changes=True, **{f"latest_revision__content__{key}": term.pk})
    keys = RecordPage.objects.filter(condition).order_by().values("pk")
    return [page_use(page) for page in RecordPage.objects.filter(pk__in=keys).order_by("title")]


def refuse_used_terms(request: HttpRequest, instances) -> HttpResponse | None:
    """Hook `before_delete_snippet`: a term in use is not deleted; the answer lists where it is used."""
    found = [(term, uses_of(term)) for term in instances if isinstance(term, Term)]
    used = [(term, uses) for term, uses in found if uses]
    if not used:
        return None
    context = {
        "page_title": _("No se puede borrar"),
        "header_title": _("No se puede borrar"),
        "terms": [{"term": term, "uses": uses, "total": len(uses)} for term, uses in used],
        "back_url": used[0][0].snippet_viewset.get_url_name("list"),
    }
    status = 409 if request.method == "POST" else 200
    return TemplateResponse(request, "documents/admin/term_in_use.html", context, status=status)


def delete_translations(request: HttpRequest, instances) -> None:
    """Hook `after_delete_snippet`: a term of the default language takes its translations with it."""
    default = Locale.get_default().pk
    for term in instances:
        if isinstance(term, Term) and term.locale_id == default:
            type(term).objects.filter(translation_key=term.translation_key).delete()


class TermFilterSet(WagtailFilterSet):
    """By use; Wagtail adds the language itself."""

    used = django_filters.ChoiceFilter(
        label=gettext_lazy("En algún registro"),
        choices=[("1", gettext_lazy("Sí")), ("0", gettext_lazy("No"))],
        method="by_use",
        widget=RadioSelect,
        empty_label=gettext_lazy("Todos"),
    )

    def by_use(self, queryset, _name, value):
        terms = with_record_count(queryset.model.objects.order_by())
        terms = terms.filter(record_total__gt=0) if value == "1" else terms.filter(record_total=0)
        return queryset.filter(pk__in=list(terms.values_list("pk", flat=True)))


def filter_set(model: type[Term]) -> type[TermFilterSet]:
    meta = type("Meta", (), {"model": model, "fields": []})
    return type(f"{model.__name__}FilterSet", (TermFilterSet,), {"Meta": meta})


class TermIndexView(IndexView):
    def get_base_queryset(self):
        return with_record_count(super().get_base_queryset().select_related("locale"))

    @cached_property
    def default_ordering(self):
        return "name"


class TermViewSet(SnippetViewSet):
    index_view_class = TermIndexView
    copy_view_enabled = False
    list_per_page = 50
    list_export = ["code", "name", "description", "locale.language_code", "record_total"]
    export_headings = {
        "code": gettext_lazy("Clave"),
        "name": gettext_lazy("Nombre"),
        "description": gettext_lazy("Descripción"),
        "locale.language_code": gettext_lazy("Idioma"),
        "record_total": gettext_lazy("Registros"),
    }
    list_display = [
        "name",
        Column("code", label=gettext_lazy("Clave"), sort_key="code"),
        NumberColumn("record_total", label=gettext_lazy("Registros")),
        LocaleColumn(),
    ]


class ThemeViewSet(TermViewSet):
    model = Theme
    filterset_class = filter_set(Theme)
    icon = "tag"
    menu_label = gettext_lazy("Temas")
    export_filename = "temas"


class AuthorityViewSet(TermViewSet):
    model = Authority
    filterset_class = filter_set(Authority)
    icon = "site"
    menu_label = gettext_lazy("Autoridades")
    export_filename = "autoridades"


class RecordTypeViewSet(TermViewSet):
    model = RecordType
    filterset_class = filter_set(RecordType)
    icon = "doc-full"
    menu_label = gettext_lazy("Tipos de documento")
    export_filename = "tipos"


class AudienceViewSet(TermViewSet):
    model = Audience
    filterset_class = filter_set(Audience)
    icon = "group"
    menu_label = gettext_lazy("Públicos")
    export_filename = "publicos"


class VocabularyGroup(SnippetViewSetGroup):
    items = (ThemeViewSet, AuthorityViewSet, RecordTypeViewSet, AudienceViewSet)
    menu_label = gettext_lazy("Vocabularios")
    menu_icon = "tag"
    menu_order = 420
