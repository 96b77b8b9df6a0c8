"""The panel in the editor's form and what it asks."""

import pytest
from django.contrib.auth import get_user_model

from tests.readability.test_measure import EASY, HARD

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("quien", "quien@example.com", "x")
    client.force_login(user)
    return user


def test_the_panel_asks_the_admin_and_gets_score_and_hardest_sentences(client, editor):
    answer = client.post("/admin/legibilidad/", {"text": f"{EASY} {HARD}"}).json()
    assert "de 100" in answer["summary"]
    assert answer["hardest"][0]["text"] == HARD


def test_who_may_not_enter_the_admin_asks_in_vain(client):
    assert client.post("/admin/legibilidad/", {"text": EASY}).status_code == 302
    assert client.get("/admin/legibilidad/").status_code == 302


def test_the_form_of_a_page_in_spanish_has_the_panel_and_one_in_english_has_not(client, editor, site_tree):
    from home.models import StandardPage

    page = site_tree.home.add_child(instance=StandardPage(title="Ayuda", slug="ayuda", locale=site_tree.spanish))
    assert 'data-readability="/admin/legibilidad/"' in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    english = page.copy_for_translation(site_tree.english, copy_parents=True)
    assert "data-readability" not in client.get(f"/admin/pages/{english.pk}/edit/").content.decode()
