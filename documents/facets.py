"""The visible names of the values of the search facets that the archive fills."""

from django.conf import settings
from wagtail.coreutils import get_supported_content_language_variant

from acervo.base.states import STATE_NAMES
from search.registry import kind_labels

from .models import CollectionPage, RecordType, Theme


def default_language() -> str:
    """The language code of `Locale.get_default()`, which would ask the database at each search."""
    return get_supported_content_language_variant(settings.LANGUAGE_CODE)


def term_labels(model):
    """A labels function for a vocabulary: the term's name in the language, else in the default one."""

    def labels(values: list[str], locale: str) -> dict[str, str]:
        default = default_language()
        rows = model.objects.filter(code__in=values, locale__language_code__in={locale, default})
        names: dict[str, str] = {}
        for code, name, language in rows.values_list("code", "name", "locale__language_code"):
            if language == locale or code not in names:
                names[code] = name
        return {value: names.get(value, value) for value in values}

    return labels


def type_labels(values: list[str], locale: str) -> dict[str, str]:
    """A record's type from the vocabulary; the kinds of everything else from the apps that registered them."""
    kinds = {value: label for value, label in kind_labels(values, locale).items() if label != value}
    return {**term_labels(RecordType)(values, locale), **kinds}


theme_labels = term_labels(Theme)


def state_labels(values: list[str], locale: str) -> dict[str, str]:
    return {value: STATE_NAMES.get(value, value) for value in values}


def collection_labels(values: list[str], locale: str) -> dict[str, str]:
    default = default_language()
    sources = CollectionPage.objects.filter(slug__in=values, locale__language_code=default)
    keys = dict(sources.order_by().values_list("translation_key", "slug"))
    names: dict[str, str] = {}
    rows = CollectionPage.objects.filter(translation_key__in=keys, locale__language_code__in={locale, default})
    for key, title, language in rows.values_list("translation_key", "title", "locale__language_code"):
        if language == locale or keys[key] not in names:
            names[keys[key]] = title
    return {value: names.get(value, value) for value in values}
