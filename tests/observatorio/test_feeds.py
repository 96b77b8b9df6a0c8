"""Feeds of works, read back by a parser that is not ours."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from observatorio.models import FieldRestriction, Intervention
from tests.observatorio import loop

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response) -> list[dict[str, str]]:
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    return [
        {
            "title": item.findtext(f"{ATOM}title"),
            "id": item.findtext(f"{ATOM}id"),
            "link": item.find(f"{ATOM}link").get("href"),
            "updated": item.findtext(f"{ATOM}updated"),
            "summary": item.findtext(f"{ATOM}summary"),
        }
        for item in root.iter(f"{ATOM}entry")
    ]


def test_each_step_of_a_work_is_an_entry_with_monument_state_date_and_address(client):
    work = loop.work(
        state="autorizada", resolved_on=dt.date(2026, 4, 1), authorisation="INAH-9", description="Con cal & arena <b>"
    )
    approved, requested = entries(client.get(reverse("monuments:works_feed")))
    assert approved["title"] == "Templo de Santo Domingo: autorizada. Consolidación de la bóveda"
    assert requested["title"] == "Templo de Santo Domingo: solicitada. Consolidación de la bóveda"
    assert approved["updated"].startswith("2026-04-01")
    assert approved["link"].endswith(work.get_absolute_url())
    assert approved["link"].startswith("http")
    assert approved["id"] != requested["id"]
    assert "Genaro Codina 227, Zacatecas" in approved["summary"]
    assert "INAH-9" in approved["summary"]
    assert "INAH-9" not in requested["summary"]
    assert "Con cal & arena <b>" in approved["summary"]


def test_a_new_step_is_a_new_entry_and_the_old_ones_keep_their_identity(client):
    work = loop.work()
    before = {item["id"] for item in entries(client.get(reverse("monuments:works_feed")))}
    work.state, work.resolved_on = "negada", dt.date(2026, 4, 1)
    work.save()
    after = {item["id"] for item in entries(client.get(reverse("monuments:works_feed")))}
    assert before < after
    assert len(after - before) == 1


def test_the_feed_of_a_monument_has_only_its_works(client):
    work, other = loop.work(title="La suya"), loop.work(title="La ajena")
    titles = [item["title"] for item in entries(client.get(reverse("monuments:works_feed", args=[work.monument.code])))]
    assert len(titles) == 1
    assert "La suya" in titles[0]
    hidden = loop.work(loop.monument(live=False))
    assert client.get(reverse("monuments:works_feed", args=[hidden.monument.code])).status_code == 404
    assert other.title not in str(titles)


def street_feed(client, slug: str = "calle-genaro-codina"):
    return client.get(reverse("monuments:street_feed", args=["zacatecas-zac", slug]))


def test_the_feed_of_a_street_has_the_works_of_its_monuments_and_can_be_followed_before_there_are_any(client):
    monument = loop.monument()
    assert entries(street_feed(client)) == []
    loop.work(monument, title="La de la calle")
    loop.work(loop.monument(street="Tacuba"), title="La de otra")
    loop.work(loop.monument(municipality="Jerez"), title="La de otro municipio")
    assert [item["title"].partition(". ")[2] for item in entries(street_feed(client))] == ["La de la calle"]
    assert street_feed(client, "calle-que-no-existe").status_code == 404


def test_a_monument_whose_street_is_hidden_is_in_the_feed_of_no_street(client):
    loop.monument()  # keeps the street public
    hidden = loop.monument(name="Casa reservada")
    work = loop.work(hidden)
    assert len(entries(street_feed(client))) == 1
    FieldRestriction.objects.create(
        monument=hidden, field="street", level="reservado", ground="Art. 113", until=dt.date(2999, 1, 1)
    )
    assert entries(street_feed(client)) == []
    # It is still public that there is a work, but not where.
    for address in (reverse("monuments:works_feed"), reverse("monuments:works_feed", args=[hidden.code])):
        (item,) = entries(client.get(address))
        assert "Casa reservada" in item["title"]
        assert "Codina" not in str(item)
    assert Intervention.objects.get(pk=work.pk).monument.street == "Genaro Codina"


def test_a_street_of_which_every_monument_is_hidden_has_no_feed(client):
    monument = loop.monument(street="Única")
    assert street_feed(client, "calle-unica").status_code == 200
    FieldRestriction.objects.create(monument=monument, field="street", level="confidencial", ground="Art. 116")
    assert street_feed(client, "calle-unica").status_code == 404


def test_a_reader_that_has_it_already_gets_nothing_new(client):
    work = loop.work()
    first = client.get(reverse("monuments:works_feed"))
    again = client.get(reverse("monuments:works_feed"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    work.state, work.resolved_on = "negada", dt.date(2026, 4, 1)
    work.save()
    changed = client.get(reverse("monuments:works_feed"), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_an_empty_feed_is_the_same_bytes_each_time(client):
    first, second = (client.get(reverse("monuments:works_feed")) for _n in "12")
    assert first.content == second.content


def test_rss_says_the_same(client):
    work = loop.work()
    loop.monument()
    for address in (
        reverse("monuments:works_rss"),
        reverse("monuments:works_rss", args=[work.monument.code]),
        reverse("monuments:street_rss", args=["zacatecas-zac", "calle-genaro-codina"]),
    ):
        response = client.get(address)
        assert response["Content-Type"].startswith("application/rss+xml")
        root = ElementTree.fromstring(response.content)
        assert [item.findtext("title") for item in root.iter("item")] == [
            "Templo de Santo Domingo: solicitada. Consolidación de la bóveda"
        ]


def test_a_feed_costs_the_same_queries_for_few_works_and_for_many(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (2, 20):
        for _number in range(more):
            loop.work()
        client.get(reverse("monuments:works_feed"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("monuments:works_feed"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_english_feed_exists(client):
    loop.work()
    assert len(entries(client.get("/en/observatorio/intervenciones.atom"))) == 1
