"""The tree of the demonstration in two languages: home, archive with its collections, observatory, standard pages."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from documents.models import ArchiveIndexPage, CollectionPage, Theme
from home.models import HomePage, StandardPage
from observatorio.models import ObservatoryPage

from .content import Content
from .markup import to_html
from .translate import html_words, plain_words, translate


@dataclass
class Tree:
    """The pages that records hang from."""

    home: HomePage
    english: Locale
    collections: dict[str, CollectionPage] = field(default_factory=dict)


def make_tree(content: Content) -> Tree:
    """Make and publish every page but the records. The site must be empty but for Wagtail's own welcome page."""
    spanish = Locale.objects.get_or_create(language_code="es-mx")[0]
    english = Locale.objects.get_or_create(language_code="en")[0]
    Page.objects.filter(depth=2, slug="home").delete()  # Wagtail's welcome page, and its site with it
    texts = content.site["home"]
    home = _publish(
        Page.get_first_root_node(),
        HomePage(title=texts["title"], slug=texts["slug"], lead=to_html(texts["lead"]), locale=spanish),
    )
    _make_site(home)
    translate(home, _words(texts, rich="lead"), locale=english)
    tree = Tree(home=home, english=english)
    _make_archive(tree, content)
    _make_observatory(tree, content.site["observatory"])
    for texts in content.pages:
        page = StandardPage(title=texts["title"], slug=texts["slug"], body=_body(texts), show_in_menus=texts["in_menu"])
        translate(_publish(home, page), _words(texts, rich="body"), locale=english)
    return tree


def _make_site(home: HomePage) -> None:
    address = urlsplit(settings.BASE_URL)
    Site.objects.all().delete()
    Site.objects.create(
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        site_name=settings.WAGTAIL_SITE_NAME,
        root_page=home,
        is_default_site=True,
    )


def _make_archive(tree: Tree, content: Content) -> None:
    texts = content.site["archive"]
    page = ArchiveIndexPage(title=texts["title"], slug=texts["slug"], intro=to_html(texts["intro"]), show_in_menus=True)
    archive = _publish(tree.home, page)
    translate(archive, _words(texts, rich="intro"), locale=tree.english)
    for texts in content.collections:
        page = CollectionPage(title=texts["title"], slug=texts["slug"], intro=to_html(texts["intro"]))
        collection = _publish(archive, page)
        words = plain_words((texts["title"], texts["title_en"]), (texts["slug"], texts["slug_en"]))
        words |= html_words(to_html(texts["intro"]), to_html(texts["intro_en"]))
        translate(collection, words, locale=tree.english)
        tree.collections[texts["key"]] = collection


def _make_observatory(tree: Tree, texts: dict[str, Any]) -> None:
    page = ObservatoryPage(title=texts["title"], slug=texts["slug"], body=_body(texts), show_in_menus=True)
    page.theme = Theme.objects.get(code=texts["theme"], locale=tree.home.locale)
    translate(_publish(tree.home, page), _words(texts, rich="body"), locale=tree.english)


def _body(texts: dict[str, Any]) -> list[tuple[str, RichText]]:
    return [("text", RichText(to_html(texts["body"])))]


def _words(texts: dict[str, Any], *, rich: str) -> dict[str, str]:
    english = texts["en"]
    words = plain_words(*((texts[name], english[name]) for name in ("title", "slug")))
    return words | html_words(to_html(texts[rich]), to_html(english[rich]))


def _publish(parent: Page, page: Any) -> Any:
    parent.refresh_from_db()
    if parent.depth > 1:
        page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
