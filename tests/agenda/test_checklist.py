"""The organisers' tasks: shared among editors, and nobody's work is lost or overwritten in silence."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from agenda.models import ChecklistChange, ChecklistItem
from agenda.services import checklist
from tests.agenda.making import event

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def editor(name: str) -> Client:
    user = get_user_model().objects.create_superuser(name, f"{name}@example.org", "x", first_name=name.capitalize())
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def made(agenda):
    return event(agenda, "Foro", "2026-05-18 10:00")


@pytest.fixture
def ana(made):
    return editor("ana")


@pytest.fixture
def luis(made):
    return editor("luis")


def add(client, made, task="Reservar la sala", **fields):
    data = {"nueva-task": task, "nueva-state": "pendiente", **{f"nueva-{k}": v for k, v in fields.items()}}
    return client.post(reverse("agenda_admin:checklist", args=[made.pk]), data)


def save(client, made, item, *, version=None, headers=None, **fields):
    values = {"task": item.task, "responsible": item.responsible, "state": item.state, "note": item.note, "due": ""}
    data = {f"t{item.pk}-{name}": value for name, value in (values | fields).items()}
    data[f"t{item.pk}-version"] = item.version if version is None else version
    return client.post(reverse("agenda_admin:task", args=[made.pk, item.pk]), data, headers=headers or {})


def test_a_task_is_added_changed_and_taken_away_without_a_script(made, ana):
    assert add(ana, made, responsible="Luis", due="2026-05-01").status_code == 302
    item = ChecklistItem.objects.get()
    assert save(ana, made, item, state="lista").status_code == 302
    item.refresh_from_db()
    assert (item.state, item.version) == ("lista", 2)
    page = ana.get(reverse("agenda_admin:checklist", args=[made.pk])).content.decode()
    assert "1 de 1 tareas listas" in page
    data = {"action": "delete", f"t{item.pk}-version": 2}
    assert ana.post(reverse("agenda_admin:task", args=[made.pk, item.pk]), data).status_code == 302
    assert not ChecklistItem.objects.exists()
    assert ChecklistChange.objects.count() == 3


def test_a_change_over_an_old_version_is_refused_and_says_who_changed_what(made, ana, luis):
    add(ana, made)
    item = ChecklistItem.objects.get()
    save(luis, made, item, responsible="Eva")
    response = save(ana, made, item, responsible="Marta", note="Llamar antes")
    assert response.status_code == 409
    html = response.content.decode()
    assert "Luis cambió responsable: de «vacío» a «Eva»" in html
    assert "Lo que escribió sigue en el formulario" in html
    assert 'value="Marta"' in html  # nothing that was typed is lost
    assert "Llamar antes" in html
    item.refresh_from_db()
    assert (item.responsible, item.note, item.version) == ("Eva", "", 2)
    # Saved again from that page, now knowing: the form carries the version of now.
    assert save(ana, made, item, version=2, responsible="Marta").status_code == 302
    item.refresh_from_db()
    assert item.responsible == "Marta"


def test_the_same_for_a_script(made, ana, luis):
    add(ana, made)
    item = ChecklistItem.objects.get()
    assert save(luis, made, item, headers=JSON, state="en-curso").json()["items"][0]["version"] == 2
    refused = save(ana, made, item, headers=JSON, state="lista")
    assert refused.status_code == 409
    answer = refused.json()
    assert "Luis cambió estado: de «Pendiente» a «En curso»" in answer["changes"][0]
    assert answer["items"][0]["state"] == "en-curso"


def test_a_task_that_somebody_took_away_can_be_added_again_with_what_was_typed(made, ana, luis):
    add(ana, made)
    item = ChecklistItem.objects.get()
    luis.post(reverse("agenda_admin:task", args=[made.pk, item.pk]), {"action": "delete", f"t{item.pk}-version": 1})
    response = save(ana, made, item, note="Muy importante")
    assert response.status_code == 409
    html = response.content.decode()
    assert "Luis quitó esta tarea" in html
    assert "Muy importante" in html


def test_deleting_over_a_newer_version_is_refused(made, ana, luis):
    add(ana, made)
    item = ChecklistItem.objects.get()
    save(luis, made, item, responsible="Eva")
    data = {"action": "delete", f"t{item.pk}-version": 1}
    assert ana.post(reverse("agenda_admin:task", args=[made.pk, item.pk]), data).status_code == 409
    assert ChecklistItem.objects.exists()


def test_of_two_requests_that_read_the_same_version_only_one_writes(made, ana):
    """The condition is part of the UPDATE: what was read before it decides nothing."""
    add(ana, made)
    item = ChecklistItem.objects.get()
    user = get_user_model().objects.get(username="ana")
    real = ChecklistItem.objects.get(pk=item.pk)
    checklist.change(made, item.pk, {"responsible": "Eva"}, version=1, user=user)
    with pytest.raises(checklist.Conflict):
        checklist.change(made, item.pk, {"responsible": "Marta"}, version=real.version, user=user)
    item.refresh_from_db()
    assert item.responsible == "Eva"


def test_saving_what_is_already_so_is_no_change(made, ana):
    add(ana, made)
    item = ChecklistItem.objects.get()
    save(ana, made, item)
    item.refresh_from_db()
    assert item.version == 1


def test_open_pages_ask_what_changed(made, ana, luis):
    add(ana, made)
    url = reverse("agenda_admin:checklist_state", args=[made.pk])
    state = luis.get(url).json()
    assert state["items"][0]["task"] == "Reservar la sala"
    assert luis.get(url, {"token": state["token"]}).status_code == 304
    save(ana, made, ChecklistItem.objects.get(), state="lista")
    news = luis.get(url, {"token": state["token"]})
    assert news.status_code == 200
    assert news.json()["items"][0]["by"] == "Ana"


def test_a_task_needs_a_name(made, ana):
    response = add(ana, made, task="")
    assert response.status_code == 400
    assert not ChecklistItem.objects.exists()


def test_tasks_are_outside_the_drafts_of_the_page(made, ana):
    add(ana, made)
    made.get_latest_revision_as_object().save_revision().publish()
    made.revisions.order_by("created_at").first().publish()
    assert ChecklistItem.objects.count() == 1


def test_only_those_who_may_edit_the_event_see_its_tasks(made):
    other = get_user_model().objects.create_user("otra", "otra@example.org", "x")
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(other)
    # Wagtail's admin answers a refusal by leading back to its home.
    assert client.get(reverse("agenda_admin:checklist", args=[made.pk])).status_code in (302, 403)
    assert client.get(reverse("agenda_admin:checklist_state", args=[made.pk])).status_code in (302, 403)
    assert add(client, made).status_code in (302, 403)
    assert not ChecklistItem.objects.exists()
    assert Client().get(reverse("agenda_admin:checklist", args=[made.pk])).status_code == 302


def test_the_list_is_reached_from_the_page_of_the_event(made, ana):
    html = ana.get(reverse("wagtailadmin_pages:edit", args=[made.pk])).content.decode()
    assert reverse("agenda_admin:checklist", args=[made.pk]) in html
    other = ana.get(reverse("wagtailadmin_pages:edit", args=[made.get_parent().pk])).content.decode()
    assert "preparativos" not in other
