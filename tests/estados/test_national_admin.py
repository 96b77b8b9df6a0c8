"""Cuts, rows, figures and contradictions in the admin: for who has the models' permissions, and for nobody else."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from estados.models import Contradiction, Cut, CutRow, Figure
from home.demo.states_national import make_national
from tests.estados import making

LISTS = ("states_cuts", "states_cut_rows", "states_figures", "states_contradictions")


@pytest.fixture
def national(site_tree, zacatecas):
    make_national()


@pytest.fixture
def keeper(db):
    """Somebody who keeps the national table and is no superuser."""
    group = Group.objects.create(name="Tablero nacional")
    names = [
        f"{action}_{model}"
        for model in ("cut", "cutrow", "figure", "contradiction")
        for action in ("add", "change", "delete")
    ]
    group.permissions.set(Permission.objects.filter(content_type__app_label="estados", codename__in=names))
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    user = get_user_model().objects.create_user("tablero", "tablero@acervo.example", "x")
    user.groups.add(group)
    return user


@pytest.mark.parametrize("name", LISTS)
def test_whoever_has_the_permission_sees_each_list_and_its_form(client, keeper, national, name):
    client.force_login(keeper)
    assert client.get(reverse(f"{name}:index")).status_code == 200
    assert client.get(reverse(f"{name}:add")).status_code == 200
    model = {
        "states_cuts": Cut,
        "states_cut_rows": CutRow,
        "states_figures": Figure,
        "states_contradictions": Contradiction,
    }[name]
    assert client.get(reverse(f"{name}:edit", args=[model.objects.first().pk])).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_the_team_of_a_state_cannot_touch_the_national_table(client, national, name):
    client.force_login(making.user_of_team("32"))
    answer = client.get(reverse(f"{name}:index"))
    assert answer.status_code in (302, 403)
    row = CutRow.objects.get(cut__slug="2017-05", state="32")
    assert client.post(reverse("states_cut_rows:edit", args=[row.pk]), {"member": "no"}).status_code in (302, 403)
    row.refresh_from_db()
    assert row.member == "si"


def test_a_row_that_is_corrected_is_on_the_board_at_once(client, keeper, national):
    row = CutRow.objects.get(cut__slug="2017-05", state="32")
    client.get("/estados/?corte=2017-05")
    client.force_login(keeper)
    data = {
        field.name: getattr(row, field.attname)
        for field in CutRow._meta.fields
        if getattr(row, field.attname) is not None
    }
    answer = client.post(reverse("states_cut_rows:edit", args=[row.pk]), data | {"status": "Cierre de ciclo"})
    assert answer.status_code == 302
    client.logout()
    html = client.get("/estados/?corte=2017-05").content.decode()
    assert "Cierre de ciclo" in html.split('id="e32"')[1]


def test_the_lists_ask_as_much_of_the_database_with_few_rows_as_with_many(client, keeper, national):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(keeper)
    address = reverse("states_cut_rows:index")
    client.get(address)

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    many = count()
    CutRow.objects.exclude(state__in=["31", "32"]).delete()
    assert count() == many
