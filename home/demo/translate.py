"""English versions through wagtail-localize, so that editors find them as translations they can go on with."""

from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue, extract_strings

Words = dict[str, str]


def plain_words(*pairs: tuple[str, str]) -> Words:
    """Pairs of plain texts (Spanish, English) as wagtail-localize stores them."""
    return {StringValue.from_plaintext(es).data: StringValue.from_plaintext(en).data for es, en in pairs}


def html_words(spanish: str, english: str) -> Words:
    """The strings of two pieces of HTML, pair by pair. Raises ValueError if they are not built alike."""
    ours, theirs = (extract_strings(html)[1] for html in (spanish, english))
    return {es.data: en.data for (es, _), (en, _) in zip(ours, theirs, strict=True)}


def translate(instance: Any, words: Words, *, locale: Locale, user: Any = None) -> Any:
    """Make and publish the version of `instance` in `locale`; strings that `words` lacks keep the original text.

    Returns the translated object. Its parent page must be translated already.
    """
    source, _ = TranslationSource.update_or_create_from_instance(instance)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        if text := words.get(segment.string.data):
            StringTranslation.objects.get_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": text, "last_translated_by": user},
            )
    if not isinstance(instance, Page):
        translation.save_target(user=user)
        return translation.get_target_instance()
    # wagtail-localize would publish when the transaction ends, from a copy of the page that knows no children
    # made since: published here and now, the page keeps its place in the tree.
    translation.save_target(user=user, publish=False)
    page = translation.get_target_instance()
    page.get_latest_revision().publish(user=user)
    page.refresh_from_db()
    return page
