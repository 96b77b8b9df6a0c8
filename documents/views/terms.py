"""Public pages of the vocabularies: the list of terms, and the records of a term."""

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from acervo.base import per_request
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
    """The public records of a term, each in the visitor's language if it is translated to it."""
    return _visible().filter(**{f"{LOOKUPS[name]}__code": code})


def _visible():
    """The public records, each once: in the active language, or in the default one where it has no translation."""
    locales = {locale.language_code: locale for locale in per_request.locales().values()}
    default = locales[settings.LANGUAGE_CODE]
    here = locales.get(get_language() or "", default)
    records = public(RecordPage.objects.all())
    if here == default:
        return records.filter(locale=default)
    translated = public(RecordPage.objects.filter(locale=here)).order_by().values("translation_key")
    return records.filter(Q(locale=here) | Q(locale=default) & ~Q(translation_key__in=translated))


def vocabulary(request, vocabulary: str):
    """All terms of a vocabulary that describe at least one public record."""
    model = _vocabulary(vocabulary)
    visible = _visible().order_by().values("pk")
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
