"""News: listed by day and year, fed to readers, told to machines; only what is published."""

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from documents.models import ArchiveImage, Theme
from estados.models import StatePage
from home.demo.translate import plain_words, translate
from home.models import HomePage, NewsIndexPage, NewsPage
from observatorio.models import ObservatoryPage
from search import registry
from tests.estados import making

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def index(site_tree):
    return news_index(site_tree.home)


def news_index(parent) -> NewsIndexPage:
    parent.refresh_from_db()
    page = NewsIndexPage(title="Noticias", slug="noticias", locale=parent.locale)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return NewsIndexPage.objects.get(pk=page.pk)


def news(index, title="Se firmó la declaración", *, live=True, **fields) -> NewsPage:
    index.refresh_from_db()
    fields = {"date": dt.date(2017, 5, 30), "summary": "Cinco instituciones la firmaron."} | fields
    page = NewsPage(title=title, locale=index.locale, live=live, **fields)
    index.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    return NewsPage.objects.get(pk=page.pk)


def titles(html: str) -> list[str]:
    return re.findall(r'news-row__title"><a [^>]*>(.*?)</a>', html)


def test_news_are_listed_newest_first_without_drafts(client, index):
    news(index, "Vieja", date=dt.date(2016, 1, 2))
    news(index, "Nueva", date=dt.date(2017, 1, 2))
    news(index, "Borrador", live=False)
    html = client.get(index.url).content.decode()
    assert titles(html) == ["Nueva", "Vieja"]
    assert '<time datetime="2017-01-02">2 de enero de 2017</time>' in html
    assert html.count("<h1") == 1


def test_a_year_is_chosen_by_a_plain_link_and_nonsense_is_ignored(client, index):
    news(index, "De 2016", date=dt.date(2016, 1, 2))
    news(index, "De 2017", date=dt.date(2017, 1, 2))
    html = client.get(index.url, {"anio": "2016"}).content.decode()
    assert titles(html) == ["De 2016"]
    assert re.search(r'\?anio=2016" aria-current="true"', html)
    for nonsense in ("2015", "dos mil", "２０１６", "-1", "9" * 40):
        assert titles(client.get(index.url, {"anio": nonsense}).content.decode()) == ["De 2017", "De 2016"]


def test_many_news_have_pages_and_the_same_number_of_queries(client, index):
    def count() -> int:
        client.get(index.url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(index.url).status_code == 200
        return len(queries)

    picture = ArchiveImage.objects.create(title="Firma", file=get_test_image_file())
    for number in range(3):
        news(index, f"Noticia {number}", image=picture)
    few = count()
    for number in range(3, 30):
        news(index, f"Noticia {number}", image=picture)
    assert count() == few
    html = client.get(index.url, {"page": 3}).content.decode()
    assert len(titles(html)) == 6
    assert client.get(index.url, {"page": "zzz"}).status_code == 200


def test_without_news_the_page_says_so(client, index):
    assert "Todavía no hay noticias" in client.get(index.url).content.decode()


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_feeds_are_whole_dated_and_conditional(client, index, form):
    news(index, "Se abrió <el> portal & más")
    news(index, "Borrador", live=False)
    assert f"{index.url}{form}.xml" in client.get(index.url).content.decode()
    response = client.get(f"{index.url}{form}.xml")
    assert response.status_code == 200
    assert form in response["Content-Type"]
    root = ElementTree.fromstring(response.content)
    found = root.findall(f"{ATOM}entry/{ATOM}title" if form == "atom" else "channel/item/title")
    assert [item.text for item in found] == ["Se abrió <el> portal & más"]
    assert b"http://localhost/noticias/" in response.content
    again = client.get(f"{index.url}{form}.xml", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    news(index, "Otra")
    assert client.get(f"{index.url}{form}.xml", headers={"if-none-match": response["ETag"]}).status_code == 200


def test_a_feed_of_a_private_index_is_private_too(client, index):
    from wagtail.models import PageViewRestriction

    news(index)
    PageViewRestriction.objects.create(page=index.page_ptr, restriction_type="login")
    assert client.get(f"{index.url}rss.xml").status_code in (302, 403, 404)
    assert client.get(index.url).status_code in (302, 403, 404)


def test_a_piece_of_news_tells_machines_what_it_is(client, index):
    picture = ArchiveImage.objects.create(title="Firma", file=get_test_image_file(), credit="Oficina de prensa")
    page = news(index, "Firma </script><b>", image=picture)
    page.themes.set([Theme.objects.create(name="Deuda pública", locale=index.locale)])
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert (data["@type"], data["headline"]) == ("NewsArticle", "Firma </script><b>")
    assert (data["datePublished"], data["inLanguage"]) == ("2017-05-30", "es-mx")
    assert data["image"][0].startswith("http://")
    assert "<b>" not in html.split("</head>")[1]
    assert "Deuda pública</a>" in html
    assert "Oficina de prensa" in html


def test_an_image_of_a_closed_collection_is_not_shown(client, index):
    from wagtail.models import Collection, CollectionViewRestriction

    closed = Collection.get_first_root_node().add_child(name="Reservada")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    picture = ArchiveImage.objects.create(title="Firma", file=get_test_image_file(), collection=closed)
    page = news(index, image=picture)
    for url in (index.url, page.url):
        html = client.get(url).content.decode()
        assert "news-row__picture" not in html
        assert "/images/" not in html


def test_news_stand_below_the_front_page_a_state_and_an_observatory_only():
    for parent in (HomePage, StatePage, ObservatoryPage):
        assert "home.NewsIndexPage" in parent.subpage_types
    assert NewsPage.parent_page_types == ["home.NewsIndexPage"]
    assert NewsIndexPage.max_count_per_parent == 1


def test_news_of_a_state_are_found_with_their_state_and_day(site_tree):
    page = news(news_index(making.state(site_tree, "32")), "El presidente municipal rindió cuentas")
    (entry,) = registry.source("news").entries([page.pk])
    assert (entry.kind, entry.state, entry.facets["state"]) == ("noticia", "Zacatecas", ("32",))
    assert (entry.date, entry.date_label) == (dt.date(2017, 5, 30), "30 de mayo de 2017")
    elsewhere = news(news_index(site_tree.home), "Otra")
    (entry,) = registry.source("news").entries([elsewhere.pk])
    assert entry.state == ""


def test_a_draft_is_not_found(index):
    page = news(index, live=False)
    assert list(registry.source("news").ids()) == []
    assert list(registry.source("news").entries([page.pk])) == []


def test_news_are_translated_and_keep_their_day(client, index, site_tree):
    translate(site_tree.home, plain_words(("Acervo de prueba", "Test archive")), locale=site_tree.english)
    translate(index, plain_words(("Noticias", "News"), ("noticias", "news")), locale=site_tree.english)
    page = news(index, date=dt.date(2016, 2, 3))
    words = plain_words((page.title, "The declaration was signed"), (page.summary, "Five institutions signed it."))
    made = translate(page, words, locale=site_tree.english)
    assert (made.title, made.date, made.summary) == (
        "The declaration was signed", dt.date(2016, 2, 3), "Five institutions signed it.",
    )  # fmt: skip
    html = client.get(made.get_parent().url).content.decode()
    assert titles(html) == ["The declaration was signed"]


def test_an_editor_writes_news_in_the_admin(admin_client, index):
    page = news(index)
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[index.pk])).status_code == 200
    assert admin_client.get(reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk])).status_code == 200
    assert Page.objects.child_of(index).count() == 1
