"""A walk through the admin as somebody of the team of Zacatecas: their own microsite and nothing of Morelos'."""

import datetime as dt
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from PIL import Image
from wagtail.admin.viewsets import viewsets
from wagtail.models import Collection, Page

from agenda.models import AgendaPage, EventPage
from documents.models import ArchiveFile, ArchiveImage
from estados.enums import Sector, Step
from estados.models import (
    ActionPlan,
    Body,
    Commitment,
    DebtTotal,
    Loan,
    Milestone,
    Question,
    SecretariatMember,
    StepRecord,
    Verdict,
)
from estados.services.microsite import make_sections
from estados.services.team import make_team
from home.models import StandardPage
from tests import factories
from tests.agenda import making as agenda
from tests.estados import making

pytestmark = pytest.mark.django_db
HOME = "/admin/"


@pytest.fixture
def states(zacatecas, morelos):
    """Both microsites with their sections and teams: {key: front page}."""
    for page in (zacatecas, morelos):
        make_sections(page)
        page.refresh_from_db()
    return {"32": zacatecas, "17": morelos}


@pytest.fixture
def teams(states):
    return {key: make_team(page) for key, page in states.items()}


@pytest.fixture
def editor(client, teams):
    user = get_user_model().objects.create_user("eva", password="x")
    user.groups.add(teams["32"].editors)
    client.force_login(user)
    return user


def pages_of(front) -> list[Page]:
    return [page.specific for page in Page.objects.descendant_of(front, inclusive=True)]


def is_refused(response) -> bool:
    """Wagtail says no by 403, 404, or by sending people back to the start of the admin."""
    return response.status_code in (403, 404) or (response.status_code == 302 and response["Location"] == HOME)


def url(name: str, *args) -> str:
    return reverse(name, args=args)


# --- Pages ------------------------------------------------------------------------------------------
PAGE_VIEWS = (
    "wagtailadmin_pages:edit", "wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:move",
    "wagtailadmin_pages:copy", "wagtailadmin_pages:view_draft", "wagtailadmin_pages:history",
    "wagtailadmin_pages:set_privacy", "wagtailadmin_pages:lock",
    "wagtailadmin_pages:convert_alias", "agenda_admin:checklist",
)  # fmt: skip


def test_each_page_of_the_own_state_opens(client, editor, states):
    for page in pages_of(states["32"]):
        assert client.get(url("wagtailadmin_pages:edit", page.pk)).status_code == 200, page


def test_no_page_of_another_state_opens_or_changes(client, editor, states):
    event = agenda.event(
        AgendaPage.objects.child_of(states["17"]).get(), "Reunión en Morelos", "2030-05-05", state="17"
    )
    before = {page.pk: (page.title, page.live, page.path, page.locked) for page in Page.objects.all()}
    for page in [states["17"], Page.objects.child_of(states["17"]).first(), event]:
        for name in PAGE_VIEWS:
            for send in (client.get, client.post):
                response = send(url(name, page.pk))
                # A method that a view does not know is no answer either.
                assert is_refused(response) or response.status_code == 405, (name, page, response.status_code)
        form = {"title": "Tomado", "slug": page.slug, "action-publish": "1"}
        assert is_refused(client.post(url("wagtailadmin_pages:edit", page.pk), form))
        assert is_refused(client.post(url("wagtail_localize:submit_page_translation", page.pk)))
    assert {page.pk: (page.title, page.live, page.path, page.locked) for page in Page.objects.all()} == before


def test_nothing_can_be_put_into_another_state_nor_above_the_own(client, editor, states, site_tree):
    there = AgendaPage.objects.child_of(states["17"]).get()
    for type_, parent in (("agenda/eventpage", there), ("home/standardpage", states["17"]), ("estados/statepage", states["32"].get_parent()), ("home/standardpage", site_tree.home)):  # fmt: skip
        app, model = type_.split("/")
        assert is_refused(client.get(url("wagtailadmin_pages:add", app, model, parent.pk))), type_
    mine = states["32"].add_child(instance=StandardPage(title="Prensa", slug="prensa", locale=states["32"].locale))
    assert is_refused(client.post(url("wagtailadmin_pages:move_confirm", mine.pk, states["17"].pk)))
    assert Page.objects.get(pk=mine.pk).get_parent().pk == states["32"].pk


def test_many_at_once_leave_the_other_state_as_it_is(client, editor, states):
    theirs = Page.objects.child_of(states["17"]).get(slug="cursos")
    for action in ("delete", "unpublish", "publish", "move"):
        address = url("wagtail_bulk_action", "wagtailcore", "page", action)
        client.post(f"{address}?id={theirs.pk}&next=/admin/", {"include_descendants": "on", "chooser": states["32"].pk})
    again = Page.objects.get(pk=theirs.pk)
    assert again.live
    assert again.path == theirs.path


def test_the_explorer_shows_only_the_own_state(client, editor, states):
    parent = states["32"].get_parent()
    shown = client.get(url("wagtailadmin_explore", parent.pk), follow=True).text
    assert url("wagtailadmin_explore", states["32"].pk) in shown
    assert f"/admin/pages/{states['17'].pk}/" not in shown
    found = client.get(url("wagtailadmin_pages:search"), {"q": "Compromisos"}).text
    theirs = Page.objects.child_of(states["17"]).get(slug="compromisos")
    assert f"/admin/pages/{theirs.pk}/" not in found
    assert is_refused(client.get(url("wagtailadmin_explore", states["17"].pk))) or "Morelos" not in client.get(
        url("wagtailadmin_explore", states["17"].pk), follow=True
    ).text  # fmt: skip


def test_the_own_agenda_takes_events(client, editor, states):
    mine = AgendaPage.objects.child_of(states["32"]).get()
    assert client.get(url("wagtailadmin_pages:add", "agenda", "eventpage", mine.pk)).status_code == 200
    event = agenda.event(mine, "Mesa de trabajo", "2030-05-05")
    assert client.get(url("wagtailadmin_pages:edit", event.pk)).status_code == 200
    assert client.get(url("agenda_admin:checklist", event.pk)).status_code == 200
    assert client.post(url("wagtailadmin_pages:delete", event.pk)).status_code == 302
    assert not EventPage.objects.filter(pk=event.pk).exists()


# --- Files ------------------------------------------------------------------------------------------
def picture(title: str, collection: Collection) -> ArchiveImage:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return ArchiveImage.objects.create(
        title=title, collection=collection, file=SimpleUploadedFile(f"{title}.png", out.getvalue(), "image/png")
    )


def test_files_of_the_own_collection_only(client, editor, teams):
    root = Collection.get_first_root_node()
    places = {"mine": teams["32"].collection, "theirs": teams["17"].collection, "everybody": root}
    images = {key: picture(f"Foto-{key}", place) for key, place in places.items()}
    files = {
        key: factories.archive_file(factories.pdf(key), name=f"{key}.pdf", title=f"Archivo-{key}", collection=place)
        for key, place in places.items()
    }
    listing = client.get(url("wagtailimages:index")).text + client.get(url("wagtaildocs:index")).text
    for key, seen in (("mine", True), ("theirs", False), ("everybody", False)):
        assert (f"Foto-{key}" in listing) is seen
        assert (f"Archivo-{key}" in listing) is seen
        for made, app in ((images[key], "wagtailimages"), (files[key], "wagtaildocs")):
            response = client.get(url(f"{app}:edit", made.pk))
            assert (response.status_code == 200) is seen, (app, key)
            if not seen:
                assert is_refused(client.post(url(f"{app}:delete", made.pk)))
    chooser = client.get(url("wagtailimages_chooser:choose")).text
    assert "Foto-mine" in chooser
    assert "Foto-theirs" not in chooser
    assert ArchiveImage.objects.count() == 3
    assert ArchiveFile.objects.count() == 3


# --- What the state says: snippets and the other lists ------------------------------------------------
def rows(key: str) -> list:
    """One row of each kind of a state, with «Cosa <key>» in what a list shows."""
    name = f"Cosa {key}"
    body = Body.objects.create(state=key, name=name, sector=Sector.PUBLIC)
    plan = making.plan(key, title=name)
    commitment = making.commitment(plan, title=name, lead=body)
    milestone = making.milestone(commitment, name)
    return [
        body, plan, commitment, milestone, making.verdict(commitment, words=name, author=name),
        StepRecord.objects.create(state=key, step=Step.DECLARATION, note=name),
        SecretariatMember.objects.create(state=key, name=name, institution=name, sector=Sector.SOCIETY),
        Loan.objects.create(state=key, registry_key=f"K{key}", creditor=name, amount=1, signed_on=dt.date(2015, 1, 1)),
        DebtTotal.objects.create(state=key, year=2015, amount=1, source=name),
        Question.objects.create(commitment=commitment, text=name),
    ]  # fmt: skip


def views_of(model: type) -> list:
    """The viewsets of the admin with forms for `model`."""
    return [found for found in viewsets.viewsets if getattr(found, "model", None) is model and hasattr(found, "edit_view_class")]  # fmt: skip


def listing_of(viewset) -> str:
    """Snippets call their list «list», other viewsets «index»."""
    try:
        return reverse(viewset.get_url_name("list"))
    except NoReverseMatch:
        return reverse(viewset.get_url_name("index"))


def test_lists_and_forms_give_only_the_rows_of_the_own_state(client, editor, states):
    reverse("wagtailadmin_home")  # registers the viewsets
    mine, theirs = rows("32"), rows("17")
    walked = []
    for own, other in zip(mine, theirs, strict=True):
        for viewset in views_of(type(own)):
            listing = client.get(listing_of(viewset))
            assert listing.status_code == 200, viewset
            assert "Cosa 17" not in listing.text, viewset
            for action in ("edit", "delete", "history", "unpublish", "usage", "inspect", "copy"):
                try:
                    address = reverse(viewset.get_url_name(action), args=[other.pk])
                except NoReverseMatch:
                    continue
                for send in (client.get, client.post):
                    response = send(address)
                    assert is_refused(response) or response.status_code == 405, (viewset, action, response.status_code)
            walked.append(type(own))
    assert {ActionPlan, Commitment, Milestone, Body, Verdict, StepRecord, SecretariatMember, Loan, Question} <= set(
        walked
    )
    for other in theirs:
        other.refresh_from_db()
