"""What specialists and those responsible may do, the workflow between them, and the history that it leaves."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision, WorkflowState

from acervo.history.services import changes_of
from observatorio.models import Monument, Phase
from observatorio.services.adoption import adopt
from tests.observatorio import inventory as given
from tests.observatorio.admin_forms import add_child, filled, fresh, monument_url, page_url, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(db):
    return given.user("ana", "Especialistas en patrimonio")


@pytest.fixture
def rosa(db):
    return given.user("rosa", "Responsables del inventario")


def test_a_specialist_submits_and_a_responsible_publishes_with_the_reason_given_at_first(client, ana, rosa):
    monument = given.monument(condition="bueno")
    client.force_login(ana)
    said = {"condition": "malo", "history_source": "Visita 12/2025", "history_reason": "Se cayó la cornisa"}
    save(client, monument, action="action-submit", **said)
    assert fresh(monument).condition == "bueno"
    state = WorkflowState.objects.get()
    assert state.requested_by == ana

    # While it waits she cannot change it any more; who reviews it can.
    assert "action-submit" not in client.get(monument_url("edit", monument.pk)).text
    client.force_login(rosa)
    address = monument_url("workflow_action", monument.pk, "approve", state.current_task_state_id)
    client.post(address, {"comment": "De acuerdo"})

    assert fresh(monument).condition == "malo"
    change = changes_of(monument).get()
    assert (change.field, change.by, change.source, change.reason) == (
        "condition", rosa, "Visita 12/2025", "Se cayó la cornisa",
    )  # fmt: skip


def test_a_value_adopted_while_a_draft_is_in_review_is_published_with_it(client, ana, rosa):
    monument = given.monument(condition="bueno", style="")
    client.force_login(ana)
    save(client, monument, action="action-submit", style="Barroco")
    adopt(monument, {"condition": "malo"}, by=rosa, reason="Visita")
    state = WorkflowState.objects.get()
    client.force_login(rosa)
    client.post(monument_url("workflow_action", monument.pk, "approve", state.current_task_state_id), {"comment": ""})
    assert (fresh(monument).style, fresh(monument).condition) == ("Barroco", "malo")
    assert [change.field for change in changes_of(monument)] == ["style", "condition"]


def test_a_specialist_finds_no_way_to_publish(client, ana):
    monument = given.monument()
    client.force_login(ana)
    page = client.get(monument_url("edit", monument.pk))
    for control in ("action-publish", "action-unpublish", monument_url("delete", monument.pk)):
        assert control not in page.text
    listing = client.get(monument_url("list")).text
    assert reverse("wagtail_bulk_action", args=["observatorio", "monument", "set_condition"]) in listing
    for action in ("publish", "unpublish", "delete"):
        assert reverse("wagtail_bulk_action", args=["observatorio", "monument", action]) not in listing
    save(client, monument, action="action-publish", name="Otro")
    assert fresh(monument).name == monument.name
    assert client.post(monument_url("unpublish", monument.pk)).status_code == 302
    assert fresh(monument).live


def test_those_responsible_publish_unpublish_and_delete(client, rosa):
    monument = given.monument(name="Templo")
    client.force_login(rosa)
    save(client, monument, action="action-publish", name="Templo de la Merced")
    assert fresh(monument).name == "Templo de la Merced"
    client.post(monument_url("unpublish", monument.pk))
    assert not fresh(monument).live
    assert [change.field for change in changes_of(monument)] == ["live", "name"]
    client.post(monument_url("delete", monument.pk))
    assert not Monument.objects.exists()


def test_both_roles_open_every_place_of_their_menu(client, ana, rosa):
    monument = given.monument()
    for user in (ana, rosa):
        client.force_login(user)
        assert "Inmuebles" in client.get(reverse("wagtailadmin_home")).text
        addresses = [monument_url("list"), monument_url("add"), monument_url("edit", monument.pk)]
        addresses += [page_url(name, monument.pk) for name in ("sources", "add_statement", "field_history")]
        addresses += [page_url("disagreements"), monument_url("history", monument.pk)]
        assert {client.get(address).status_code for address in addresses} == {200}


# --- History ----------------------------------------------------------------------------------------


def test_publishing_from_the_form_writes_each_change_once_with_source_and_reason(client, rosa):
    monument = given.monument(style="", condition="bueno", other_names=["A"])
    client.force_login(rosa)
    address = monument_url("edit", monument.pk)
    typed = {"style": "Barroco", "other_names": "A\nB", "history_source": "Oficio 12", "history_reason": "Se revisó"}
    data = filled(client.get(address), **typed)
    add_child(data, "phases", date="1707", description="Construcción", authors="")
    client.post(address, {**data, "action-publish": "1"})
    changes = {change.field: change for change in changes_of(monument)}
    assert changes.keys() == {"style", "other_names", "phases"}
    assert len(changes_of(monument)) == 3
    assert {(change.by, change.source, change.reason) for change in changes.values()} == {
        (rosa, "Oficio 12", "Se revisó")
    }
    assert client.get(address).context["form"]["history_reason"].value() in ("", None)


def test_drafts_leave_no_history_and_keep_their_reason_until_they_are_published(client, rosa):
    monument = given.monument()
    client.force_login(rosa)
    save(client, monument, style="Barroco", history_reason="Ficha nueva")
    assert not changes_of(monument)
    page = client.get(monument_url("edit", monument.pk))
    assert page.context["form"]["history_reason"].value() == "Ficha nueva"
    save(client, monument, style="Churrigueresco", action="action-publish")
    change = changes_of(monument).get()
    assert (change.new, change.reason) == ("Churrigueresco", "Ficha nueva")


def test_a_record_that_never_was_public_begins_its_history_when_it_is_published(client, rosa):
    client.force_login(rosa)
    needed = {"name": "Casa", "classification": "civil", "state": "32", "municipality": "Zacatecas"}
    client.post(monument_url("add"), filled(client.get(monument_url("add")), **needed))
    monument = Monument.objects.get()
    save(client, monument, style="Barroco")
    save(client, monument, style="Neoclásico")
    assert not changes_of(monument)
    save(client, monument, action="action-publish")
    assert [(change.field, change.old, change.new) for change in changes_of(monument)] == [("live", False, True)]


def test_what_the_clock_publishes_is_the_work_of_who_wrote_it(client, rosa):
    monument = given.monument()
    client.force_login(rosa)
    tomorrow = timezone.localtime() + timezone.timedelta(days=1)
    save(client, monument, style="Barroco", go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}", action="action-publish")
    assert fresh(monument).live
    assert not changes_of(monument)
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now())
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = None
    revision.save()
    call_command("publish_scheduled")
    change = changes_of(monument).get()
    assert (fresh(monument).style, change.new, change.by) == ("Barroco", "Barroco", rosa)


def test_the_history_reads_like_a_list_of_changes_and_is_filtered_by_field(client, rosa):
    monument = given.monument(condition="bueno")
    client.force_login(rosa)
    adopt(monument, {"condition": "malo", "style": "Barroco"}, by=rosa, source="INAH", reason="Visita de marzo")
    live = fresh(monument)
    live.phases.add(Phase(date="1707", description="Construcción"))
    live.save()
    page = client.get(page_url("field_history", monument.pk))
    for text in ("Estado de conservación", "Bueno", "Malo", "INAH", "Visita de marzo", "rosa", "1707 · Construcción"):
        assert text in page.text
    only = client.get(page_url("field_history", monument.pk), {"campo": "style"})
    assert [row["label"] for row in only.context["rows"]] == ["Estilo"]


# --- Many at once -----------------------------------------------------------------------------------


def act(client, action: str, *monuments: Monument, **typed):
    address = reverse("wagtail_bulk_action", args=["observatorio", "monument", action])
    query = "&".join(f"id={monument.pk}" for monument in monuments)
    listing = monument_url("list")
    return client.post(f"{address}?{query}&next={listing}", typed)


def test_a_condition_is_set_for_all_that_were_chosen_with_its_history(client, ana):
    client.force_login(ana)
    first, second, other = (given.monument(name=name, condition="bueno") for name in "ABC")
    given.draft_of(second, style="Barroco")
    act(client, "set_condition", first, second, condition="malo", source="Recorrido", reason="Lluvias")
    assert [fresh(item).condition for item in (first, second, other)] == ["malo", "malo", "bueno"]
    draft = fresh(second).get_latest_revision_as_object()
    assert (draft.condition, draft.style) == ("malo", "Barroco")
    assert {(change.by, change.source, change.reason) for change in changes_of(first)} == {
        (ana, "Recorrido", "Lluvias")
    }


def test_institutions_are_added_or_replaced(client, ana):
    client.force_login(ana)
    inah, junta = given.institution("inah"), given.institution("junta")
    monument = given.monument(institutions=[inah])
    act(client, "add_institution", monument, institution=junta.pk)
    assert set(fresh(monument).institutions.all()) == {inah, junta}
    act(client, "set_institutions", monument, institutions=[junta.pk])
    assert set(fresh(monument).institutions.all()) == {junta}


def test_many_are_published_and_taken_back_by_who_may(client, ana, rosa):
    draft = given.monument(name="A", live=False)
    edited = given.monument(name="B")
    given.draft_of(edited, style="Barroco")
    client.force_login(ana)
    act(client, "publish", draft, edited)
    assert (fresh(draft).live, fresh(edited).style) == (False, "")
    client.force_login(rosa)
    act(client, "publish", draft, edited, reason="Revisados")
    assert (fresh(draft).live, fresh(edited).style) == (True, "Barroco")
    assert [(change.field, change.by, change.reason) for change in changes_of(draft)] == [("live", rosa, "Revisados")]
    act(client, "unpublish", draft, edited)
    assert not Monument.objects.filter(live=True).exists()


def test_a_draft_that_is_not_right_is_not_published_with_the_others(client, rosa):
    client.force_login(rosa)
    good, bad = given.monument(name="A", live=False), given.monument(name="B", live=False, postal_code="98")
    answer = act(client, "publish", good, bad)
    assert (fresh(good).live, fresh(bad).live) == (True, False)
    assert "«B»" in client.get(answer.url).text


def test_all_of_the_list_means_what_its_filters_show(client, ana):
    client.force_login(ana)
    poor, fair = given.monument(condition="malo"), given.monument(condition="regular")
    address = reverse("wagtail_bulk_action", args=["observatorio", "monument", "set_condition"])
    client.post(f"{address}?id=all&condition=malo&next={monument_url('list')}", {"condition": "ruinoso"})
    assert (fresh(poor).condition, fresh(fair).condition) == ("ruinoso", "regular")


def test_who_may_not_change_monuments_changes_none_of_many(client):
    client.force_login(given.user("eva", "Editors"))
    monument = given.monument(condition="bueno")
    act(client, "set_condition", monument, condition="malo")
    assert fresh(monument).condition == "bueno"
