"""The form of an event: the hour that an editor types is the hour where it is held."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from agenda.enums import Repeat
from agenda.models import EventPage
from agenda.zones import zone_of_state
from tests.agenda.making import event

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    """An editor whose own clock is neither that of the site nor that of the event."""
    user = get_user_model().objects.create_superuser("jefa", "jefa@example.org", "x")
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=user, current_time_zone="Asia/Tokyo")
    client.force_login(user)
    return client


def form_data(**fields):
    values = {
        "title": "Foro", "slug": "foro", "kind": "foro", "status": "confirmado", "start": "2026-05-18 10:00",
        "end": "2026-05-18 12:00", "state": "32", "time_zone": "", "repeat": Repeat.NONE, "repeat_count": "",
        "repeat_until": "", "rrule": "", "exdates": "", "rdates": "", "summary": "", "organisers": "", "place": "",
        "address": "", "link": "", "capacity": "", "registration_link": "", "registration_until": "",
        "change_reason": "", "date_text": "", "when_edtf": "", "body": streamfield([]),
        "documents": inline_formset([]), "comments": inline_formset([]), "action-publish": "1",
    }  # fmt: skip
    return nested_form_data(values | fields)


def add(admin, parent, **fields):
    url = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", parent.pk])
    return admin.post(url, form_data(**fields))


@pytest.mark.parametrize(
    ("fields", "zone", "offset"),
    [
        ({"state": "32"}, "America/Mexico_City", -6),
        ({"state": "23"}, "America/Cancun", -5),
        ({"state": "26"}, "America/Hermosillo", -7),
        ({"state": "25"}, "America/Mazatlan", -7),
        ({"state": "02"}, "America/Tijuana", -7),  # daylight saving in May
        ({"state": "08"}, "America/Chihuahua", -6),
        ({"state": "08", "time_zone": "America/Ciudad_Juarez"}, "America/Ciudad_Juarez", -6),
        ({"state": "08", "time_zone": "America/Ojinaga"}, "America/Ojinaga", -5),
        ({"state": "28", "time_zone": "America/Matamoros"}, "America/Matamoros", -5),
        ({"state": ""}, "America/Mexico_City", -6),
    ],
)
def test_the_hour_is_that_of_the_state_or_of_the_chosen_zone(admin, agenda, fields, zone, offset):
    assert add(admin, agenda, **fields).status_code == 302
    made = EventPage.objects.get()
    assert made.time_zone == zone
    assert made.start.astimezone(dt.UTC) == dt.datetime(2026, 5, 18, 10 - offset, tzinfo=dt.UTC)
    assert made.wall_start == dt.datetime(2026, 5, 18, 10)


def test_chihuahua_and_sinaloa_follow_the_law_of_2022():
    """DOF 28-10-2022: Chihuahua moved to the central zone; the Pacific zone lost its daylight saving."""
    from zoneinfo import ZoneInfo

    june = dt.datetime(2026, 6, 1, 12)
    assert june.replace(tzinfo=ZoneInfo(zone_of_state("08"))).utcoffset() == dt.timedelta(hours=-6)
    assert june.replace(tzinfo=ZoneInfo(zone_of_state("25"))).utcoffset() == dt.timedelta(hours=-7)
    assert june.replace(tzinfo=ZoneInfo(zone_of_state("32"))).utcoffset() == dt.timedelta(hours=-6)


def test_the_form_shows_the_hour_of_the_event_and_saving_it_again_shifts_nothing(admin, agenda):
    add(admin, agenda, state="02")
    made = EventPage.objects.get()
    url = reverse("wagtailadmin_pages:edit", args=[made.pk])
    page = admin.get(url)
    assert 'value="2026-05-18 10:00"' in page.content.decode()
    assert admin.post(url, form_data(state="02", time_zone="America/Tijuana")).status_code == 302
    assert EventPage.objects.get().start == made.start


def test_another_zone_moves_the_moment_and_leaves_the_hour(admin, agenda):
    add(admin, agenda, state="32")
    made = EventPage.objects.get()
    url = reverse("wagtailadmin_pages:edit", args=[made.pk])
    admin.post(url, form_data(state="32", time_zone="America/Cancun"))
    moved = EventPage.objects.get()
    assert moved.wall_start == made.wall_start
    assert made.start - moved.start == dt.timedelta(hours=1)


def test_whole_days_are_the_same_days_in_every_zone(admin, agenda):
    add(admin, agenda, state="02", all_day="on", start="2026-05-18 15:45", end="2026-05-19 01:00")
    made = EventPage.objects.get()
    assert (made.first_day, made.last_day) == (dt.date(2026, 5, 18), dt.date(2026, 5, 19))
    assert made.wall_start == dt.datetime(2026, 5, 18)


def test_an_hour_that_the_border_skips_is_refused(admin, agenda):
    response = add(admin, agenda, state="02", start="2026-03-08 02:30", end="2026-03-08 04:00")
    assert response.status_code == 200
    assert "Esa hora no existe ese día en ese huso" in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"repeat": Repeat.WEEKLY, "repeat_count": "10"}, "FREQ=WEEKLY;BYDAY=MO;COUNT=10"),
        ({"repeat": Repeat.FORTNIGHTLY, "repeat_until": "2026-12-31"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;UNTIL=20261231"),
        ({"repeat": Repeat.MONTHLY_WEEKDAY}, "FREQ=MONTHLY;BYDAY=3MO"),
        ({"repeat": Repeat.MONTHLY_DATE}, "FREQ=MONTHLY;BYMONTHDAY=18"),
        ({"repeat": Repeat.YEARLY}, "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=18"),
        ({"repeat": Repeat.DAILY, "repeat_count": "3"}, "FREQ=DAILY;COUNT=3"),
        ({"repeat": Repeat.CUSTOM, "rrule": "RRULE:freq=weekly;byday=mo,we;count=6"}, "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=6"),
    ],
)  # fmt: skip
def test_a_recurrence_is_chosen_from_a_list_and_shown_as_chosen(admin, agenda, fields, rule):
    assert add(admin, agenda, **fields).status_code == 302
    made = EventPage.objects.get()
    assert made.rrule == rule
    form = admin.get(reverse("wagtailadmin_pages:edit", args=[made.pk])).context["form"]
    assert form.initial["repeat"] == fields["repeat"]
    assert form["repeat_count"].value() == (int(fields["repeat_count"]) if fields.get("repeat_count") else None)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"end": "2026-05-17 10:00"}, "termina antes de empezar"),
        ({"start": "", "end": "2026-05-17 10:00"}, "Diga cuándo empieza"),
        ({"start": "", "end": "", "repeat": Repeat.DAILY}, "diga cuándo empieza"),
        ({"repeat": Repeat.DAILY, "repeat_count": "2", "repeat_until": "2026-12-31"}, "no ambas cosas"),
        ({"repeat": Repeat.CUSTOM, "rrule": "FREQ=HOURLY"}, "FREQ=DAILY, WEEKLY"),
        ({"repeat": Repeat.CUSTOM}, "Escriba la regla"),
        ({"exdates": "mañana"}, "«mañana» no es una fecha"),
        ({"slug": "2026"}, "se confundiría con un año"),
        ({"start": "1850-01-01 10:00", "end": ""}, "de 1900 a 2100"),
    ],
)
def test_a_refusal_says_what_and_how_to_mend_it(admin, agenda, fields, said):
    response = add(admin, agenda, **fields)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not EventPage.objects.exists()


def test_an_event_needs_no_date(admin, agenda):
    assert (
        add(admin, agenda, start="", end="", date_text="última semana de mayo", when_edtf="2017-05").status_code == 302
    )
    assert EventPage.objects.get().first_day is None


def test_an_event_stands_only_in_a_calendar(agenda):
    made = event(agenda, "Foro", "2026-05-18 10:00")
    assert EventPage.allowed_parent_page_models() == [type(agenda)]
    assert made.allowed_subpage_models() == []
