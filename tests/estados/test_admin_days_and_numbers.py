"""Forms of plans and milestones: days that have not come, and numbers that are taken."""

import datetime as dt

import pytest

from estados.models import ActionPlan, Milestone
from estados.services import aging
from tests.estados import making
from tests.estados.test_admin_commitments import PLAN, errors, plan, send, team, url  # noqa: F401 - fixtures


def report(day, **values):
    return [("reports", {"status": "hecho", "on": str(day), "note": "", **values})]


def test_a_milestone_is_not_done_before_its_day(client, team, plan):  # noqa: F811
    commitment = making.commitment(plan)
    add = f"{url('states_milestones', 'add')}?commitment={commitment.pk}"
    today = aging.today_of("32")
    tomorrow = today + dt.timedelta(days=1)
    response = send(client, add, deliverable="Ley", rows=report(tomorrow))
    assert response.status_code == 200
    assert "aún no llega" in str(errors(response))
    assert not Milestone.objects.exists()
    assert send(client, add, deliverable="Ley", rows=report(today)).status_code == 302
    milestone = Milestone.objects.get()
    edit = url("states_milestones", "edit", milestone.pk)
    assert "aún no llega" in str(errors(send(client, edit, rows=report(tomorrow))))
    assert milestone.reports.count() == 1
    assert send(client, edit, deliverable="Otra", rows=report(tomorrow, DELETE="on")).status_code == 302
    assert milestone.reports.count() == 1


def test_the_day_of_a_milestone_is_that_of_its_state(client, team, plan, monkeypatch):  # noqa: F811
    asked = []
    monkeypatch.setattr(aging, "today_of", lambda state, at=None: asked.append(state) or dt.date(2017, 1, 1))
    edit = url("states_milestones", "edit", making.milestone(making.commitment(plan)).pk)
    assert "aún no llega" in str(errors(send(client, edit, rows=report("2017-01-02"))))
    assert send(client, edit, rows=report("2017-01-01")).status_code == 302
    assert "32" in asked


def test_a_day_kept_from_before_does_not_stop_the_milestone(client, team, plan):  # noqa: F811
    milestone = making.milestone(making.commitment(plan), status="hecho", on="2100-01-01")
    assert send(client, url("states_milestones", "edit", milestone.pk), deliverable="Otro").status_code == 302


def test_a_new_plan_gets_the_next_number_of_the_state(client, team, plan, admin_user):  # noqa: F811
    making.plan("32", 4, live=False)
    making.plan("17", 9)
    assert client.get(url(PLAN, "add")).context["form"]["number"].value() == 5
    send(client, url(PLAN, "add"), title="Quinto plan", months="12")
    assert ActionPlan.objects.get(title="Quinto plan").number == 5
    client.force_login(admin_user)
    assert client.get(url(PLAN, "add")).context["form"]["number"].value() == 1


@pytest.mark.parametrize("action", ["", "action-publish"])
def test_a_number_that_is_taken_is_told_with_those_that_are(client, team, plan, action):  # noqa: F811
    making.plan("32", 4, live=False)
    making.plan("17", 9)
    response = send(client, url(PLAN, "add"), action, number="4", title="Otro", months="12")
    told = errors(response)
    assert list(told) == ["number"]
    assert "Números ocupados: 1, 4." in str(told["number"])
    assert ActionPlan.objects.count() == 3
