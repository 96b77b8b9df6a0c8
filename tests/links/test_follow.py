"""A visitor follows a link: to the page in their language, wherever it is now, or to a plain explanation."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from acervo.links.models import ShortLink
from acervo.links.services import Outcome, destination, link_for, register_notice, resolve

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]


def test_the_link_leads_to_the_page_and_no_cache_keeps_it(client, make_page):
    link = link_for(make_page("Ley de Archivos"))
    response = client.get(link.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"].endswith("/ley-de-archivos/")
    assert response["Cache-Control"] == "no-store"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    assert client.get(response["Location"]).status_code == 200


def test_upper_case_and_a_missing_slash_lead_there_at_once(client, make_page):
    link = link_for(make_page())
    for address in (f"/q/{link.code.upper()}/", f"/q/{link.code}", f"/q/{link.code.upper()}"):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].endswith("/ley-de-archivos/")


def test_the_part_of_the_page_is_appended(client, make_page):
    page = make_page()
    for suffix in ("pagina/3/", "#acuerdo-2"):
        response = client.get(link_for(page, suffix=suffix).get_absolute_url())
        assert response["Location"].endswith(f"/ley-de-archivos/{suffix}")


def test_the_link_follows_a_page_that_moved_and_changed_its_address(client, make_page):
    page, shelf = make_page(), make_page("Estante")
    link = link_for(page)
    page.move(shelf, pos="last-child")
    page = Page.objects.get(pk=page.pk)
    page.slug = "archivos"
    page.save()
    response = client.get(link.get_absolute_url(), follow=True)
    assert response.redirect_chain[0][0].endswith("/estante/archivos/")
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("headers", "cookie", "title"),
    [
        ({"accept-language": "en-GB,en;q=0.8"}, "", "Archives Act"),
        ({"accept-language": "es-MX"}, "", "Ley de Archivos"),
        ({"accept-language": "es"}, "", "Ley de Archivos"),
        ({"accept-language": "de"}, "", "Ley de Archivos"),
        ({}, "", "Ley de Archivos"),
        ({"accept-language": "es-MX"}, "en", "Archives Act"),
        ({"accept-language": "en"}, "es-mx", "Ley de Archivos"),
    ],
)
def test_the_link_leads_to_the_visitors_language(client, settings, make_page, translate, headers, cookie, title):
    page = make_page()
    translate(page, "Archives Act")
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get(link_for(page).get_absolute_url(), headers=headers, follow=True)
    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in response.content.decode()


def test_a_translation_that_is_not_public_gives_way_to_the_page_itself(client, make_page, translate):
    page = make_page()
    translate(page, "Archives Act", live=False)
    response = client.get(link_for(page).get_absolute_url(), headers={"accept-language": "en"}, follow=True)
    assert "<h1>Ley de Archivos</h1>" in response.content.decode()


def test_an_outside_address_is_followed_as_it_was_written(client):
    url = "https://www.dof.gob.mx/nota.php?codigo=1&fecha=03/12/2016"
    response = client.get(link_for(url).get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, url)


def test_query_parameters_cannot_steer_where_a_link_leads(client, make_page):
    link = link_for(make_page())
    for query in ("?next=https://malo.example/", "?url=//malo.example", "?suffix=../../x"):
        assert "malo" not in client.get(link.get_absolute_url() + query)["Location"]
        assert client.get(link.get_absolute_url() + query)["Location"].endswith("/ley-de-archivos/")


def test_an_address_that_is_not_http_is_never_followed_even_from_the_database(client):
    link = ShortLink.objects.create(external_url="javascript:alert(1)")
    assert client.get(link.get_absolute_url()).status_code == 404


def assert_explains(response, status: int, words: str) -> None:
    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert 'action="/buscar/"' in page
    assert 'name="q"' in page
    assert response["Cache-Control"] == "no-store"


def test_a_deleted_page_leaves_its_link_which_says_so_and_offers_the_search(client, make_page):
    page = make_page()
    link = link_for(page)
    page.delete()
    assert ShortLink.objects.filter(pk=link.pk).exists()
    assert_explains(client.get(link.get_absolute_url()), 410, "fue eliminada")


def test_an_ended_link_says_so_from_that_moment_on(client, make_page):
    link = link_for(make_page())
    end = timezone.now() + timedelta(hours=1)
    ShortLink.objects.filter(pk=link.pk).update(is_canonical=False, expires_at=end)
    link.refresh_from_db()
    assert resolve(link, language="es-mx", at=end - timedelta(seconds=1)).outcome is Outcome.LEADS
    assert resolve(link, language="es-mx", at=end).outcome is Outcome.EXPIRED
    assert client.get(link.get_absolute_url()).status_code == 302
    ShortLink.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert_explains(client.get(link.get_absolute_url()), 410, "esa fecha ya pasó")


def test_an_unpublished_a_private_and_an_expired_page_are_not_reached_nor_named(client, make_page):
    draft = make_page("Borrador secreto", live=False)
    private = make_page("Carpeta secreta")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    inside = make_page("Hoja secreta", parent=private)
    expired = make_page("Aviso secreto", expire_at=timezone.now() - timedelta(minutes=1))
    for page in (draft, private, inside, expired):
        response = client.get(link_for(page).get_absolute_url())
        assert_explains(response, 404, "no está publicada")
        assert "secret" not in response.content.decode().lower()


def test_what_tells_the_public_why_it_is_gone_is_still_led_to(client, make_page, monkeypatch):
    monkeypatch.setattr(destination, "_notices", {})
    withdrawn, secret = make_page("Retirada", live=False), make_page("Secreta", live=False)
    register_notice(Page, lambda page: page.title == "Retirada")
    response = client.get(link_for(withdrawn, suffix="pagina/3/").get_absolute_url())
    assert response.status_code == 302
    assert response["Location"].endswith("/retirada/")
    assert client.get(link_for(withdrawn).label_pdf_url).status_code == 404
    assert client.get(link_for(secret).get_absolute_url()).status_code == 404


def test_a_link_works_again_when_its_page_is_published(client, make_page):
    page = make_page(live=False)
    link = link_for(page)
    assert client.get(link.get_absolute_url()).status_code == 404
    page.save_revision().publish()
    assert client.get(link.get_absolute_url()).status_code == 302


def test_an_unknown_code_says_so_and_shows_what_was_typed_escaped(client):
    assert_explains(client.get("/q/2345678/"), 404, "No hay ningún enlace con el código")
    assert "2345678" in client.get("/q/2345678/").content.decode()
    assert client.get("/q/%3Cscript%3E/").status_code == 404


def test_an_object_without_a_rule_of_publicity_is_hidden_and_the_log_says_so(client, caplog, django_user_model):
    someone = django_user_model.objects.create(username="alguien")
    link = ShortLink.objects.create(target_type=ContentType.objects.get_for_model(someone), target_id=someone.pk)
    assert client.get(link.get_absolute_url()).status_code == 404
    assert "no rule of publicity" in caplog.text


def test_a_link_is_read_only(client, make_page):
    assert client.post(link_for(make_page()).get_absolute_url()).status_code == 405
