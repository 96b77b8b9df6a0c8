"""The report “Escaneos por día”."""

from datetime import date

import pytest
from django.urls import reverse

from acervo.links.models import ScanCount, ShortLink
from acervo.links.services import link_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]


@pytest.fixture
def scans(poster) -> ShortLink:
    outside = link_for("https://www.inegi.org.mx/")
    for link, day, count in ((poster, 1, 4), (poster, 2, 3), (outside, 2, 10)):
        ScanCount.objects.create(link=link, day=date(2026, 3, day), count=count)
    return outside


def test_the_report_counts_by_day_and_link_with_a_total(boss, poster, scans, read_csv):
    rows = read_csv(boss.get(reverse("links_scan_report"), {"export": "csv"}))
    assert [(row["Día"], row["Código"], row["Escaneos"]) for row in rows] == [
        ("2026-03-02", scans.code, "10"),
        ("2026-03-02", poster.code, "3"),
        ("2026-03-01", poster.code, "4"),
    ]
    assert {row["Lleva a"] for row in rows} == {"Plaza", "https://www.inegi.org.mx/"}
    html = boss.get(reverse("links_scan_report")).content.decode()
    assert "Escaneos por día" in html
    assert poster.code in html
    assert "17 escaneos en total" in html


def test_the_report_adds_up_by_day_or_by_link(boss, poster, scans, read_csv):
    days = read_csv(boss.get(reverse("links_scan_report"), {"export": "csv", "group": "day"}))
    assert days == [{"Día": "2026-03-02", "Escaneos": "13"}, {"Día": "2026-03-01", "Escaneos": "4"}]
    links = read_csv(boss.get(reverse("links_scan_report"), {"export": "csv", "group": "link"}))
    assert [(row["Código"], row["Escaneos"]) for row in links] == [(scans.code, "10"), (poster.code, "7")]
    for group in ("day", "link"):
        assert boss.get(reverse("links_scan_report_results"), {"group": group}).status_code == 200


def test_the_report_is_narrowed_by_days_and_code(boss, poster, scans, read_csv):
    query = {"day_from": "2026-03-02", "day_to": "2026-03-02", "code": poster.code.upper()}
    html = boss.get(reverse("links_scan_report"), query).content.decode()
    assert "3 escaneos en total" in html
    rows = read_csv(boss.get(reverse("links_scan_report"), query | {"export": "csv"}))
    assert [row["Escaneos"] for row in rows] == ["3"]
    assert boss.get(reverse("links_scan_report"), {"day_from": "ayer", "group": "x"}).status_code == 200
