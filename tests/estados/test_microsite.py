"""The microsite of a state: its sections come with it, its pages share a navigation and a search."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page

from estados.models import StatePage
from estados.services.microsite import make_sections, sections
from tests.estados import making

pytestmark = pytest.mark.django_db
TITLES = [
    "¿Dónde vamos?", "Secretariado Técnico Local", "Planes de acción", "Compromisos", "Evidencias", "Documentos", "Agenda",
    "Noticias", "Cursos", "Deuda pública", "Contacto",
]  # fmt: skip


@pytest.fixture
def whole(zacatecas):
    """Zacatecas with all its sections."""
    make_sections(zacatecas)
    zacatecas.refresh_from_db()
    return zacatecas


def names(html: str) -> list[str]:
    """The entries of the sections' navigation."""
    nav = re.search(r'<ul class="section-nav__list">(.*?)</ul>', html, re.DOTALL)
    return re.findall(r"<a [^>]*>(.*?)</a>", nav[1]) if nav else []


def current(html: str) -> list[str]:
    nav = re.search(r'<ul class="section-nav__list">(.*?)</ul>', html, re.DOTALL)[1]
    return re.findall(r'<a [^>]*aria-current="[a-z]+">(.*?)</a>', nav)


def test_a_microsite_has_all_sections_in_their_order_published_with_it(whole):
    assert [page.title for page in whole.get_children()] == TITLES
    assert all(page.live for page in whole.get_children())
    assert len(sections()) == len(TITLES)


def test_sections_are_made_once_and_only_those_asked_for(zacatecas):
    assert [page.title for page in make_sections(zacatecas, only=("estados.StepsPage",))] == ["¿Dónde vamos?"]
    assert [page.title for page in make_sections(zacatecas)] == TITLES[1:]
    assert make_sections(zacatecas) == []


def test_an_address_that_another_page_has_gets_a_number(zacatecas):
    from home.models import StandardPage

    zacatecas.add_child(instance=StandardPage(title="Compromisos", slug="compromisos", locale=zacatecas.locale))
    made = make_sections(zacatecas, only=("estados.CommitmentsPage",))
    assert made[0].slug == "compromisos-2"


def test_every_section_answers_and_says_where_it_stands(client, whole):
    for page in whole.get_children():
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        html = response.content.decode()
        assert names(html) == ["Portada del estado", *TITLES]
        assert current(html) == [page.title]
        assert html.count("<h1") == 1
        assert " style=" not in html
    assert current(client.get(whole.url).content.decode()) == ["Portada del estado"]


def test_a_commitments_own_page_is_part_of_the_microsite(client, whole):
    made = making.commitment()
    response = client.get(made.get_absolute_url())
    assert response.status_code == 200
    html = response.content.decode()
    assert names(html) == ["Portada del estado", *TITLES]
    assert current(html) == ["Compromisos"]


def test_other_pages_have_no_navigation_of_a_state(client, whole, site_tree):
    assert names(client.get(site_tree.archive.url).content.decode()) == []


def test_a_draft_section_is_not_in_the_navigation(client, whole):
    whole.get_children().get(slug="cursos").unpublish()
    assert "Cursos" not in names(client.get(whole.url).content.decode())


def test_the_search_box_looks_within_the_state(client, whole):
    html = client.get(whole.url).content.decode()
    box = re.search(r'<form class="section-nav__search".*?</form>', html, re.DOTALL)[0]
    assert '<input type="hidden" name="state" value="32">' in box


def test_an_editor_makes_a_state_with_its_sections_and_its_team_in_one_form(admin_client, site_tree):
    parent = making.states_page(site_tree)
    address = reverse("wagtailadmin_pages:add", args=["estados", "statepage", parent.pk])
    data = {
        "title": "Colima", "slug": "colima", "state": "06", "group": "G16", "official_name": "", "abbreviation": "Col.",
        "colour": "", "shield": "", "image": "", "intro": "null", "body-count": "0",
        "comment_form-TOTAL_FORMS": "0", "comment_form-INITIAL_FORMS": "0", "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = admin_client.post(address, data)
    assert response.status_code == 302, response.context and response.context["form"].errors
    made = StatePage.objects.get(slug="colima")
    assert not made.live
    assert [page.title for page in made.get_children()] == TITLES
    assert not any(page.live for page in made.get_children())
    assert Group.objects.get(name="Equipo de Colima").page_permissions.filter(page=made).count() == 5
    made.get_latest_revision().publish(user=get_user_model().objects.first())
    assert all(page.live for page in Page.objects.child_of(made))


def test_sections_that_an_editor_closed_stay_closed_when_the_front_page_is_published_again(whole):
    whole.get_children().get(slug="cursos").unpublish()
    whole.save_revision().publish()
    assert not whole.get_children().get(slug="cursos").live


def test_each_section_can_be_opened_in_the_admin(admin_client, whole):
    for page in [whole, *whole.get_children()]:
        response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200, page.title
