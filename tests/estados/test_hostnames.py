"""A state with a host name of its own: the same pages, served at `/`, with one true address each."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from acervo.links.services import link_for
from estados.models import CommitmentsPage, StatePage
from estados.services.microsite import make_sections
from tests import factories
from tests.estados import making
from tests.estados.test_microsite import names

pytestmark = pytest.mark.django_db
HOST = "zacatecas.example"
OWN = {"HTTP_HOST": HOST}


@pytest.fixture
def hosts(settings, site_tree, zacatecas, morelos):
    """The whole site at localhost, and Zacatecas also at its own host; with a commitment."""
    settings.BASE_URL = "http://localhost"
    make_sections(zacatecas)
    making.commitment(title="Datos de la deuda")
    Site.objects.create(hostname=HOST, port=80, root_page=zacatecas, site_name="Zacatecas")
    return StatePage.objects.get(pk=zacatecas.pk)


def canonical(html: str) -> str:
    return re.search(r'<link rel="canonical" href="([^"]+)">', html)[1]


def test_the_front_page_and_its_sections_answer_at_the_root_of_the_own_host(client, hosts):
    html = client.get("/", **OWN).text
    assert "<h1>Zacatecas</h1>" in html
    for page in Page.objects.child_of(hosts):
        response = client.get(f"/{page.slug}/", **OWN)
        assert response.status_code == 200, page.slug
        assert f'href="/{page.slug}/"' in response.text
        assert "/estados/zacatecas/" not in "".join(re.findall(r'section-nav__list">(.*?)</ul>', response.text, re.S))


def test_the_main_host_still_has_them_below_estados(client, hosts):
    response = client.get("/estados/zacatecas/compromisos/")
    assert response.status_code == 200
    assert 'href="/estados/zacatecas/compromisos/"' in response.text


def test_a_page_that_two_hosts_serve_says_the_one_true_address(client, hosts):
    for path, extra in (("/estados/zacatecas/compromisos/", {}), ("/compromisos/", OWN)):
        assert canonical(client.get(path, **extra).text) == f"http://{HOST}/compromisos/"
    assert canonical(client.get("/estados/morelos/").text) == "http://localhost/estados/morelos/"


def test_pages_of_other_states_are_not_at_that_host(client, hosts):
    assert client.get("/estados/morelos/", **OWN).status_code == 404
    assert client.get("/acervo/", **OWN).status_code == 404


def test_a_commitment_opens_at_both_hosts_and_belongs_to_the_main_one(client, hosts):
    html = client.get("/compromisos/", **OWN).text
    address = reverse("states:commitment", args=["zacatecas", "ZAC-PAL1-C1"])
    assert address in html
    own = client.get(address, **OWN)
    assert own.status_code == 200
    assert canonical(own.text) == f"http://localhost{address}"
    assert 'href="/compromisos/"' in own.text
    assert client.get(address).status_code == 200


def test_a_short_link_leads_to_the_page_from_either_host(client, hosts):
    section = CommitmentsPage.objects.get()
    code = link_for(section).code
    for extra in ({}, OWN):
        response = client.get(f"/q/{code}", follow=False, **extra)
        while response.status_code in (301, 302) and response["Location"].startswith("/q/"):
            response = client.get(response["Location"], **extra)
        assert response.status_code in (301, 302)
        target = response["Location"]
        host, _slash, path = target.removeprefix("http://").partition("/") if "://" in target else ("", "", target[1:])
        found = client.get(f"/{path}", **({"HTTP_HOST": host} if host else extra))
        assert found.status_code == 200
        assert found.context["page"].pk == section.pk


def test_its_header_searches_the_state_only_and_leads_to_the_whole_site(client, hosts):
    html = client.get("/", **OWN).text
    header = re.search(r'<header class="site-header">.*?</header>', html, re.S)[0]
    assert '<input type="hidden" name="state" value="32">' in header
    assert 'href="http://localhost/"' in header
    assert "section-nav__search" not in html
    assert "Compromisos" in names(client.get(reverse("search"), **OWN).text)
    main = client.get("/").text
    assert 'name="state"' not in re.search(r'<header class="site-header">.*?</header>', main, re.S)[0]


def test_results_that_another_host_serves_lead_there(client, hosts, site_tree, search_index, committing):
    with committing():
        factories.record(site_tree.collection, "Ley de deuda de Zacatecas", state="32")
    html = client.get(reverse("search"), {"q": "deuda", "state": "32"}, **OWN).text
    assert 'href="http://localhost/acervo/leyes/ley-de-deuda-de-zacatecas/' in html


def test_the_language_switch_stays_on_its_host(client, hosts, site_tree):
    english_home = site_tree.home.copy_for_translation(site_tree.english)
    english_home.save_revision().publish()
    english = hosts.copy_for_translation(site_tree.english, copy_parents=True)
    english.title = "Zacatecas in English"
    english.save_revision().publish()
    html = client.get("/", **OWN).text
    assert 'href="/en/" hreflang="en"' in html
    assert f'hreflang="en" href="http://{HOST}/en/"' in html
    response = client.get("/en/", **OWN)
    assert response.status_code == 200
    assert "Zacatecas in English" in response.text
    assert 'href="/" hreflang="es-mx"' in response.text


def test_each_host_has_its_own_sitemap(client, hosts):
    main, own = client.get("/sitemap.xml").text, client.get("/sitemap.xml", **OWN).text
    assert "http://localhost/estados/morelos/" in main
    assert "/estados/zacatecas/" not in main.replace("/estados/zacatecas/compromisos/ZAC", "").replace(
        "/estados/zacatecas/planes/", ""
    )
    assert f"<loc>http://{HOST}/compromisos/</loc>" in own
    assert "localhost" not in own


def test_nothing_changes_with_one_host(client, site_tree, zacatecas):
    html = client.get("/estados/zacatecas/").text
    assert canonical(html) == "http://testserver/estados/zacatecas/"
    assert "section-nav__search" in html
