"""The feeds, read back by another library (vobject) and as a subscriber's programme asks for them."""

import datetime as dt
import re
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenda import zones
from agenda.models import EventPage
from agenda.services.ical import calendar_text
from agenda.services.occurrences import occurrences_of
from tests.agenda.making import edit, event

pytestmark = pytest.mark.django_db
UTC = dt.UTC


def feed(client, address="/agenda/calendario.ics"):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))  # RFC 5545 §3.1
    return vobject.readOne(text)


def vevents(calendar):
    return {item.summary.value: item for item in calendar.contents.get("vevent", [])}


def test_the_instant_and_the_zone_of_an_event_are_read_back(client, agenda):
    event(agenda, "Foro", "2026-05-18 10:00", "2026-05-18 12:00", state="02")
    found = vevents(feed(client))["Foro"]
    assert found.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["America/Tijuana"]
    assert found.dtstart.value.replace(tzinfo=None) == dt.datetime(2026, 5, 18, 10)
    assert found.dtstart.value.astimezone(UTC) == dt.datetime(2026, 5, 18, 17, tzinfo=UTC)
    assert found.dtend.value.astimezone(UTC) == dt.datetime(2026, 5, 18, 19, tzinfo=UTC)


def test_whole_days_are_days_and_end_on_the_day_after(client, agenda):
    event(agenda, "Jornada", "2026-05-18", "2026-05-20")
    found = vevents(feed(client))["Jornada"]
    assert (found.dtstart.value, found.dtend.value) == (dt.date(2026, 5, 18), dt.date(2026, 5, 21))


ZONES = [name for name, _label in zones.ZONES]
RULES = ["", "FREQ=DAILY;COUNT=9", "FREQ=WEEKLY;COUNT=6", "FREQ=WEEKLY;INTERVAL=2;COUNT=5", "FREQ=MONTHLY;COUNT=4",
         "FREQ=YEARLY;COUNT=3", "UNTIL"]  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    wall=st.datetimes(dt.datetime(1997, 1, 1), dt.datetime(2035, 12, 1)).map(lambda t: t.replace(second=0, microsecond=0)),
    minutes=st.integers(0, 4 * 24 * 60),
    zone=st.sampled_from(ZONES),
    rule=st.sampled_from(RULES),
    skipped=st.booleans(),
    extra=st.integers(1, 300),
    all_day=st.booleans(),
)  # fmt: skip
def test_what_another_library_reads_are_the_same_moments(wall, minutes, zone, rule, skipped, extra, all_day):
    """Every zone of Mexico, in the years with daylight saving and after, with rules, exceptions and extra days.

    vobject reads TZIDs through the VTIMEZONE of the feed itself, expands with its own reading of RRULE and EXDATE.
    """
    if all_day:
        wall = dt.datetime.combine(wall.date(), dt.time.min)
    if zones.is_skipped(wall, zone):
        wall += dt.timedelta(hours=1)
    if rule == "UNTIL":
        rule = f"FREQ=DAILY;UNTIL={wall + dt.timedelta(days=5):%Y%m%d}"
    page = EventPage(
        pk=1, title="Prueba", start=zones.to_instant(wall, zone), time_zone=zone, rrule=rule, all_day=all_day,
        end=None if all_day else zones.to_instant(wall + dt.timedelta(minutes=minutes), zone),
        rdates=str((wall + dt.timedelta(days=extra)).date()) if rule else "",
        exdates=str(wall.date()) if skipped and rule else "", path="000100010001", depth=3, url_path="/x/",
        last_published_at=dt.datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    page.translation_key = "12345678-1234-5678-1234-567812345678"
    # Another library's registry must not know the zone already: it has to read our VTIMEZONE.
    vars(vobject.icalendar)["__tzidMap"].pop(zone, None)
    text = _text(page)
    found = vobject.readOne(text).vevent
    ours = occurrences_of(page, wall.date() - dt.timedelta(days=2), wall.date() + dt.timedelta(days=365 * 4))
    if all_day:
        theirs = sorted({_day(moment) for moment in (found.rruleset or [found.dtstart.value])})
        assert theirs == [item.first_day for item in ours]
        return
    assert found.dtstart.value.astimezone(UTC) == page.start
    theirs = sorted({moment.astimezone(UTC) for moment in (found.rruleset or [found.dtstart.value])})
    # An hour that is skipped or happens twice on some later day is read by each library in its own way.
    clear = [item for item in ours if not _odd(item.start, zone)]
    odd = {item.start.date() for item in ours} - {item.start.date() for item in clear}
    kept = [moment for moment in theirs if moment.astimezone(ZoneInfo(zone)).date() not in odd]
    assert kept == [item.starts_at.astimezone(UTC) for item in clear if item.start.date() not in odd]


def _text(page) -> str:
    from unittest import mock

    with (
        mock.patch("agenda.services.ical.sequences_of", return_value={}),
        mock.patch.object(EventPage, "full_url", "https://acervo.example/agenda/prueba/"),
    ):
        return calendar_text([page], name="Agenda", url="https://acervo.example/agenda/").decode()


def _day(moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _odd(wall: dt.datetime, zone: str) -> bool:
    there = ZoneInfo(zone)
    twice = wall.replace(tzinfo=there).utcoffset() != wall.replace(tzinfo=there, fold=1).utcoffset()
    return twice or zones.is_skipped(wall, zone)


def test_uid_and_sequence(client, agenda):
    """The UID is for ever and for every host; the sequence rises only with what matters to those who attend."""
    made = event(agenda, "Foro", "2026-05-18 10:00")

    def now():
        found = feed(client).vevent
        return found.uid.value, int(found.sequence.value)

    uid, sequence = now()
    assert uid == f"event-{made.translation_key}@agenda.acervo"
    assert sequence == 0
    edit(made, summary="Un resumen mejor")
    assert now() == (uid, 0)
    edit(made, place="Otro salón")
    assert now() == (uid, 1)
    moved = edit(made, start=zones.to_instant(dt.datetime(2026, 5, 19, 10), "America/Mexico_City"))
    assert now() == (uid, 2)
    other_host = vobject.readOne(
        client.get("/agenda/calendario.ics", headers={"host": "otro.example"}).content.decode()
    )
    assert other_host.vevent.uid.value == uid
    # An older draft that is published again is one more change, not a way back to an old number.
    moved.revisions.order_by("created_at").first().publish()
    assert now() == (uid, 3)
    edit(made, slug="otra-direccion", title="Foro nuevo")
    assert now() == (uid, 4)


def test_last_modified_is_the_moment_of_publication(client, agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00")
    stamp = feed(client).vevent.contents["last-modified"][0].value
    assert stamp == f"{made.last_published_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" or stamp == (
        made.last_published_at.replace(microsecond=0)
    )


def test_a_cancelled_event_stays_in_the_feed_as_cancelled(client, agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00")
    edit(made, status="cancelado")
    found = feed(client).vevent
    assert found.status.value == "CANCELLED"
    assert found.summary.value == "Foro"
    assert int(found.sequence.value) == 1


def test_a_postponed_event_says_so(client, agenda):
    edit(event(agenda, "Foro", "2026-05-18 10:00"), status="pospuesto")
    found = feed(client).vevent
    assert found.status.value == "TENTATIVE"
    assert found.summary.value == "Pospuesto: Foro"


def test_one_event_alone_and_none_without_a_date(client, agenda):
    made = event(agenda, "Foro; con, signos\\", "2026-05-18 10:00", place="Sala «A», planta 2; ala sur")
    vague = event(agenda, "Algún día", date_text="pronto")
    alone = feed(client, f"{made.get_url()}evento.ics").vevent
    assert alone.summary.value == "Foro; con, signos\\"
    assert "Sala «A», planta 2; ala sur" in alone.location.value
    assert client.get(f"{vague.get_url()}evento.ics").status_code == 404


def test_an_empty_calendar_is_still_a_calendar(client, agenda):
    assert feed(client).contents["vtimezone"]


def test_a_feed_that_did_not_change_is_not_sent_again(client, agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00")
    for address in ("/agenda/calendario.ics", "/agenda/rss.xml", f"{made.get_url()}evento.ics"):
        first = client.get(address)
        etag, modified = first["ETag"], first["Last-Modified"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
        assert client.get(address, headers={"if-modified-since": modified}).status_code == 304
    etag = client.get("/agenda/calendario.ics")["ETag"]
    edit(made, place="Otro salón")
    assert client.get("/agenda/calendario.ics", headers={"if-none-match": etag}).status_code == 200


def test_an_event_that_goes_is_news_too(client, agenda):
    """Nothing in the feed is newer then; the date must move all the same."""
    gone = event(agenda, "Foro", "2026-05-18 10:00")
    event(agenda, "Curso", "2026-05-19 10:00")
    past = dt.datetime(2020, 1, 1, tzinfo=UTC)
    EventPage.objects.update(last_published_at=past)
    type(agenda).objects.update(last_published_at=past)
    first = client.get("/agenda/calendario.ics")
    assert first["Last-Modified"].endswith("2020 00:00:00 GMT")
    EventPage.objects.get(pk=gone.pk).unpublish()
    again = client.get(
        "/agenda/calendario.ics",
        headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]},
    )
    assert again.status_code == 200
    assert client.get(
        "/agenda/calendario.ics", headers={"if-modified-since": first["Last-Modified"]}
    ).status_code == 200  # fmt: skip


def test_the_news_are_rss_with_what_changed_first(client, agenda):
    made = event(agenda, "Foro & más", "2026-05-18 10:00", summary="Con <b>signos</b>")
    event(agenda, "Curso", "2026-05-19 10:00")
    edit(made, status="cancelado")
    response = client.get("/agenda/rss.xml")
    assert response["Content-Type"].startswith("application/rss+xml")
    items = ElementTree.fromstring(response.content).findall("channel/item")
    assert [item.findtext("title") for item in items] == ["Cancelado: Foro & más", "Curso"]
    assert "lunes 18 de mayo de 2026" in items[0].findtext("description")
    assert len({item.findtext("guid") for item in items}) == 2


def test_both_feeds_are_named_on_the_page(client, agenda):
    html = client.get("/agenda/").content.decode()
    assert re.search(r'<link rel="alternate" type="text/calendar" href="/agenda/calendario\.ics"', html)
    assert 'href="webcal://testserver/agenda/calendario.ics"' in html
    assert "Google" in html
    assert "Outlook" in html
