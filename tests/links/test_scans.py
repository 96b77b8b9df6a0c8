"""Scans are counted by day, and nothing about the visitor is kept."""

from datetime import datetime
from unittest import mock

import pytest
from django.db import DatabaseError
from django.utils import timezone

from acervo.links.models import ScanCount
from acervo.links.services import link_for, scans

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]


@pytest.fixture
def link(make_page):
    return link_for(make_page())


def total(link) -> int:
    return sum(link.scans.values_list("count", flat=True))


def test_each_scan_adds_one_to_the_count_of_its_day(client, link):
    for _ in range(3):
        client.get(link.get_absolute_url())
    count = link.scans.get()
    assert (count.day, count.count) == (timezone.localdate(), 3)


def test_the_day_is_that_of_the_sites_time_zone(client, link):
    # 02:00 UTC on the 2nd is still the evening of the 1st in Mexico City.
    late = datetime(2026, 3, 2, 2, 0, tzinfo=timezone.get_fixed_timezone(0))
    with mock.patch("django.utils.timezone.now", return_value=late):
        client.get(link.get_absolute_url())
    assert link.scans.get().day.isoformat() == "2026-03-01"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "WhatsApp/2.23.20.0"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "curl/8.5.0"},
    ],
)
def test_prefetches_and_programs_are_led_there_but_not_counted(client, link, headers):
    assert client.get(link.get_absolute_url(), headers=headers).status_code == 302
    assert total(link) == 0


def test_a_phone_is_counted(client, link):
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    client.get(link.get_absolute_url(), headers={"user-agent": agent})
    assert total(link) == 1


def test_head_and_links_that_lead_nowhere_are_not_counted(client, link):
    assert client.head(link.get_absolute_url()).status_code == 302
    link.target.delete()
    assert client.get(link.get_absolute_url()).status_code == 410
    assert total(link) == 0


def test_a_count_that_somebody_else_just_started_is_added_to(client, link):
    start = ScanCount.objects.get_or_create

    def rival_is_faster(**kwargs):
        ScanCount.objects.create(**kwargs, count=5)
        return start(**kwargs)

    with mock.patch.object(ScanCount.objects, "get_or_create", rival_is_faster):
        client.get(link.get_absolute_url())
    assert link.scans.get().count == 6


def test_a_database_that_cannot_write_does_not_stop_the_visitor(client, link, caplog):
    with mock.patch.object(ScanCount.objects, "get_or_create", side_effect=DatabaseError("locked")):
        assert client.get(link.get_absolute_url()).status_code == 302
    assert "was not counted" in caplog.text
    assert total(link) == 0


def test_nothing_about_the_visitor_is_stored_or_set(client, link):
    response = client.get(link.get_absolute_url(), headers={"user-agent": "Telefono"}, REMOTE_ADDR="203.0.113.9")
    assert not response.cookies
    assert {field.name for field in ScanCount._meta.get_fields()} == {"id", "link", "day", "count"}


def test_following_takes_few_queries(client, link, django_assert_max_num_queries):
    client.get(link.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(link.get_absolute_url())


def test_only_a_get_without_purpose_is_a_scan(rf):
    assert scans.is_scan(rf.get("/"))
    assert not scans.is_scan(rf.head("/"))
    assert not scans.is_scan(rf.post("/"))
