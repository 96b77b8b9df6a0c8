"""What an operator asks of the index: rebuild it, compare it, see how it is."""

import datetime as dt
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.indexing import rebuilding
from search.models import Change, Mark
from tests.search.writing import put

pytestmark = pytest.mark.django_db


def output(capsys, *args) -> str:
    call_command(*args)
    return capsys.readouterr().out


def json_status(capsys) -> dict:
    return json.loads(output(capsys, "search_status", "--json"))


@pytest.fixture
def laws(source, fake):
    """Three laws that are in the index as they are in the database."""
    for pk in (1, 2, 3):
        source.add(pk, f"Ley {pk}", "página")
    put(fake, source.entries([1, 2, 3]))


# --- search_rebuild ------------------------------------------------------------------------------
def test_rebuild_then_check_then_status(source, engine, capsys):
    source.add(1, "Ley", "página")
    told = output(capsys, "search_rebuild")
    assert re.search(r"memory +1\n1 registros indexados en .* el índice tiene 1 y 0 cambiaron mientras tanto", told)
    assert "Comparados: 1" in output(capsys, "search_check")
    status = json_status(capsys)
    assert (status["records"], status["pages"], status["waiting"], status["usable"]) == (1, 1, 0, True)
    assert status["built"]


def test_a_rebuild_mends_an_index_of_another_version(source, embedded, settings, capsys):
    source.add(1, "Ley")
    (settings.SEARCH_DIR / "current.json").write_text('{"folder": "x", "signature": "old", "built": ""}')
    with pytest.raises(CommandError, match="search_rebuild"):
        call_command("search_status")
    capsys.readouterr()
    output(capsys, "search_rebuild")
    assert json_status(capsys)["records"] == 1


def test_a_rebuild_lists_what_it_had_to_leave_out_and_fails(source, fake, capsys):
    source.add(1, "Ley")
    source.add(2, "Ley enorme")
    fake.refuses = {"memory:2"}
    with pytest.raises(CommandError, match="Quedaron fuera 1") as left_out:
        call_command("search_rebuild")
    assert left_out.value.returncode == 1
    assert "memory:2: the document is too large" in capsys.readouterr().err
    assert json_status(capsys)["failing"] == {"memory:2": "the document is too large"}


def test_a_rebuild_that_is_interrupted_says_that_the_old_index_stays(laws, source, fake, monkeypatch):
    before = dict(fake.held)

    def interrupted(pks):
        raise KeyboardInterrupt

    monkeypatch.setattr(source, "entries", interrupted)
    with pytest.raises(CommandError, match="anterior") as stopped:
        call_command("search_rebuild")
    assert stopped.value.returncode == 130
    assert fake.held == before


def test_a_rebuild_shows_how_far_it_is(source, fake, monkeypatch):
    monkeypatch.setattr(rebuilding, "CHUNK", 2)
    for pk in range(1, 6):
        source.add(pk, "Ley")
    seen = []
    rebuilding.build(seen.append)
    assert [(step.source, step.done, step.total) for step in seen] == [
        ("memory", 0, 5),
        ("memory", 2, 5),
        ("memory", 4, 5),
        ("memory", 5, 5),
    ]


# --- search_check --------------------------------------------------------------------------------
def test_check_finds_every_kind_of_drift_and_mends_it(source, index, engine, capsys):
    for pk in (1, 2, 3):
        source.add(pk, f"Ley {pk}", "página")
    index()
    source.add(1, "Ley 1", "otra página")
    del source.items[2]
    source.add(4, "Ley 4")
    with pytest.raises(CommandError, match="difiere") as differs:
        call_command("search_check")
    assert differs.value.returncode == 1
    found = capsys.readouterr().out
    for name, id in (
        ("Faltan en el índice", "memory:4"),
        ("Sobran en el índice", "memory:2"),
        ("Con otro contenido", "memory:1"),
    ):
        assert f"{name}: 1\n  {id}\n" in found
    assert "Se corrigió" in output(capsys, "search_check", "--fix")
    assert "Con otro contenido: 0" in output(capsys, "search_check")


def test_a_change_that_waits_is_no_drift(laws, source, fake, capsys):
    source.add(1, "Ley nueva")
    Change.objects.create(source="memory", record=1)
    told = output(capsys, "search_check")
    assert "Con otro contenido: 0" in told
    assert "Cambios que esperan (no cuentan): 1" in told


def test_a_change_that_was_delivered_during_the_comparison_is_no_drift(laws, source, fake, capsys, monkeypatch):
    entries = source.entries

    def changed_meanwhile(pks):
        source.add(2, "Ley cambiada")
        Change.objects.create(source="memory", record=2, applied_at=timezone.now())
        return entries(pks)

    monkeypatch.setattr(source, "entries", changed_meanwhile)
    assert "Cambios que esperan (no cuentan): 1" in output(capsys, "search_check")


def test_a_record_that_fails_for_long_is_drift_and_is_tried_again_with_fix(laws, source, fake, capsys):
    source.add(1, "Ley nueva")
    Change.objects.create(source="memory", record=1, attempts=5, error="no cabe")
    with pytest.raises(CommandError, match="--fix"):
        call_command("search_check")
    fake.refuses = {"memory:1"}
    with pytest.raises(CommandError, match="Todavía difieren 1"):
        call_command("search_check", "--fix")
    fake.refuses = set()
    assert "Se corrigió" in output(capsys, "search_check", "--fix")
    assert not Change.objects.filter(applied_at=None).exists()


def test_a_check_without_an_answer_of_the_engine_is_neither_good_nor_bad(laws, fake):
    fake.away = True
    with pytest.raises(CommandError, match="No se pudo comparar") as unknown:
        call_command("search_check")
    assert unknown.value.returncode == 2


# --- search_status -------------------------------------------------------------------------------
def test_status_names_what_waits_fails_and_was_left_behind(laws, fake, capsys):
    long_ago = timezone.now() - dt.timedelta(seconds=90)
    Change.objects.create(source="memory", record=7, attempts=2, error="no se lee", made_at=long_ago)
    Change.objects.create(source="memory", record=8)
    status = json_status(capsys)
    assert status["failing"] == {"memory:7": "no se lee"}
    assert (status["waiting"], status["failing_total"]) == (2, 1)
    assert 89 < status["oldest_waiting"] < 120
    assert status["leftovers"] == ["old-7"]
    told = output(capsys, "search_status")
    assert re.search(r"El más antiguo espera +90 s", told)
    assert re.search(r"Resto de otra construcción +old-7", told)
    assert re.search(r"memory:7 +no se lee", told)


def test_status_tells_how_long_changes_take(laws, fake, capsys):
    now = timezone.now()
    for seconds in range(1, 21):
        made = now - dt.timedelta(seconds=seconds)
        Change.objects.create(source="memory", record=seconds, made_at=made, applied_at=now)
    assert json_status(capsys)["delay"] == {"p50": 11, "p95": 20, "max": 20}
    assert "mediana 11.0 s, p95 20.0 s, máximo 20.0 s" in output(capsys, "search_status")


def test_status_of_an_engine_that_is_away_says_since_when_and_that_it_comes_back(laws, fake, capsys):
    fake.away = True
    Mark.objects.create(name="outage", at=timezone.now())
    with pytest.raises(CommandError, match="vuelve sola"):
        call_command("search_status")
    told = capsys.readouterr().out
    assert re.search(r"Disponible +no", told)
    assert re.search(r"Motor ausente desde +\d{4}-", told)
