"""What editors promote: set in Wagtail's own admin, shown at once, to the right query, and never what is not public."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query as SearchTerm
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import PageViewRestriction, Site

from observatorio.models import Monument
from search.promotions import key, promoted
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(site_tree, search_index, committing):
    with committing():
        return factories.record(site_tree.collection, "Guía de aguas")


@pytest.fixture
def request_of(site_tree):
    return RequestFactory().get("/buscar/", headers={"host": "localhost"})


def shown(request, query="ley de aguas", locale="es-mx"):
    return [(item.title, item.url) for item in promoted(request, query, locale)]


def promote(query="ley de aguas", **fields) -> SearchPromotion:
    return SearchPromotion.objects.create(query=SearchTerm.get(query), **fields)


def in_admin(admin_client, query: str, **fields) -> None:
    row = {"page": "", "external_link_url": "", "external_link_text": "", "description": "", "ORDER": "1"} | fields
    data = {"query_string": query, "editors_picks-TOTAL_FORMS": "1", "editors_picks-INITIAL_FORMS": "0"}
    data |= {f"editors_picks-0-{name}": value for name, value in row.items()}
    assert admin_client.post("/admin/searchpicks/add/", data).status_code == 302


def test_what_is_promoted_in_the_admin_is_on_the_next_page_of_results_with_its_label(admin_client, client, guide):
    page = client.get("/buscar/?q=Ley+de+Aguas").content.decode()
    assert "Recomendado" not in page
    in_admin(admin_client, "ley de aguas", page=guide.pk, description="Empiece por aquí")
    for address in ("/buscar/?q=Ley+de+Aguas", "/en/buscar/?q=ley+de+agua"):
        page = client.get(address).content.decode()
        assert 'id="promoted-title"' in page
        assert f'<a href="{guide.url}"' in page
        assert "Empiece por aquí" in page
    guide.unpublish()
    assert "Empiece por aquí" not in client.get("/buscar/?q=Ley+de+Aguas").content.decode()


def test_a_report_leads_to_the_form_with_the_words_in_it(admin_client):
    page = admin_client.get("/admin/busqueda/promover/?q=ley+de+aguas").content.decode()
    assert 'value="ley de aguas"' in page
    assert 'action="/admin/searchpicks/add/"' in page


def test_the_form_says_how_a_query_is_matched(admin_client, guide):
    made = promote(page=guide)
    for address in ("add/", f"{made.query_id}/"):
        page = admin_client.get(f"/admin/searchpicks/{address}").content.decode()
        assert "los plurales y palabras como" in page


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("LEY DE AGUAS", True),
        ("leyes de agua", True),
        ("ley aguas", True),
        ("«ley de aguas»", True),
        ("ley de águas", True),
        ("aguas ley", False),
        ("ley de aguas -federal", False),
        ("ley", False),
        ("ley de aguas 2016", False),
    ],
)
def test_a_promotion_answers_what_differs_in_capitals_accents_plurals_and_stop_words(typed, same):
    assert (key(typed, "es-mx") == key("ley de aguas", "es-mx")) == same


def test_enye_is_a_letter_and_stems_are_not_joined():
    assert key("años", "es") != key("anos", "es")
    assert key("periódico", "es") != key("periodista", "es")
    assert key("policies", "en") == key("policy", "en")


@pytest.mark.parametrize("way", ["draft", "private", "expired", "deleted"])
def test_a_page_that_is_not_public_is_not_promoted(guide, request_of, way):
    promote(page=guide)
    assert shown(request_of) == [("Guía de aguas", guide.url)]
    match way:
        case "draft":
            guide.unpublish()
        case "private":
            PageViewRestriction.objects.create(page=guide.get_parent(), restriction_type="login")
        case "expired":
            type(guide).objects.filter(pk=guide.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))
        case "deleted":
            guide.delete()
    assert shown(request_of) == []


@pytest.mark.parametrize("rest", ["", "pagina/3/"])
@pytest.mark.parametrize("host", ["http://localhost", "http://127.0.0.1:8000", ""])
def test_a_typed_address_of_ours_is_shown_only_while_its_page_is_public(guide, request_of, host, rest):
    promotion = promote(external_link_url="https://example.org/", external_link_text="Guía")
    SearchPromotion.objects.filter(pk=promotion.pk).update(external_link_url=f"{host}{guide.url}{rest}")
    assert [title for title, _url in shown(request_of)] == ["Guía"]
    guide.unpublish()
    assert shown(request_of) == []


def test_a_monument_is_promoted_by_its_address_while_it_is_public(request_of):
    monument = Monument(name="Templo", classification="religiosa", state="32", municipality="Zacatecas", live=True)
    monument.save()
    address = f"http://localhost{monument.get_absolute_url()}"
    promote(external_link_url=address, external_link_text="El templo")
    assert shown(request_of) == [("El templo", address)]
    [(_title, url)] = shown(request_of, locale="en")
    assert url.startswith("http://localhost/en/")
    Monument.objects.update(live=False)
    assert shown(request_of) == shown(request_of, locale="en") == []


@pytest.mark.parametrize(
    ("path", "is_shown"),
    [
        ("/observatorio/inmuebles/", True),
        ("/verificar/", True),
        ("/nada/que/ver/", False),
        ("/archivo/1/ley.pdf", False),
    ],
)
def test_lists_and_tools_of_ours_are_shown_and_what_nobody_vouches_for_is_not(request_of, path, is_shown):
    promote(external_link_url=f"http://localhost{path}", external_link_text="Otro")
    assert bool(shown(request_of)) == is_shown


def test_an_address_on_the_host_of_a_microsite_is_looked_for_there(site_tree, guide, request_of):
    Site.objects.create(hostname="leyes.example", port=80, root_page=site_tree.collection)
    promote(external_link_url=f"http://leyes.example/{guide.slug}/", external_link_text="Guía")
    assert [title for title, _url in shown(request_of)] == ["Guía"]
    guide.unpublish()
    assert shown(request_of) == []


def test_other_sites_are_shown_as_they_are(request_of):
    promote(external_link_url="https://example.org/a?b=c", external_link_text="Fuera")
    assert shown(request_of) == [("Fuera", "https://example.org/a?b=c")]


def test_two_ways_to_write_a_query_give_one_list_without_doubles(guide, request_of):
    promote("ley de aguas", page=guide, sort_order=0)
    promote("leyes de agua", page=guide, sort_order=0)
    promote("leyes de agua", external_link_url="https://example.org/", external_link_text="Fuera", sort_order=1)
    assert [title for title, _url in shown(request_of)] == ["Guía de aguas", "Fuera"]


def test_the_cost_does_not_grow_with_the_promotions(guide, request_of, django_assert_num_queries):
    promote(page=guide)
    for size in (5, 50):
        for number in range(size):
            promote(f"otra {number}", page=guide)
        shown(request_of)  # the site and its languages are read once
        with django_assert_num_queries(1):
            shown(request_of, "nada de esto")
