"""A new production site starts with pages of ours, not with Wagtail's welcome."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

pytestmark = pytest.mark.django_db


def test_a_new_site_answers_in_both_languages_and_has_a_collection(client, search_index, committing):
    with committing():
        call_command("setup_site", "--name", "Archivo de Guadalupe", "--collection", "Actas")
    for address in ("/", "/en/", "/acervo/", "/acervo/actas/", "/buscar/"):
        assert client.get(address).status_code == 200, address
    assert "Archivo de Guadalupe" in client.get("/").content.decode()
    assert "Welcome" not in client.get("/").content.decode()


def test_setting_up_twice_changes_nothing():
    call_command("setup_site", "--name", "Uno")
    before = list(Page.objects.values_list("pk", "title"))
    call_command("setup_site", "--name", "Dos")
    assert list(Page.objects.values_list("pk", "title")) == before
    assert Site.objects.count() == 1
