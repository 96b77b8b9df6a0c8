"""Public pages of the vocabularies: the list of terms, and the records of a term."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from acervo.base.publicity import public
from documents.models import VOCABULARIES, RecordPage, Term
from documents.services import listing as service

from .listing import export as export_records

LOOKUPS = {"temas": "themes", "autoridades": "authority", "tipos": "record_type", "publicos": "audiences"}


def _vocabulary(name: str) -> type[Term]:
    try:
        return VOCABULARIES[name]
    except KeyError:
        raise Http404(_("No hay un vocabulario con ese nombre.")) from None


def _records(name: str, code: str):
    """The public records of a term, in the visitor's language where the archive is translated."""
    own = {f"{LOOKUPS[name]}__code": code}
    return public(RecordPage.objects.filter(**own, locale=_locale()))


def _locale() -> Locale:
    locale = Locale.objects.filter(language_code=get_language()).first()
    if locale and public(RecordPage.objects.filter(locale=locale)).exists():
        return locale
    return Locale.get_default()


def vocabulary(request, vocabulary: str):
    """All terms of a vocabulary that describe at least one public record."""
    model = _vocabulary(vocabulary)
    visible = public(RecordPage.objects.filter(locale=_locale())).order_by().values("pk")
    terms = (
        model.objects.filter(locale=Locale.get_default())
        .annotate(record_count=Count("records", filter=Q(records__in=visible), distinct=True))
        .filter(record_count__gt=0)
        .order_by("name")
    )
    names = dict(model.objects.filter(locale__language_code=get_language()).values_list("code", "name"))
    context = {
        "vocabulary": vocabulary,
        "heading": model._meta.verbose_name_plural,
        "terms": [
            {"term": term, "name": names.get(term.code, term.name), "url": term.get_absolute_url()} for term in terms
        ],
    }
    return TemplateResponse(request, "documents/vocabulary.html", context)


def term(request, vocabulary: str, code: str):
    """A term, its description, and its records."""
    model = _vocabulary(vocabulary)
    found = get_object_or_404(model, code=code, locale=Locale.get_default())
    context = {
        "vocabulary": vocabulary,
        "heading": model._meta.verbose_name_plural,
        "term": found.localized,
        "listing": service.build(_records(vocabulary, code).distinct(), request.GET, request=request),
        "export_base": found.get_absolute_url() + "registros",
    }
    return TemplateResponse(request, "documents/term.html", context)


def export(request, vocabulary: str, code: str, form: str):
    _vocabulary(vocabulary)
    return export_records(request, _records(vocabulary, code).distinct(), form, name=code)
