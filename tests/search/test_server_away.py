"""The search server as it is: not there, read-only, without its index. What is saved waits and is delivered."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import engines, indexing
from search.engines import get_engine
from search.indexing import sweep, waiting
from search.models import Change, Mark
from tests.search.asking import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings, tmp_path, request, monkeypatch):
    """The engine on the real server, with an empty index, and a client that does what operators do."""
    from elasticsearch import Elasticsearch

    from tests.search.conftest import use_elasticsearch

    settings.SEARCH_DIR = tmp_path / "search"
    use_elasticsearch(request, settings, monkeypatch)
    get_engine().rebuild(lambda writer: None, lambda writer: None)
    prefix = settings.SEARCH_ENGINE["index"]
    client = Elasticsearch(settings.SEARCH_URL, request_timeout=60)
    client.everything = f"{prefix}*"
    return client


# --- Nothing at that address ---------------------------------------------------------------------
@pytest.fixture
def nobody(settings, tmp_path):
    """The address of a server where none listens."""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_URL = "http://user:secret@127.0.0.1:9"


def test_saves_succeed_and_wait_while_no_server_listens(nobody, save, caplog):
    for pk in range(1, 6):
        save(pk)
    sweep()
    assert waiting() == 5
    assert Mark.objects.filter(name="outage").exists()
    assert not Mark.objects.filter(name=indexing.REBUILD_FAILED).exists()
    assert not any(record.exc_info for record in caplog.records)
    assert "secret" not in caplog.text


def test_status_tells_without_the_password_that_no_server_listens(nobody, source, capsys):
    with pytest.raises(CommandError):
        call_command("search_status", "--json")
    told = capsys.readouterr().out
    status = json.loads(told)
    assert (status["usable"], status["records"]) == (False, 0)
    assert "127.0.0.1:9" in status["detail"]
    assert "secret" not in told


# --- A server in trouble -------------------------------------------------------------------------
def test_a_read_only_index_makes_changes_wait_until_it_is_writable(server, save):
    save(1)
    server.indices.put_settings(index=server.everything, settings={"index.blocks.read_only_allow_delete": True})
    save(2)
    assert waiting() == 1
    assert Change.objects.filter(attempts__gt=0).count() == 0
    assert found() == ["memory:1"]
    server.indices.put_settings(index=server.everything, settings={"index.blocks.read_only_allow_delete": None})
    engines._cluster.cache_clear()  # the breaker would ask again after its pause
    sweep()
    assert found() == ["memory:1", "memory:2"]
    assert waiting() == 0


def test_an_index_that_was_deleted_is_made_again_with_everything_in_it(server, save):
    save(1, 2)
    server.indices.delete(index=",".join(server.indices.get(index=server.everything)))
    engines._cluster.cache_clear()
    save(3)
    assert found() == ["memory:1", "memory:2", "memory:3"]
    assert waiting() == 0


def test_an_entry_that_the_server_refuses_is_named_and_the_others_go_in(server, source, save):
    save(2, title="Versión anterior")
    source.add(1, "Ley")
    server.indices.put_settings(index=server.everything, settings={"index.mapping.total_fields.limit": 1})
    source.add(2, "Law", language="en")  # fields that the index does not have yet
    Change.objects.bulk_create([Change(source="memory", record=pk) for pk in (1, 2)])
    indexing.apply_changes()
    assert found() == ["memory:1"]
    refused = Change.objects.get(applied_at=None)
    assert refused.record == 2
    assert refused.error
    source.add(2, "Ley")
    sweep(timezone.now() + dt.timedelta(hours=2))
    assert found() == ["memory:1", "memory:2"]


def test_what_was_written_by_batches_is_what_a_check_finds(server, source, save, capsys):
    for pk in range(1, 301):
        source.add(pk, f"Ley {pk}", "página uno", "página dos")
    Change.objects.bulk_create([Change(source="memory", record=pk) for pk in range(1, 301)])
    indexing.apply_changes()
    call_command("search_check")
    assert "Comparados: 300" in capsys.readouterr().out
    call_command("search_rebuild")
    assert "300 registros indexados" in capsys.readouterr().out
    call_command("search_check")
