"""The events of the demonstration, against the facts they were taken from."""

import csv
import datetime as dt

import pytest

from agenda import zones
from agenda.enums import Kind, Status
from agenda.models import EventPage
from home.demo.events import event_of, make_events, read_events
from tests.needs import needs_shared

pytestmark = pytest.mark.django_db  # an event's check asks for the calendar it stands below
ROWS = {row["key"]: row for row in read_events()}


def test_every_event_of_the_source_is_there_with_its_days_state_and_hour():
    with (needs_shared("semilla") / "eventos.csv").open(encoding="utf-8") as rows:
        source = list(csv.DictReader(rows))
    assert len(source) == 86
    for row in source:
        ours = ROWS[row["id"]]
        made = event_of(ours)
        assert made.title == row["titulo"]
        assert ours["state"] == (row["clave_inegi"] or ("00" if row["entidad"] == "Nacional" else "")), row["id"]
        assert bool(made.start) == bool(row["fecha_inicio"]), row["id"]
        if not made.start:
            if row["fecha_texto"]:
                assert made.date_text == row["fecha_texto"]
            continue
        days = {made.wall_start.date().isoformat(), *filter(None, ours["days"].split("|"))}
        expected = set(row["fechas"].split(";")) if row["fechas"] else {row["fecha_inicio"]}
        assert days == expected, row["id"]
        if row["fecha_fin"] != row["fecha_inicio"] and not row["fechas"]:
            assert made.wall_end.date().isoformat() == row["fecha_fin"]
        if row["hora"]:
            assert f"{made.wall_start:%H:%M}" == row["hora"].split("-")[0]
        else:
            assert made.all_day


@pytest.mark.parametrize("key", ROWS)
def test_each_event_is_sound(key):
    made = event_of(ROWS[key])
    assert made.kind in Kind.values
    assert made.status in Status.values
    assert made.time_zone == zones.zone_of_state(ROWS[key]["state"])
    made.clean()


def test_the_events_are_made_once_and_may_2017_is_empty_as_in_the_source(site_tree, client):
    from types import SimpleNamespace

    english = site_tree.home.copy_for_translation(site_tree.english)
    english.save_revision().publish()
    site_tree.home.save_revision().publish()
    tree = SimpleNamespace(home=site_tree.home, english=site_tree.english)
    make_events(tree)
    number = EventPage.objects.count()
    assert number == len(ROWS)
    make_events(tree)
    assert EventPage.objects.count() == number
    assert "No hay eventos en este mes" in client.get("/agenda/2017/05/").content.decode()
    vague = client.get("/agenda/").content.decode()
    assert "última semana de mayo, sin año" in vague
    september = client.get("/agenda/2020/09/").content.decode()
    assert september.count("Jornada Nacional de Capacitación") >= 8
    assert EventPage.objects.get(slug__startswith="conversatorio-de-gobierno-abierto-y-part").start == dt.datetime(
        2020, 8, 19, 19, tzinfo=dt.UTC
    )
