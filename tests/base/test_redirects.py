"""Addresses below a page that was renamed or moved: its reader, its citation, its versions, in both languages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from documents.models import CollectionPage
from tests import factories

OURS = "acervo.base.redirects.PrefixRedirectMiddleware"
WAGTAILS = "wagtail.contrib.redirects.middleware.RedirectMiddleware"
#: What people cite below a record; `{file}` is its file.
BELOW = (
    "pagina/1/?q=agua",
    "archivo/{file}/pagina/2/",
    "archivo/{file}/version/1/",
    "cita.bib",
)


@pytest.fixture
def record(site_tree):
    page = factories.record(site_tree.collection, "Ley de aguas")
    factories.attach(page, factories.ingested(factories.pdf("El agua", "La lluvia"), title="Ley"))
    page.save_revision().publish()
    return page


def below(record) -> list[str]:
    return [rest.format(file=record.record_files.get().file_id) for rest in BELOW]


def rename(page, slug: str, committing) -> None:
    page.refresh_from_db()
    page.slug = slug
    with committing():
        page.save_revision().publish()
    page.refresh_from_db()


def leads_on(client, old: str, new: str, rests: list[str]) -> None:
    assert old != new
    for rest in rests:
        response = client.get(old + rest)
        assert (response.status_code, response.headers.get("Location")) == (301, new + rest), rest
        assert client.get(new + rest).status_code == 200, rest


def test_what_is_below_a_renamed_record_leads_to_the_same_below_its_new_address(client, record, committing):
    old = record.get_url()
    rename(record, "ley-de-aguas-nacionales", committing)
    leads_on(client, old, record.get_url(), below(record))


def test_what_is_below_a_moved_record_leads_to_its_new_collection(client, site_tree, record, committing):
    old = record.get_url()
    other = site_tree.archive.add_child(
        instance=CollectionPage(title="Histórico", slug="historico", locale=site_tree.spanish)
    )
    with committing():
        record.move(other, pos="last-child")
    record.refresh_from_db()
    leads_on(client, old, record.get_url(), below(record))


def test_what_is_below_the_records_of_a_renamed_collection_leads_on(client, site_tree, record, committing):
    old = record.get_url()
    rename(site_tree.collection, "normas", committing)
    record.refresh_from_db()
    leads_on(client, old, record.get_url(), below(record))


def test_english_addresses_lead_to_english_addresses(client, site_tree, record, committing):
    for page in (site_tree.home, site_tree.archive, site_tree.collection):
        page.refresh_from_db()
        page.copy_for_translation(site_tree.english).save_revision().publish()
    english = record.copy_for_translation(site_tree.english)
    english.save_revision().publish()
    english.refresh_from_db()
    old = english.get_url()
    assert old.startswith("/en/")
    rename(english, "water-law", committing)
    leads_on(client, old, english.get_url(), [f"archivo/{record.record_files.get().file_id}/pagina/1/", "cita.bib"])


def test_letters_outside_ascii_and_the_query_arrive_as_they_were_sent(client, record):
    Redirect.add_redirect("/acervo/leyes/añeja", record)
    response = client.get("/acervo/leyes/a%C3%B1eja/pagina/1/?q=agua+dulce&q=%C3%B1")
    assert response["Location"] == f"{record.get_url()}pagina/1/?q=agua+dulce&q=%C3%B1"


def test_a_temporary_redirect_stays_temporary(client, record):
    Redirect.add_redirect("/vieja", record, is_permanent=False)
    assert client.get("/vieja/pagina/1/").status_code == 302


def test_nothing_leads_outside(client, site_tree, record):
    Redirect.add_redirect("/fuera", "https://example.org/")
    assert client.get("/fuera/pagina/1/").status_code == 404
    Redirect.add_redirect("/casa", site_tree.home)
    for address in ("/casa//example.org/", "/casa///example.org/", "//casa/x/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/casa/%2Fexample.org/").headers.get("Location", "/%2F").startswith("/%2F")


def test_a_draft_is_not_led_to(client, site_tree):
    Redirect.add_redirect("/vieja", factories.record(site_tree.collection, "Borrador", live=False))
    assert client.get("/vieja/pagina/1/").status_code == 404


def test_a_page_that_changes_its_name_and_back_does_not_lead_in_circles(client, record, committing):
    first = record.get_url()
    rename(record, "otra", committing)
    rename(record, "ley-de-aguas", committing)
    assert record.get_url() == first
    assert client.get(f"{first}pagina/999/").status_code == 404
    assert client.get(f"{first}pagina/1/").status_code == 200


def test_two_records_that_exchanged_their_addresses_do_not_lead_in_circles(client, site_tree, record, committing):
    other = factories.record(site_tree.collection, "Ley de bosques")
    one, two = record.slug, other.slug
    for page, slug in ((record, "por-ahora"), (other, one), (record, two)):
        rename(page, slug, committing)
    for page in (record, other):
        assert client.get(f"{page.get_url()}pagina/999/").status_code == 404


def test_addresses_of_nobody_cost_one_query_more(site_tree, settings):
    def queries() -> int:
        client = Client()
        client.get("/no/hay/nada/aqui/")  # what is kept for seconds is kept now
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/no/hay/nada/aqui/").status_code == 404
        return len(captured)

    ours = queries()
    settings.MIDDLEWARE = [WAGTAILS if name == OURS else name for name in settings.MIDDLEWARE]
    assert ours == queries() + 1


def test_at_most_six_segments_are_left_off(client, record):
    Redirect.add_redirect("/vieja", record)
    assert client.get("/vieja/1/2/3/4/5/6/").status_code == 301
    assert client.get("/vieja/1/2/3/4/5/6/7/").status_code == 404
