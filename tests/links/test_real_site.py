"""Short links in the whole site: records, their files, and a visitor who reads English."""

import pytest

from acervo.links.services import link_for
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(site_tree):
    return factories.record(site_tree.collection, "Ley de Archivos")


def test_the_link_of_a_record_leads_to_its_page(client, record):
    response = client.get(link_for(record).get_absolute_url(), follow=True)
    assert response.redirect_chain[0][1] == 302
    assert response.status_code == 200
    assert "Ley de Archivos" in response.content.decode()


def test_a_file_is_reached_only_through_a_public_record(client, record):
    made = factories.archive_file(factories.pdf("Artículo 1"))
    link = link_for(made)
    assert client.get(link.get_absolute_url()).status_code == 404
    factories.attach(record, made)
    response = client.get(link.get_absolute_url(), follow=True)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(("language", "search"), [("es-MX", "/buscar/"), ("en", "/en/buscar/")])
def test_a_link_that_leads_nowhere_offers_the_search_in_the_visitors_language(client, site_tree, language, search):
    response = client.get("/q/2345678/", headers={"accept-language": language})
    assert response.status_code == 404
    html = response.content.decode()
    assert f'action="{search}"' in html
    assert f'<html lang="{language[:2].lower()}' in html


def test_the_address_without_a_slash_is_answered_at_once(client, record):
    link = link_for(record)
    assert client.get(f"/q/{link.code.upper()}").status_code == 302
    assert client.get(f"/q/{link.code}.svg").status_code == 200
