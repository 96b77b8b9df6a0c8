"""The debt in the admin: each team sees and changes its own rows, and nothing else."""

import pytest
from django.urls import reverse

from estados.models import Denominator, Loan
from tests.estados import debt_making as made
from tests.estados import making

pytestmark = pytest.mark.django_db
LISTS = ("states_loans", "states_balances", "states_payments", "states_debt_totals", "states_denominators")


@pytest.fixture
def team(client, zacatecas, morelos):
    user = making.user_of_team(zacatecas)
    client.force_login(user)
    return user


@pytest.fixture
def debts(zacatecas, morelos):
    ours, theirs = made.whole_debt("32"), made.loan("17", "P17-1", creditor="Banco Ajeno")
    made.balances(theirs, {"2015-12-31": "5"})
    made.totals("17", {1999: "5"})
    return ours, theirs


@pytest.mark.parametrize("name", LISTS)
def test_a_team_sees_the_rows_of_its_state_only(client, team, debts, name):
    html = client.get(reverse(f"{name}:index")).content.decode()
    assert "P17-1" not in html
    assert "Morelos" not in html
    assert 'id="listing-results"' in html


def test_a_team_cannot_open_the_loan_of_another_state(client, team, debts):
    ours, theirs = debts
    assert client.get(reverse("states_loans:edit", args=[ours.one.pk])).status_code == 200
    assert client.get(reverse("states_loans:edit", args=[theirs.pk])).status_code in (302, 403, 404)
    balance = theirs.balances.get()
    assert client.get(reverse("states_balances:edit", args=[balance.pk])).status_code in (302, 403, 404)


def test_a_team_writes_a_loan_of_its_state_and_not_of_another(client, team):
    values = {"registry_key": "P32-9", "creditor": "Banco", "amount": "100.50", "contract": "", "rate": "", "destination": "", "guarantee": "", "source": "", "term_months": "", "signed_on": "", "record": ""}  # fmt: skip
    client.post(reverse("states_loans:add"), values | {"state": "17"})
    assert Loan.objects.count() == 0
    client.post(reverse("states_loans:add"), values | {"state": "32"})
    assert Loan.objects.get().state == "32"


def test_a_balance_can_only_be_of_a_loan_of_the_team(client, team, debts):
    _ours, theirs = debts
    client.post(reverse("states_balances:add"), {"loan": theirs.pk, "on": "2016-12-31", "amount": "1", "source": ""})
    assert theirs.balances.count() == 1


def test_a_team_does_not_change_the_prices_of_the_nation(client, team, debts):
    prices = Denominator.objects.filter(state="00").first()
    assert client.get(reverse("states_denominators:edit", args=[prices.pk])).status_code in (302, 403, 404)


def test_a_denominator_of_zero_is_refused(client, admin_client, zacatecas):
    values = {"state": "32", "kind": "poblacion", "year": "2016", "value": "0", "source": "INEGI"}
    response = admin_client.post(reverse("states_denominators:add"), values)
    assert "debe ser mayor que cero" in response.content.decode()
    response = admin_client.post(reverse("states_denominators:add"), values | {"value": "5", "kind": "inpc"})
    assert "El INPC es de la nación" in response.content.decode()
    admin_client.post(reverse("states_denominators:add"), values | {"value": "80", "kind": "inpc", "state": "00"})
    assert Denominator.objects.get().state == "00"


def test_the_menu_leads_to_the_lists_and_to_the_sheets(client, team):
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "/admin/estados/creditos/" in html
    assert reverse("acervo_tabular:list", args=["deuda-creditos"]) in html


def test_the_loans_page_leads_to_its_balances_and_payments(client, team, debts):
    html = client.get(reverse("states_loans:edit", args=[debts[0].one.pk])).content.decode()
    assert f"?loan={debts[0].one.pk}" in html
