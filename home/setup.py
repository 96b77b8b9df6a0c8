"""The first pages of a new site: front page, archive and one collection, in both languages of the interface."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from documents.models import ArchiveIndexPage, CollectionPage
from home.models import HomePage


@transaction.atomic
def set_up_site(*, name: str, collection: str) -> HomePage | None:
    """Make the pages that every site needs, served at BASE_URL's host; None when there is a front page already.

    `name` is the title of the front page, `collection` that of the first collection. Wagtail's own welcome page goes.
    """
    if HomePage.objects.exists():
        return None
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES]
    spanish = locales[0]
    with override(spanish.language_code):
        home = HomePage(title=name, slug="inicio", locale=spanish)
        archive = ArchiveIndexPage(title=_("Acervo"), slug="acervo", locale=spanish, show_in_menus=True)
    root = Page.get_first_root_node()
    Page.objects.child_of(root).exact_type(Page).delete()
    root = Page.objects.get(pk=root.pk)
    pages = [root.add_child(instance=home)]
    pages.append(home.add_child(instance=archive))
    pages.append(archive.add_child(instance=CollectionPage(title=collection, locale=spanish)))
    for page in pages:
        page.save_revision().publish()
    for locale in locales[1:]:
        for page in pages[:2]:
            page.copy_for_translation(locale).save_revision().publish()
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.all().delete()
    Site.objects.create(
        hostname=address.hostname or "localhost", port=port, root_page=home, is_default_site=True, site_name=name
    )
    return home
