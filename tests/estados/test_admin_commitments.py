"""Plans, commitments and milestones in the admin: whose they are, what follows from saving, and what is kept."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from acervo.history.services import changes_of
from documents.models import Theme
from estados.enums import MilestoneStatus
from estados.models import CREAS, ActionPlan, Body, Commitment, Evidence, Milestone
from tests import factories
from tests.estados import making
from tests.observatorio.admin_forms import add_child, errors, filled

MET = {prefix: "True" for prefix, _letter, _name in CREAS}
COMMITMENT, PLAN, BODY = (f"wagtailsnippets_estados_{name}" for name in ("commitment", "actionplan", "body"))


@pytest.fixture
def plan(zacatecas):
    return making.plan(zacatecas)


@pytest.fixture
def team(client, zacatecas, morelos):
    user = making.user_of_team(zacatecas)
    client.force_login(user)
    return user


def url(space, name, *args):
    return reverse(f"{space}:{name}", args=args)


def send(client, address, action="", rows=(), **typed):
    data = filled(client.get(address), **typed)
    for formset, values in rows:
        add_child(data, formset, **values)
    return client.post(address, data | ({action: "1"} if action else {}))


def fresh(item):
    return type(item).objects.get(pk=item.pk)


# --- Whose it is -------------------------------------------------------------------------------------


def test_lists_show_only_the_state_of_the_person(client, team, plan):
    making.commitment(plan, title="Ciclovías de Zacatecas")
    making.commitment(making.plan("17"), title="Ciclovías de Morelos")
    for space in (PLAN, COMMITMENT):
        page = client.get(url(space, "list")).text
        assert "Zacatecas" in page
        assert "de Morelos" not in page
    export = client.get(url(COMMITMENT, "list"), {"export": "csv"})
    text = b"".join(export.streaming_content).decode()
    assert "Ciclovías de Zacatecas" in text
    assert "Morelos" not in text


def test_no_view_of_another_state_s_commitment_opens(client, team, plan):
    other = making.commitment(making.plan("17"), title="Del otro")
    revision = other.save_revision()
    for name, args in (
        ("edit", ()), ("delete", ()), ("history", ()), ("unpublish", ()), ("usage", ()), ("lock", ()),
        ("revisions_view", (revision.pk,)), ("revisions_revert", (revision.pk,)), ("preview_on_edit", ()),
    ):  # fmt: skip
        for ask in (client.get, client.post):
            response = ask(url(COMMITMENT, name, other.pk, *args))
            assert response.status_code in (302, 403), name
            assert "Del otro" not in response.text, name
    assert client.get(url("states_admin", "history", "compromiso", other.pk)).status_code == 302
    assert fresh(other).live
    assert fresh(other).title == "Del otro"
    assert not fresh(other).locked


def test_another_state_s_milestones_plans_and_bodies_are_refused_too(client, team, plan):
    theirs = making.commitment(making.plan("17"))
    milestone = making.milestone(theirs, "Del otro")
    body = Body.objects.create(state="17", name="Ajena")
    for address in (
        url("states_milestones", "edit", milestone.pk), url("states_milestones", "delete", milestone.pk),
        url(PLAN, "edit", theirs.plan.pk), url(BODY, "edit", body.pk), url(BODY, "delete", body.pk),
    ):  # fmt: skip
        assert client.post(address, {"name": "x", "title": "x", "deliverable": "x"}).status_code == 302
    assert Milestone.objects.get().deliverable == "Del otro"
    assert Body.objects.get().name == "Ajena"
    assert fresh(theirs.plan).title != "x"


def test_deleting_many_at_once_leaves_those_of_another_state(client, team, plan):
    other = making.commitment(making.plan("17"))
    address = reverse("wagtail_bulk_action", args=["estados", "commitment", "delete"])
    client.post(f"{address}?id={other.pk}", {"next": "/admin/"})
    assert Commitment.objects.filter(pk=other.pk).exists()


def test_choices_are_those_of_the_state_and_bodies_of_the_nation(client, team, plan):
    making.plan("17", title="Plan ajeno")
    for state, name in (("32", "Propia"), ("00", "Nacional"), ("17", "Ajena")):
        Body.objects.create(state=state, name=name)
    form = client.get(url(COMMITMENT, "add")).context["form"]
    assert [item.state for item in form.fields["plan"].queryset] == ["32"]
    for name in ("lead", "supporting", "counterpart"):
        assert {item.name for item in form.fields[name].queryset} == {"Propia", "Nacional"}
    assert [key for key, _name in client.get(url(PLAN, "add")).context["form"].fields["state"].choices] == ["32"]


def test_a_plan_of_another_state_cannot_be_smuggled_in(client, team, plan):
    other = making.plan("17")
    response = send(client, url(COMMITMENT, "add"), plan=str(other.pk), title="Colado")
    assert response.status_code == 200
    assert "plan" in errors(response)
    refused = send(client, url(PLAN, "add"), state="17", number="2", title="Colado")
    assert "state" in errors(refused)
    assert ActionPlan.objects.count() == 2


def test_who_edits_no_state_finds_no_menu(client, zacatecas, plan):
    client.force_login(making.user_of_voice(zacatecas))
    assert client.get(url(COMMITMENT, "list")).status_code == 302
    assert client.get(url("states_milestones", "index")).status_code == 302
    client.force_login(making.user_of_team(zacatecas))
    home = client.get(reverse("wagtailadmin_home")).text
    for name in ("Planes de acci", "Compromisos", "Hitos", "Mis informes", "Instituciones"):
        assert name in home


# --- Making them -------------------------------------------------------------------------------------


def test_a_team_makes_a_plan_and_a_commitment_with_all_that_it_says(client, team, site_tree):
    send(
        client,
        url(PLAN, "add"),
        "action-publish",
        number="1",
        title="Primer plan",
        launched_on="2026-01-15",
        months="12",
    )
    plan = ActionPlan.objects.get()
    assert (plan.state, plan.live, plan.code) == ("32", True, "ZAC-PAL1")
    theme = Theme.objects.create(code="movilidad", name="Movilidad", locale=site_tree.spanish)
    body = Body.objects.create(state="32", name="Tránsito")
    response = send(
        client, f"{url(COMMITMENT, 'add')}?plan={plan.pk}", "action-publish", [("targets", {"goal": "11", "target": "11.2"})],
        title="Red ciclista", number="6", themes=[str(theme.pk)], lead=str(body.pk), supporting=[str(body.pk)],
        ogp_values=["acceso", "rendicion"], starts_on="2026-01-15", ends_on="2026-12-15", **MET,
    )  # fmt: skip
    assert response.status_code == 302
    made = Commitment.objects.get()
    assert (made.code, made.live, made.lead, made.ogp_values) == ("ZAC-PAL1-C6", True, body, ["acceso", "rendicion"])
    assert [str(target) for target in made.targets.all()] == ["11.2"]
    assert list(made.themes.all()) == [theme]
    assert list(made.supporting.all()) == [body]


def test_the_address_of_a_commitment_does_not_change_with_its_form(client, team, plan):
    commitment = making.commitment(plan, 3)
    send(client, url(COMMITMENT, "edit", commitment.pk), "action-publish", code="OTRA", number="4", **MET)
    assert (fresh(commitment).code, fresh(commitment).number) == ("ZAC-PAL1-C3", 4)


def test_a_target_of_another_goal_is_told(client, team, plan):
    commitment = making.commitment(plan)
    response = send(
        client, url(COMMITMENT, "edit", commitment.pk), rows=[("targets", {"goal": "11", "target": "16.6"})]
    )
    assert "no es del ODS 11" in str(errors(response))


def test_a_value_by_hand_keeps_who_put_it_when_and_why(client, team, plan):
    commitment = making.commitment(plan)
    address = url(COMMITMENT, "edit", commitment.pk)
    refused = send(client, address, "action-publish", progress_set="40", **MET)
    assert "progress_reason" in errors(refused)
    send(client, address, "action-publish", progress_set="40", progress_reason="Falta un hito", **MET)
    kept = fresh(commitment)
    assert (kept.progress_set, kept.progress_by, kept.progress_reason) == (40, team, "Falta un hito")
    assert kept.progress_at is not None
    when = kept.progress_at
    send(client, address, "action-publish", title="Otro título")
    assert fresh(commitment).progress_at == when


def test_the_form_leads_to_milestones_and_reports(client, team, plan):
    commitment = making.commitment(plan)
    milestone = making.milestone(commitment, "Diagnóstico", status=MilestoneStatus.DONE, on="2017-01-01")
    page = client.get(url(COMMITMENT, "edit", commitment.pk)).text
    for address in (
        f"{url('states_milestones', 'add')}?commitment={commitment.pk}", url("states_admin", "report", commitment.pk),
        url("states_milestones", "edit", milestone.pk), url("states_admin", "history", "compromiso", commitment.pk),
    ):  # fmt: skip
        assert address in page
    assert "1 de 1 hito hecho: 100 %" in page


def test_what_is_previewed_can_be_asked_for(client, team, plan):
    commitment = making.commitment(plan)
    assert commitment.is_previewable()


# --- Milestones --------------------------------------------------------------------------------------


@pytest.fixture
def law(site_tree, committing):
    with committing():
        made = factories.ingested(factories.pdf("Ley"))
    record = factories.record(site_tree.collection, "Ley")
    factories.attach(record, made)
    record.save_revision().publish()
    return record


def test_a_milestone_gets_its_reports_and_evidence_with_the_fingerprint_of_the_file(client, team, plan, law):
    commitment = making.commitment(plan)
    address = f"{url('states_milestones', 'add')}?commitment={commitment.pk}"
    response = send(
        client, address, deliverable="Ley publicada", due="2016-12-31", weight="2",
        rows=[
            ("reports", {"status": "hecho", "on": "2016-12-03", "note": "Suplemento 2"}),
            ("evidence", {"record": str(law.pk), "event": "", "url": "", "label": "La ley", "on": ""}),
        ],
    )  # fmt: skip
    assert response.status_code == 302
    assert response.url.startswith(url(COMMITMENT, "edit", commitment.pk))
    milestone = Milestone.objects.get()
    assert milestone.commitment == commitment
    assert [(report.status, report.on) for report in milestone.reports.all()] == [("hecho", dt.date(2016, 12, 3))]
    digest = law.record_files.get().file.current.sha256
    assert len(digest) == 64
    assert [item.sha256 for item in milestone.evidence.all()] == [digest]
    assert digest in client.get(url("states_milestones", "edit", milestone.pk)).text


def test_the_fingerprint_is_of_the_day_it_was_attached(client, team, plan, law):
    milestone = making.milestone(making.commitment(plan))
    Evidence.objects.create(milestone=milestone, record=law, sha256="a" * 64)
    send(client, url("states_milestones", "edit", milestone.pk), deliverable="Otro nombre")
    assert Evidence.objects.get().sha256 == "a" * 64


def test_evidence_is_one_thing(client, team, plan, law):
    milestone = making.milestone(making.commitment(plan))
    row = {"record": str(law.pk), "event": "", "url": "https://ejemplo.mx/", "label": "", "on": ""}
    response = send(client, url("states_milestones", "edit", milestone.pk), rows=[("evidence", row)])
    assert "Elija una sola cosa" in response.text


def test_what_was_said_of_a_milestone_is_added_to_and_not_changed(client, team, plan):
    milestone = making.milestone(making.commitment(plan), status=MilestoneStatus.UNDER_WAY, on="2017-01-01")
    response = send(
        client, url("states_milestones", "edit", milestone.pk), **{"reports-0-status": "cancelado"},
        rows=[("reports", {"status": "hecho", "on": "2017-06-01", "note": ""})],
    )  # fmt: skip
    assert response.status_code == 302, errors(response)
    assert [report.status for report in milestone.reports.order_by("on")] == ["en-marcha", "hecho"]
    change = changes_of(milestone).get(field="reports")
    assert change.by == team
    page = client.get(url("states_admin", "history", "hito", milestone.pk)).text
    assert "En marcha" in page
    assert "Hecho" in page


def test_a_milestone_cannot_be_put_below_another_state_s_commitment(client, team, plan):
    making.commitment(plan)
    other = making.commitment(making.plan("17"))
    address = f"{url('states_milestones', 'add')}?commitment={other.pk}"
    page = client.get(address)
    assert page.context["form"].initial.get("commitment") is None
    response = send(client, address, commitment=str(other.pk), deliverable="Colado")
    assert "commitment" in errors(response)
    assert not Milestone.objects.exists()


# --- History and lists -------------------------------------------------------------------------------


def test_the_history_reads_as_people_speak(client, team, plan):
    body = Body.objects.create(state="32", name="Tránsito")
    commitment = making.commitment(plan, title="Red")
    send(
        client, url(COMMITMENT, "edit", commitment.pk), "action-publish", title="Red ciclista", lead=str(body.pk),
        ends_on="2026-12-15", ogp_values=["acceso"], history_reason="Acuerdo del secretariado", **MET,
    )  # fmt: skip
    page = client.get(url("states_admin", "history", "compromiso", commitment.pk)).text
    for words in (
        "Título", "Red ciclista", "Institución responsable", "Tránsito", "Termina", "C · Concreto", "Sí",
        "Acceso a la información", "Acuerdo del secretariado", team.username,
    ):  # fmt: skip
        assert words in page


def test_lists_take_the_same_queries_for_few_and_for_many(client, team, plan):

    counts = {}
    for total in (2, 20):
        for _number in range(total - Commitment.objects.count()):
            commitment = making.commitment(plan)
            making.milestone(commitment, status=MilestoneStatus.DONE, on="2017-01-01")
            making.verdict(commitment)
        for address in (
            url(COMMITMENT, "list"), url("states_milestones", "index"), url("states_verdicts", "index"),
            url("states_admin", "my_reports"),
        ):  # fmt: skip
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.setdefault(address, []).append(len(asked))
    assert all(few == many for few, many in counts.values()), counts


def test_filters_of_the_list_ask_the_board(client, team, plan):
    late = making.commitment(plan, title="Con atraso", ends_on=dt.date(2017, 1, 1))
    making.commitment(plan, title="A tiempo", ends_on=dt.date(2100, 1, 1))
    page = client.get(url(COMMITMENT, "list"), {"atraso": "1"}).text
    assert late.title in page
    assert "A tiempo" not in page
    silent = client.get(url(COMMITMENT, "list"), {"gobierno": "sin-informacion", "plan": str(plan.pk)}).text
    assert "A tiempo" in silent


def test_what_was_public_is_not_deleted_but_a_draft_is(client, team, plan, admin_user):
    public, draft = making.commitment(plan), making.commitment(plan, live=False)
    told = making.milestone(public, status=MilestoneStatus.DONE, on="2017-01-01")
    silent = making.milestone(public)
    page = client.post(url(COMMITMENT, "delete", public.pk), follow=True)
    assert "No se borra lo que ya se publicó" in page.text
    for address in (
        url("states_milestones", "delete", told.pk), url("states_milestones", "delete", silent.pk),
        url(COMMITMENT, "delete", draft.pk), url(PLAN, "delete", plan.pk),
    ):  # fmt: skip
        assert client.post(address).status_code == 302
    bulk = reverse("wagtail_bulk_action", args=["estados", "commitment", "delete"])
    client.post(f"{bulk}?id={public.pk}", {"next": "/admin/"})
    assert list(Commitment.objects.all()) == [public]
    assert list(Milestone.objects.all()) == [told]
    assert ActionPlan.objects.exists()
    client.force_login(admin_user)
    client.post(url("states_milestones", "delete", told.pk))
    assert not Milestone.objects.exists()


def test_the_buttons_to_publish_and_to_take_back_are_there_once(client, team, plan, admin_user):
    commitment = making.commitment(plan)
    for user in (team, admin_user):
        client.force_login(user)
        for address in (url(COMMITMENT, "edit", commitment.pk), url(PLAN, "edit", plan.pk)):
            page = client.get(address).text
            assert page.count('name="action-publish"') == 1
            assert page.count("/unpublish/") == 1
        assert client.get(url(COMMITMENT, "add")).text.count('name="action-publish"') == 1
