"""Wagtail's bulk actions name to nobody what is not theirs to see, of whatever model."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from documents.models import ArchiveFile, ArchiveImage
from estados.models import Body, Commitment
from estados.services.team import make_team
from tests.estados import making

pytestmark = pytest.mark.django_db
SECRET = "Borrador reservado"


@pytest.fixture
def theirs(morelos):
    """One object of each model, all of Morelos."""
    collection = make_team(morelos).collection
    plan = making.plan("17", title=SECRET, live=False)
    page = Page.objects.get(pk=morelos.pk)
    draft = page.add_child(instance=Page(title=SECRET, slug="borrador", live=False))
    return {
        "actionplan": plan,
        "commitment": making.commitment(plan, title=SECRET, live=False),
        "body": Body.objects.create(state="17", name=SECRET),
        "archivefile": ArchiveFile.objects.create(
            title=SECRET, file=ContentFile(b"x", name="x.pdf"), collection=collection
        ),
        "archiveimage": ArchiveImage.objects.create(
            title=SECRET, file=get_test_image_file(), collection=collection
        ),
        "page": draft,
    }  # fmt: skip


def person(who, state):
    return making.user_of_team(state) if who == "team" else making.user_of_voice(state)


def address(model, action, query):
    path = reverse("wagtail_bulk_action", args=[model._meta.app_label, model._meta.model_name, action])
    return f"{path}?{query}"


def actions_of(model):
    opts = model._meta
    return [action.action_type for action in bulk_action_registry.get_bulk_actions_for_model(opts.app_label, opts.model_name)]  # fmt: skip


def assert_untold(client, model, query):
    assert actions_of(model)
    for action in actions_of(model):
        for ask in (client.get, client.post):
            response = ask(address(model, action, query), {} if ask == client.get else {"next": "/admin/"})
            assert SECRET not in response.text, (model, action, query)
            assert response.status_code in (302, 404), (model, action, query)


@pytest.mark.parametrize("who", ["team", "voice"])
def test_what_is_of_another_state_is_not_named(client, zacatecas, theirs, who):
    client.force_login(person(who, zacatecas))
    snippets = {model._meta.model_name for model in get_snippet_models() if model._meta.app_label == "estados"}
    assert snippets <= theirs.keys(), "a new snippet: give it an object here"
    for item in theirs.values():
        model = Page if isinstance(item, Page) else type(item)
        assert_untold(client, model, f"id={item.pk}")
        assert model.objects.filter(pk=item.pk).exists()


@pytest.mark.parametrize("who", ["team", "voice"])
def test_all_is_all_that_the_person_may_see(client, zacatecas, theirs, who):
    client.force_login(person(who, zacatecas))
    mine = making.commitment(making.plan("32"), title="Lo nuestro", live=False)
    for item in theirs.values():
        model = Page if isinstance(item, Page) else type(item)
        for action in actions_of(model):
            assert SECRET not in client.get(address(model, action, "id=all")).text
    shown = client.get(address(Commitment, "delete", "id=all"))
    if who == "team":
        assert "Lo nuestro" in shown.text
        client.post(address(Commitment, "delete", "id=all"), {"next": "/admin/"})
        assert not Commitment.objects.filter(pk=mine.pk).exists()
    else:
        assert shown.status_code == 404
    assert Commitment.objects.filter(pk=theirs["commitment"].pk).exists()


def test_one_that_is_not_theirs_refuses_the_whole_selection(client, zacatecas, theirs):
    client.force_login(person("team", zacatecas))
    mine = making.commitment(making.plan("32"), title="Lo nuestro", live=False)
    both = f"id={mine.pk}&id={theirs['commitment'].pk}"
    response = client.get(address(Commitment, "delete", both))
    assert (response.status_code, response.url) == (302, "/admin/")
    client.post(address(Commitment, "delete", both), {"next": "/admin/"})
    assert Commitment.objects.filter(pk=mine.pk).exists()


def test_what_may_be_seen_is_still_named_and_deleted(client, zacatecas, theirs, admin_user):
    client.force_login(person("team", zacatecas))
    kept = making.commitment(making.plan("32"), title="Ya publicado", live=True, first_published_at="2026-01-01T00:00Z")
    draft = making.commitment(kept.plan, title="Lo nuestro", live=False)
    shown = client.get(address(Commitment, "delete", f"id={kept.pk}&id={draft.pk}"))
    assert shown.status_code == 200
    assert "Ya publicado" in shown.text
    assert client.get(address(Page, "delete", f"id={zacatecas.pk}")).status_code == 200
    client.post(address(Commitment, "delete", f"id={draft.pk}"), {"next": "/admin/"})
    assert not Commitment.objects.filter(pk=draft.pk).exists()
    client.force_login(admin_user)
    for item in theirs.values():
        model = Page if isinstance(item, Page) else type(item)
        assert SECRET in client.get(address(model, "delete", f"id={item.pk}")).text


def test_a_selection_or_an_action_that_is_none_is_not_found(client, admin_user, zacatecas):
    client.force_login(admin_user)
    for query in ("id=x", "id=999999", ""):
        assert client.get(address(Commitment, "delete", query)).status_code == 404
    assert client.get(address(Commitment, "delete", "").replace("delete", "nada")).status_code == 404
    assert client.get(address(Page, "delete", "id=all&childOf=999999")).status_code == 404
    client.logout()
    assert "login" in client.get(address(Commitment, "delete", "id=1")).url
