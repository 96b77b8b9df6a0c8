"""The page of an event: what it was before, its documents, its structured data, and the search."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda import services
from agenda.enums import Kind
from agenda.models import EventChange, EventDocument, EventPage
from agenda.services import listing, words
from agenda.zones import to_instant
from observatorio.models import ObservatoryPage
from search import registry
from tests import factories
from tests.agenda.making import calendar, edit, event

pytestmark = pytest.mark.django_db
CENTRAL = "America/Mexico_City"


def json_ld(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])


def page_of(client, made) -> str:
    response = client.get(made.get_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_says_when_in_the_zone_of_the_event(client, agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00", "2026-05-18 12:30", state="02")
    html = page_of(client, made)
    assert "lunes 18 de mayo de 2026, 10:00 a 12:30, hora de Tijuana" in html
    assert 'datetime="2026-05-18T10:00-07:00"' in html


def test_a_change_of_date_keeps_what_it_was_and_why(client, agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00")
    edit(made, start=to_instant(dt.datetime(2026, 6, 1, 9), CENTRAL), change_reason="La sede se inundó.")
    change = EventChange.objects.get()
    assert change.old_start == made.start
    html = page_of(client, made)
    assert "Antes: lunes 18 de mayo de 2026, 10:00, hora del centro." in html
    assert "La sede se inundó." in html
    data = json_ld(html)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["startDate"] == "2026-06-01T09:00:00-06:00"
    assert data["previousStartDate"] == "2026-05-18T10:00:00-06:00"


def test_a_draft_of_another_date_changes_nothing_until_it_is_published(agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00")
    draft = made.get_latest_revision_as_object()
    draft.start = to_instant(dt.datetime(2026, 6, 1, 9), CENTRAL)
    revision = draft.save_revision()
    assert not EventChange.objects.exists()
    revision.publish()
    assert EventChange.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "term", "said"),
    [("cancelado", "EventCancelled", "Este evento se canceló."), ("pospuesto", "EventPostponed", "se pospuso"),
     ("tentativo", "EventScheduled", "Por confirmar")],
)  # fmt: skip
def test_the_status_is_told_in_words_and_to_machines(client, agenda, status, term, said):
    made = edit(event(agenda, "Foro", "2026-05-18 10:00"), status=status)
    html = page_of(client, made)
    assert said in html
    assert json_ld(html)["eventStatus"] == f"https://schema.org/{term}"
    assert EventChange.objects.get().new_status == status


def test_structured_data_names_place_link_and_organisers(client, agenda):
    made = event(
        agenda, "Foro </script>", "2026-05-18 10:00", "2026-05-18 12:00", place="Palacio", address="Calle 1",
        link="https://sala.example/1", organisers="INAH\nINBA", capacity=40,
        registration_link="https://registro.example/",
    )  # fmt: skip
    data = json_ld(page_of(client, made))
    assert data["@type"] == "Event"
    assert data["name"] == "Foro </script>"
    assert {item["@type"] for item in data["location"]} == {"Place", "VirtualLocation"}
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert [item["name"] for item in data["organizer"]] == ["INAH", "INBA"]
    assert data["maximumAttendeeCapacity"] == 40
    assert data["endDate"] == "2026-05-18T12:00:00-06:00"
    online = event(agenda, "Curso", "2026-05-18 10:00", link="https://sala.example/1")
    assert json_ld(page_of(client, online))["location"]["@type"] == "VirtualLocation"
    whole = event(agenda, "Jornada", "2026-05-18", "2026-05-19")
    data = json_ld(page_of(client, whole))
    assert (data["startDate"], data["endDate"]) == ("2026-05-18", "2026-05-19")


def test_only_public_documents_are_shown(client, agenda, site_tree):
    shown = factories.record(site_tree.collection, "Minuta firmada")
    hidden = factories.record(site_tree.collection, "Minuta reservada", live=False)
    made = event(agenda, "Foro", "2026-05-18 10:00")
    draft = made.get_latest_revision_as_object()
    draft.documents = [EventDocument(record=shown, label="Minuta"), EventDocument(record=hidden)]
    draft.save_revision().publish()
    html = page_of(client, made)
    assert "Minuta firmada" in html
    assert "Minuta reservada" not in html


def test_registration_closes_by_itself(client, agenda):
    def html(until):
        made = event(
            agenda, "Foro", "2030-05-18 10:00", registration_link="https://registro.example/", registration_until=until
        )
        return page_of(client, made)

    assert "Inscribirse" in html(timezone.now() + dt.timedelta(hours=1))
    assert "La inscripción está cerrada." in html(timezone.now() - dt.timedelta(hours=1))


def test_a_recurrence_is_told_in_words_with_its_next_dates(client, agenda):
    made = event(agenda, "Taller", "2026-01-06 10:00", rrule="FREQ=MONTHLY;BYDAY=1TU")
    html = page_of(client, made)
    assert "Cada mes, el primer martes" in html
    assert "Próximas fechas" in html
    # The page leads with the next date; the first one is told below it.
    now = timezone.now()
    ahead = next(item for item in words.next_of(made, timezone.localdate()) if item.ends_at >= now)
    head = html[html.index("<h1>") : html.index("</header>", html.index("<h1>"))]
    assert words.when(ahead) in head
    assert "Desde el 6 de enero de 2026" in head
    assert f"/agenda/{ahead.first_day:%Y/%m}/" in html
    weekly = event(agenda, "Curso", "2026-01-06 10:00", rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20261231")
    assert "Cada 2 semanas, el martes y el jueves, hasta el 31 de diciembre de 2026" in page_of(client, weekly)


def test_upcoming_are_the_next_that_are_not_over(agenda, observatory_agenda):
    now = timezone.localtime()
    soon, later = now + dt.timedelta(hours=2), now + dt.timedelta(days=3)
    event(agenda, "Pasado", f"{now - dt.timedelta(days=2):%Y-%m-%d %H:%M}")
    event(agenda, "Luego", f"{later:%Y-%m-%d %H:%M}")
    event(observatory_agenda, "Pronto", f"{soon:%Y-%m-%d %H:%M}")
    event(agenda, "Borrador", f"{soon:%Y-%m-%d %H:%M}", live=False)
    assert [item.event.title for item in services.upcoming(3)] == ["Pronto", "Luego"]
    assert [item.event.title for item in services.upcoming(1)] == ["Pronto"]
    assert [item.event.title for item in services.upcoming(3, observatory_agenda)] == ["Pronto"]
    event(agenda, "Diario", f"{now + dt.timedelta(hours=5):%Y-%m-%d %H:%M}", rrule="FREQ=DAILY")
    assert [item.event.title for item in services.upcoming(9)] == ["Pronto", "Diario", "Luego"]


def test_translations_get_the_new_date_at_once_and_share_one_history(agenda, site_tree):
    made = event(agenda, "Foro", "2026-05-18 10:00")
    site_tree.home.copy_for_translation(site_tree.english).save_revision().publish()
    agenda.copy_for_translation(site_tree.english).save_revision().publish()
    english = EventPage.objects.get(pk=made.pk).copy_for_translation(site_tree.english)
    english.title = "Forum"
    english.save_revision().publish()
    moved = to_instant(dt.datetime(2026, 6, 1, 9), CENTRAL)
    edit(made, start=moved)
    english.refresh_from_db()
    assert english.start == moved
    assert english.first_day == dt.date(2026, 6, 1)
    # Its old draft does not bring the old date back.
    edit(english, title="The forum")
    english.refresh_from_db()
    assert (english.title, english.start) == ("The forum", moved)
    assert EventChange.objects.count() == 1


def entry_of(made):
    return list(registry.source("event").entries([made.pk]))


def test_an_event_is_found_by_its_words_its_state_and_its_date(agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00", organisers="INAH", place="Palacio", kind=Kind.FORUM)
    (entry,) = entry_of(made)
    assert (entry.kind, entry.date, entry.facets["state"]) == ("evento", dt.date(2026, 5, 18), ("32",))
    for word in ("INAH", "Palacio", "Zacatecas", "mayo"):
        assert word in entry.text
    vague = event(agenda, "Hackatón", date_text="última semana de mayo")
    assert entry_of(vague)[0].date is None
    assert entry_of(event(agenda, "Borrador", "2026-05-18 10:00", live=False)) == []


def test_publishing_moves_and_deleting_reach_the_search(agenda, search_index, committing, client):
    def found() -> bool:
        return "Encuentro insólito" in client.get("/buscar/?q=insólito").content.decode()

    with committing():
        made = event(agenda, "Encuentro insólito", "2026-05-18 10:00")
    assert found()
    with committing():
        EventPage.objects.get(pk=made.pk).unpublish()
    assert not found()


def test_a_calendar_filters_without_a_query_for_each_site(agenda, observatory_agenda, site_tree):
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            listing.sites_of(agenda)
        return len(found)

    one = queries()
    for slug in ("morelia", "puebla"):
        site_tree.home.refresh_from_db()
        page = ObservatoryPage(title=slug.title(), slug=slug, locale=site_tree.spanish)
        calendar(site_tree.home.add_child(instance=page), "Actividades")
    assert [item.slug for item in listing.sites_of(agenda)] == ["observatorio", "morelia", "puebla"]
    assert queries() == one
