"""Plans and commitments in the public search and in the sitemap: at once, by what is public, and by nothing else."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import PageViewRestriction

from estados.models import Body, Commitment
from estados.search_sources import CommitmentSource
from tests.estados import making
from tests.estados.open_data import rich

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def zac(site_tree, search_index, committing):
    with committing():
        made = rich(site_tree)
        made.commitment.problem, made.commitment.change = "El zopilote nunca informa", "Zafarrancho de confianza"
        made.commitment.description = "Un zaguán abierto"
        made.commitment.save()
        made.milestone.deliverable = "Zurcido en línea"
        made.milestone.save()
        made.verdict.words = "Hubo zozobra en las juntas"
        made.verdict.save()
        made.plan.summary = "Un zarzal de acuerdos"
        made.plan.save()
        Body.objects.filter(pk=made.lead.pk).update(office="Dirección del Zumbido")
        made.lead.refresh_from_db()
        made.lead.save()
    return made


def find(client, words, **more):
    return client.get("/api/v1/search", {"q": words, **more}).json()


def kinds(client, words, **more):
    return [result["type"]["value"] if isinstance(result["type"], dict) else result["type"] for result in find(client, words, **more)["results"]]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "seguimiento deuda", "zopilote", "zafarrancho", "zaguán", "zurcido", "zozobra", "zumbido", "Colectivo Ciudadano",
        "Función Pública", "patrimonio", "16.10", "ZAC-PAL1-C1",
    ],
)  # fmt: skip
def test_a_commitment_is_found_by_what_it_says(client, zac, words):
    assert "compromiso" in kinds(client, words)


def test_a_plan_is_found_and_both_stand_under_their_state(client, zac):
    assert kinds(client, "zarzal") == ["plan"]
    answer = find(client, "zopilote", state="32")
    assert answer["total"] == 1
    assert answer["results"][0]["url"].endswith("/estados/zacatecas/compromisos/ZAC-PAL1-C1/")
    assert find(client, "zopilote", state="17")["total"] == 0
    assert find(client, "zopilote", theme="patrimonio")["total"] == 1
    assert find(client, "zopilote", year="2016")["total"] == 1
    assert kinds(client, "zopilote", type="compromiso") == ["compromiso"]


def test_it_is_found_from_the_english_pages_too(client, zac):
    assert "ZAC-PAL1-C1" in client.get("/en/buscar/?q=zopilote").content.decode()


def test_each_change_reaches_the_index_at_once(client, zac, committing):
    with committing():
        zac.milestone.deliverable = "Quimera"
        zac.milestone.save()
    assert kinds(client, "quimera") == ["compromiso"]
    with committing():
        zac.lead.name = "Secretaría del Quetzal"
        zac.lead.save()
    assert kinds(client, "quetzal") == ["compromiso"]
    with committing():
        making.verdict(zac.commitment, "garante", words="Se oyó un quejido")
    assert kinds(client, "quejido") == ["compromiso"]
    with committing():
        zac.theme.name = "Quiosco"
        zac.theme.save()
    assert kinds(client, "quiosco") == ["compromiso"]
    with committing():
        zac.milestone.delete()
    assert kinds(client, "quimera") == []


def test_a_withdrawn_report_and_a_draft_are_not_found(client, zac, committing):
    with committing():
        zac.verdict.withdrawn_at = timezone.now()
        zac.verdict.save()
    assert kinds(client, "zozobra") == []
    with committing():
        zac.commitment.unpublish()
    assert kinds(client, "zopilote") == []
    with committing():
        Commitment.objects.get(pk=zac.commitment.pk).save_revision().publish()
    assert kinds(client, "zopilote") == ["compromiso"]
    with committing():
        zac.plan.unpublish()
    assert kinds(client, "zopilote") == kinds(client, "zarzal") == []


@pytest.mark.parametrize("way", ["unpublish", "privacy", "privacy above", "delete", "expiry"])
def test_what_a_microsite_says_goes_with_it(client, zac, committing, way):
    page = zac.page
    with committing():
        if way == "unpublish":
            page.unpublish()
        elif way == "privacy":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        elif way == "privacy above":
            PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
        elif way == "delete":
            page.delete()
        else:
            page.expire_at = timezone.now() + dt.timedelta(seconds=-1)
            page.save()
    assert kinds(client, "zopilote") == []
    assert kinds(client, "zarzal") == []
    if way.startswith("privacy"):
        with committing():
            PageViewRestriction.objects.get().delete()
        assert kinds(client, "zopilote") == ["compromiso"]


def test_a_microsite_that_ends_by_date_alone_takes_its_commitments_with_it(zac):
    zac.page.expire_at = timezone.now() + dt.timedelta(days=3)
    zac.page.save()
    entry = next(CommitmentSource().entries([zac.commitment.pk]))
    assert entry.visible_until == zac.page.expire_at


def test_entries_cost_the_same_for_many_as_for_one(zac):
    def count(pks):
        with CaptureQueriesContext(connection) as caught:
            assert len(list(CommitmentSource().entries(pks))) == len(pks)
        return len(caught)

    list(CommitmentSource().entries([zac.commitment.pk]))
    few = count([zac.commitment.pk])
    more = [zac.commitment.pk]
    for number in range(2, 30):
        made = making.commitment(zac.plan, number, lead=zac.lead, themes=[zac.theme], supporting=[zac.helper])
        making.milestone(made, responsible=zac.lead)
        more.append(made.pk)
    assert count(more) == few


def addresses(client, path="/sitemap.xml"):
    response = client.get(path)
    assert response.status_code == 200
    return etree.fromstring(response.content).xpath("//s:loc/text()", namespaces=NS)


def test_public_plans_and_commitments_are_in_the_sitemap_and_others_are_not(client, zac):
    draft = making.commitment(zac.plan, 9, live=False)
    found = addresses(client)
    assert any(address.endswith("/estados/zacatecas/compromisos/ZAC-PAL1-C1/") for address in found)
    assert any(address.endswith("/estados/zacatecas/planes/1/") for address in found)
    assert not any(draft.code in address for address in found)
    zac.page.unpublish()
    assert not any("ZAC-PAL1" in address for address in addresses(client))
