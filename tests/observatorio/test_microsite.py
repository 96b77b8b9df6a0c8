"""A microsite: its sections come with it, its pages share a navigation, and it speaks of its own monuments only."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page

from documents.models import RecordType, Theme
from observatorio.models import (
    FieldRestriction,
    HeritageSite,
    LibraryPage,
    Monument,
    ObservatoryPage,
    OtherPage,
    ProgressPage,
    RegulationsPage,
)
from observatorio.services.sections import SECTIONS, make_sections, monuments_of
from tests import factories

TITLES = [
    "Marco Normativo", "Transparencia focalizada", "Avances", "Museos", "Biblioteca virtual", "Contacto", "Otros",
    "Reuniones y Actividades",
]  # fmt: skip


@pytest.fixture
def front(site_tree):
    """A microsite of Zacatecas, with its sections."""
    return microsite(site_tree.home)


def microsite(home, *, title="Observatorio de Zacatecas", slug="observatorio", state="32", live=True):
    home.refresh_from_db()
    page = ObservatoryPage(title=title, slug=slug, locale=home.locale, state=state, live=live)
    home.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    make_sections(page)
    return page


def monument(name="Templo de Santo Domingo", **fields):
    values = {"classification": "religiosa", "state": "32", "municipality": "Zacatecas", "live": True}
    return Monument.objects.create(name=name, **(values | fields))


def names(html: str) -> list[str]:
    """The entries of the sections' navigation."""
    nav = re.search(r'<ul class="section-nav__list">(.*?)</ul>', html, re.DOTALL)
    return re.findall(r"<a [^>]*>(.*?)</a>", nav[1]) if nav else []


def test_a_microsite_has_the_sections_of_the_source_in_their_order(front):
    assert [page.title for page in front.get_children()] == TITLES
    assert len(SECTIONS) == len(TITLES)
    assert all(page.live for page in front.get_children())


def test_sections_are_made_once(front):
    assert make_sections(front) == []
    front.get_children().first().delete()
    front.refresh_from_db()
    assert [page.title for page in make_sections(front)] == ["Marco Normativo"]


def test_every_section_answers_and_says_where_it_stands(client, front):
    for page in front.get_children():
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        html = response.content.decode()
        assert names(html) == ["Observatorio", "Inventario", *TITLES]
        assert re.search(rf'aria-current="page">{page.title}</a>', html), page.title
        assert html.count("<h1") == 1


def test_the_front_page_is_current_on_itself_only(client, front):
    html = client.get(front.url).content.decode()
    assert re.findall(r'aria-current="page">([^<]+)</a></li>', html)[-1] == "Observatorio"
    below = client.get(front.get_children().last().url).content.decode()
    assert 'aria-current="page">Observatorio</a>' not in below


def test_the_inventory_is_shown_within_the_microsite_and_other_pages_are_not(client, front, site_tree):
    assert names(client.get(reverse("monuments:inventory")).content.decode())[1] == "Inventario"
    assert names(client.get(site_tree.archive.url).content.decode()) == []
    assert names(client.get("/").content.decode()) == []


def test_a_draft_section_is_not_in_the_navigation(client, front):
    front.get_children().get(slug="museos").unpublish()
    assert "Museos" not in names(client.get(front.url).content.decode())


def test_the_search_box_looks_within_the_microsite(client, front):
    html = client.get(front.url).content.decode()
    box = re.search(r'<form class="section-nav__search".*?</form>', html, re.DOTALL)[0]
    assert 'name="type" value="inmueble"' in box
    assert 'name="type" value="observatorio"' in box


def test_an_editor_makes_a_microsite_with_one_form(admin_client, site_tree):
    site = HeritageSite.objects.create(name="Zona de monumentos históricos de Querétaro", reference="792", slug="queretaro", states=["22"])  # fmt: skip
    address = reverse("wagtailadmin_pages:add", args=["observatorio", "observatorypage", site_tree.home.pk])
    data = {"title": "Observatorio de Querétaro", "slug": "queretaro", "sites": [site.pk], "state": "", "theme": "",
            "body-count": "0", "comment_form-TOTAL_FORMS": "0", "comment_form-INITIAL_FORMS": "0",
            "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    response = admin_client.post(address, data)
    assert response.status_code == 302, response.context and response.context["form"].errors
    made = ObservatoryPage.objects.get(slug="queretaro")
    assert not made.live
    assert [page.title for page in made.get_children()] == TITLES
    assert not any(page.live for page in made.get_children())
    made.get_latest_revision().publish(user=get_user_model().objects.first())
    assert all(page.live for page in Page.objects.child_of(made))


def test_sections_that_an_editor_closed_stay_closed_when_the_front_page_is_published_again(front):
    front.get_children().get(slug="otros").unpublish()
    front.save_revision().publish()
    assert not front.get_children().get(slug="otros").live


def test_two_microsites_have_their_own_monuments(client, front, site_tree):
    site = HeritageSite.objects.create(name="Querétaro", reference="792", slug="queretaro", states=["22"])
    monument("Templo de Santo Domingo")
    monument("Casa de la Marquesa", state="22", municipality="Querétaro", heritage_site=site)
    monument("Casa sin publicar", live=False)
    other = microsite(site_tree.home, title="Observatorio de Querétaro", slug="queretaro", state="")
    other.sites.set([site])
    other.save()
    assert [item.name for item in monuments_of(front)] == ["Templo de Santo Domingo"]
    assert [item.name for item in monuments_of(ObservatoryPage.objects.get(pk=other.pk))] == ["Casa de la Marquesa"]


def test_a_monument_whose_site_is_reserved_is_not_counted_for_the_site(site_tree):
    site = HeritageSite.objects.create(name="Querétaro", reference="792", slug="queretaro", states=["22"])
    hidden = monument("Casa", state="22", municipality="Querétaro", heritage_site=site)
    FieldRestriction.objects.create(monument=hidden, field="heritage_site", level="confidencial", ground="LGTAIP")
    page = microsite(site_tree.home, state="")
    page.sites.set([site])
    page.save()
    assert list(monuments_of(page)) == []


def test_the_front_page_tells_the_facts_of_its_sites(client, front):
    site = HeritageSite.objects.create(name="Centro histórico de Zacatecas", reference="676", slug="zacatecas", inscribed=1993, criteria="(ii)(iv)", area_ha=207.72, states=["32"], official_url="https://whc.unesco.org/es/list/676")  # fmt: skip
    front.sites.set([site])
    front.save()
    html = client.get(front.url).content.decode()
    for fact in ("676", "1993", "(ii)(iv)", "207.72 hectáreas"):
        assert fact in html


@pytest.fixture
def regulations(site_tree, front):
    heritage = Theme.for_code("patrimonio", name="Patrimonio")
    law = RecordType.for_code("ley", name="Ley")
    report = RecordType.for_code("informe", name="Informe")
    factories.record(site_tree.collection, "Ley de monumentos", themes=[heritage], record_type=law)
    factories.record(site_tree.collection, "Informe del centro", themes=[heritage], record_type=report)
    factories.record(site_tree.collection, "Ley secreta", themes=[heritage], record_type=law, live=False)
    factories.record(site_tree.collection, "Ley de aguas", record_type=law)
    page = RegulationsPage.objects.get()
    page.themes.set([heritage])
    page.record_types.set([law])
    page.save()
    library = LibraryPage.objects.get()
    library.themes.set([heritage])
    library.save()
    return page


def test_sections_list_the_archives_public_records_by_theme_and_type(client, regulations):
    html = client.get(regulations.url).content.decode()
    assert "Ley de monumentos" in html
    assert "Informe del centro" not in html
    assert "Ley secreta" not in html
    assert "Ley de aguas" not in html
    library = client.get(LibraryPage.objects.get().url).content.decode()
    assert "Ley de monumentos" in library
    assert "Informe del centro" in library


def test_a_record_with_two_themes_of_the_section_is_listed_once(client, regulations, site_tree):
    other = Theme.for_code("turismo", name="Turismo")
    both = factories.record(site_tree.collection, "Ley de turismo", themes=[other, *regulations.themes.all()])
    regulations.themes.add(other)
    regulations.record_types.clear()
    regulations.save()
    html = client.get(regulations.url).content.decode()
    assert html.count(f'href="{both.url}"') == 1


def test_otros_lists_its_pages(client, front):
    others = OtherPage.objects.get()
    child = others.add_child(instance=OtherPage(title="Preguntas frecuentes", slug="preguntas", locale=others.locale))
    assert "Preguntas frecuentes" in client.get(others.url).content.decode()
    html = client.get(child.url).content.decode()
    assert re.search(r'aria-current="true">Otros</a>', html)


def test_open_data_says_licence_and_leads_to_the_feed(client, front):
    html = client.get(f"{front.url}transparencia-focalizada/").content.decode()
    assert 'rel="license"' in html
    assert reverse("monuments:works_feed") in html


def test_the_pages_ask_as_often_with_many_monuments_as_with_few(client, front):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # On a busy machine the site and the languages would be read again between two requests.

    def count(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    addresses = [front.url, ProgressPage.objects.get().url, f"{front.url}transparencia-focalizada/"]
    for number in range(2):
        monument(f"Casa {number}", latitude=22.77 + number / 1000, longitude=-102.57, condition="malo")
    few = [count(url) for url in addresses]
    for number in range(60):
        monument(f"Casa B{number}", latitude=22.77 + number / 1000, longitude=-102.57, condition="bueno")
    assert [count(url) for url in addresses] == few


def test_each_section_can_be_opened_in_the_admin(admin_client, front):
    for page in [front, *front.get_children()]:
        response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200, page.title


def test_a_section_stands_only_in_a_microsite():
    assert ProgressPage.parent_page_types == ["observatorio.ObservatoryPage"]
    assert "contact.ContactPage" in ObservatoryPage.subpage_types
