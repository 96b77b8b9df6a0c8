"""The guard of public forms: machines are kept out, people are not, and what they typed is kept."""

import datetime as dt

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from acervo.base import spam
from acervo.base.models import FormSubmission

START = dt.datetime(2026, 3, 2, 15, 0, tzinfo=dt.UTC)


class Letter(spam.SpamGuardMixin, forms.Form):
    guard_name = "carta"
    name = forms.CharField(label="Nombre")
    text = forms.CharField(label="Texto", widget=forms.Textarea)


class Clock:
    """The time that the guard sees."""

    def __init__(self) -> None:
        self.now = START

    def wait(self, **time: float) -> None:
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(spam.timezone, "now", lambda: clock.now)
    return clock


def post(data: dict, *, address: str = "203.0.113.7", **headers: str) -> Letter:
    request = RequestFactory().post("/contacto/", data, REMOTE_ADDR=address, **headers)
    return Letter(request.POST, request=request)


def shown() -> dict[str, str]:
    """What a browser sends back of a form that was just shown, but for what is typed."""
    form = Letter(request=RequestFactory().get("/contacto/"))
    return {"name": "Ana", "text": "Una gotera en el portal.", spam.STAMP: form.stamp.value(), spam.TRAP: ""}


def codes(form: Letter) -> list[str]:
    return [error.code for error in form.non_field_errors().as_data()]


def test_a_person_who_takes_her_time_is_heard(db, clock):
    data = shown()
    clock.wait(seconds=40)
    form = post(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": "Ana", "text": "Una gotera en el portal."}


def test_a_form_sent_within_three_seconds_is_refused_and_accepted_a_little_later(db, clock):
    data = shown()
    clock.wait(seconds=2)
    form = post(data)
    assert not form.is_valid()
    assert codes(form) == ["hasty"]
    assert 'value="Ana"' in str(form["name"])
    clock.wait(seconds=2)
    assert post(data).is_valid()


def test_a_page_left_open_for_more_than_a_day_gets_a_new_stamp_and_keeps_what_was_typed(db, clock):
    data = shown()
    clock.wait(hours=24, seconds=1)
    form = post(data)
    assert codes(form) == ["stale"]
    assert "Una gotera" in str(form["text"])
    again = data | {spam.STAMP: form.stamp.value()}
    assert again[spam.STAMP] != data[spam.STAMP]
    clock.wait(seconds=5)
    assert post(again).is_valid()


def test_a_filled_trap_is_refused(db, clock):
    data = shown() | {spam.TRAP: "https://example.com"}
    clock.wait(minutes=1)
    assert codes(post(data)) == ["trap"]
    assert FormSubmission.objects.count() == 0


def test_the_same_page_sent_twice_counts_once(db, clock):
    data = shown()
    clock.wait(minutes=1)
    assert post(data).is_valid()
    assert codes(post(data)) == ["again"]
    assert FormSubmission.objects.count() == 1


def test_a_stamp_of_another_form_or_none_is_refused(db, clock):
    clock.wait(minutes=1)
    other = shown() | {spam.STAMP: spam.new_stamp("otra")}
    missing = shown() | {spam.STAMP: ""}
    clock.wait(minutes=1)
    assert codes(post(other)) == ["stale"]
    assert codes(post(missing)) == ["stale"]


def test_texts_with_many_links_are_refused(db, clock):
    data = shown()
    clock.wait(minutes=1)
    assert codes(post(data | {"text": "http://a.mx https://b.mx www.c.mx [url=d]"})) == ["links"]
    assert post(data | {"text": "http://a.mx https://b.mx www.c.mx"}).is_valid()


def test_one_address_is_heard_five_times_an_hour(db, clock):
    pages = [shown() for _ in range(8)]
    clock.wait(minutes=1)
    assert [post(page).is_valid() for page in pages[:6]] == [True] * 5 + [False]
    assert codes(post(pages[5])) == ["often"]
    assert post(pages[6], address="203.0.113.8").is_valid()
    clock.wait(minutes=60)
    assert post(pages[5]).is_valid()


def test_the_hour_goes_on_over_midnight(db, clock):
    clock.now = dt.datetime(2026, 3, 2, 23, 50, tzinfo=dt.UTC)
    pages = [shown() for _ in range(6)]
    clock.wait(minutes=1)
    assert all(post(page).is_valid() for page in pages[:5])
    clock.wait(minutes=20)
    assert codes(post(pages[5])) == ["often"]


def test_all_addresses_together_have_a_ceiling(db, clock, monkeypatch):
    monkeypatch.setattr(Letter, "ceiling", 3)
    pages = [shown() for _ in range(4)]
    clock.wait(minutes=1)
    heard = [post(page, address=f"198.51.100.{n}").is_valid() for n, page in enumerate(pages)]
    assert heard == [True, True, True, False]


def test_a_form_with_mistakes_costs_no_turn(db, clock):
    data = shown() | {"name": ""}
    clock.wait(minutes=1)
    for _ in range(10):
        form = post(data)
        assert not form.is_valid()
        assert list(form.errors) == ["name"]
    assert post(data | {"name": "Ana"}).is_valid()


def test_no_address_is_stored_and_rows_go_after_two_days(db, clock):
    data, later = shown(), shown()
    clock.wait(minutes=1)
    post(data).is_valid()
    row = FormSubmission.objects.get()
    assert "203.0.113.7" not in f"{row.sender} {row.stamp} {row.form}"
    assert row.sender != spam.hashed("203.0.113.7", START.date() + dt.timedelta(days=1))
    clock.wait(days=2, hours=1)
    later = shown()
    clock.wait(minutes=1)
    assert post(later).is_valid()
    assert FormSubmission.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "203.0.113.7"),  # anybody can write the header
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.9.9.9, 198.51.100.1", "198.51.100.1"),  # the first was written by the visitor
        (2, "198.51.100.1, 192.0.2.5", "198.51.100.1"),
        (1, "", "203.0.113.7"),
        (2, "198.51.100.1", "203.0.113.7"),
        (1, "no-es-una-direccion", ""),
    ],
)
def test_the_forwarded_address_counts_only_behind_our_own_proxies(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=forwarded)
    assert spam.client_address(request) == expected


def test_the_addresses_of_one_ipv6_network_are_one(settings):
    found = {
        spam.client_address(RequestFactory().get("/", REMOTE_ADDR=address))
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9")
    }
    assert found == {"2001:db8:1:2::/64"}
    assert spam.client_address(RequestFactory().get("/", REMOTE_ADDR="::ffff:203.0.113.7")) == "203.0.113.7"


def test_a_visitor_without_an_address_is_bound_by_the_ceiling_only(db, clock):
    pages = [shown() for _ in range(7)]
    clock.wait(minutes=1)
    assert all(post(page, address="").is_valid() for page in pages)


def test_the_template_hides_the_trap_and_the_loop_of_fields_leaves_it_out():
    form = Letter(request=RequestFactory().get("/"))
    html = render_to_string("components/spam_guard.html", {"form": form})
    assert "field--trap" in html
    assert 'type="hidden"' in html
    assert "Deje este campo vacío" in html
    assert [field.name for field in form.visible_fields()] == ["name", "text"]


junk = st.text(max_size=200)


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stamp=junk, trap=junk, name=junk, text=junk, address=junk, forwarded=junk)
def test_junk_is_refused_without_an_error_of_the_site(db, settings, stamp, trap, name, text, address, forwarded):
    settings.TRUSTED_PROXIES = 1
    data = {"name": name, "text": text, spam.STAMP: stamp, spam.TRAP: trap}
    request = RequestFactory().post("/", data)
    request.META.update(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded)
    form = Letter(request.POST, request=request)
    assert not form.is_valid()
    render_to_string("components/spam_guard.html", {"form": form})
