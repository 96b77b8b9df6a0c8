"""Monuments in the sitemap: public ones only, split into several files when there are many."""

import pytest
from lxml import etree

from observatorio.models import Monument

from .public_inventory import monument

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client, path="/sitemap.xml"):
    response = client.get(path)
    assert response.status_code == 200, path
    return etree.fromstring(response.content).xpath("//s:loc/text()", namespaces=NS)


def test_public_monuments_are_in_it_and_others_are_not(client, site_tree):
    shown, draft = monument("Templo"), monument("Borrador", live=False)
    found = addresses(client)
    assert any(address.endswith(shown.get_absolute_url()) for address in found)
    assert not any(draft.code in address for address in found)
    assert len(found) == len(set(found))


def test_many_are_split_and_an_index_leads_to_every_one(client, site_tree, monkeypatch):
    monkeypatch.setattr("observatorio.exports.sitemap.MonumentSitemap.limit", 3)
    codes = {monument(f"Casa {number}").code for number in range(7)}
    parts = addresses(client)
    assert len([part for part in parts if "sitemap-inmuebles.xml" in part]) == 3
    found = [address for part in parts for address in addresses(client, part.removeprefix("http://testserver"))]
    assert {address.rstrip("/").rpartition("/")[2] for address in found} >= codes
    assert client.get("/sitemap-nada.xml").status_code == 404


def test_its_queries_do_not_grow(client, site_tree, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as caught:
            client.get("/sitemap-inmuebles.xml")
        return len(caught)

    monument("Templo")
    cost()
    few = cost()
    for number in range(20):
        Monument.objects.create(name=f"Casa {number}", classification="civil", state="32", municipality="Jerez")
    assert cost() == few
