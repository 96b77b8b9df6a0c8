"""The inventory in Wagtail's admin: list, form, publication."""

import pytest
from django.urls import reverse

from tests.observatorio import inventory as given

pytestmark = pytest.mark.django_db


def url(name: str, *args) -> str:
    return reverse(f"wagtailsnippets_observatorio_monument:{name}", args=args)


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def test_the_list_shows(boss):
    given.monument(name="Templo de Santo Domingo")
    page = boss.get(url("list"))
    assert page.status_code == 200
    assert "Templo de Santo Domingo" in page.text


def test_the_form_shows(boss):
    monument = given.monument(name="Templo de Santo Domingo")
    given.statement(monument, condition="malo")
    page = boss.get(url("edit", monument.pk))
    assert page.status_code == 200
    page = boss.get(url("add"))
    assert page.status_code == 200
    for name in ("sources", "add_statement", "field_history"):
        assert boss.get(reverse(f"observatorio_admin:{name}", args=[monument.pk])).status_code == 200
    assert boss.get(reverse("observatorio_admin:adopt", args=[monument.pk, "condition"])).status_code == 200
    assert boss.get(reverse("observatorio_admin:disagreements")).status_code == 200
