"""A lost index is said, not hidden behind «0 resultados», and comes back by itself with everything in it."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search import indexing
from search.engines import get_engine
from search.engines.base import IndexBusy
from search.indexing import REBUILD_AFTER, apply_changes, rebuilding, sweep, touch, waiting
from search.models import Mark

pytestmark = [pytest.mark.urls("tests.search.urls"), pytest.mark.django_db]
DAMAGED = ["", "null", "{}", '{"folder": "gone", "signature": "old", "built": ""}']


@pytest.fixture
def engine(embedded):
    """Its files can be lost one by one; tests/search/test_elasticsearch.py takes the indices of a server away."""
    return embedded


@pytest.fixture
def laws(source, index):
    source.add(1, "Ley de aguas", "El ayuntamiento celebra sesión.")
    source.add(2, "Ley de caminos")
    index()


def lose(settings) -> None:
    """`rm -rf var/search/*` while the site serves."""
    for path in settings.SEARCH_DIR.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def total(client, q="ley") -> int:
    page, answer = client.get("/buscar/", {"q": q}), client.get("/api/v1/search", {"q": q})
    assert (page.status_code, answer.status_code) == (200, 200)
    return answer.json()["total"]


def assert_unavailable(client) -> None:
    page = client.get("/buscar/?q=ley")
    assert page.status_code == 503
    assert "no está disponible" in page.content.decode()
    answer = client.get("/api/v1/search?q=ley")
    assert answer.status_code == 503
    assert "no está disponible" in answer.json()["reason"]
    lines = client.get("/buscar/sugerencias/?q=ley")
    assert (lines.status_code, lines.json()["suggestions"]) == (200, [])


def test_a_lost_index_is_said_and_the_clock_mends_it(laws, client, settings):
    assert total(client) == 2
    lose(settings)
    assert_unavailable(client)
    sweep()
    assert total(client) == 2
    assert total(client, "ayuntamiento") == 1


@pytest.mark.parametrize("content", DAMAGED)
def test_an_index_that_cannot_be_read_is_said_and_the_clock_mends_it(laws, client, settings, content):
    (settings.SEARCH_DIR / "current.json").write_text(content)
    assert_unavailable(client)
    sweep()
    assert total(client) == 2


def test_an_index_whose_folder_is_gone_is_said_and_the_clock_mends_it(laws, client, settings):
    assert total(client) == 2
    for folder in settings.SEARCH_DIR.glob("index-*"):
        shutil.rmtree(folder)
    assert_unavailable(client)
    sweep()
    assert total(client) == 2


def test_a_change_after_the_loss_brings_everything_back_not_only_itself(laws, source, client, settings, committing):
    lose(settings)
    source.add(3, "Ley de bosques")
    with committing():
        touch("memory", [3])
    assert total(client) == 3
    assert waiting() == 0


def test_a_rebuild_that_fails_is_not_repeated_at_every_tick(laws, source, client, settings, monkeypatch, committing):
    tries = []
    build = rebuilding.build
    monkeypatch.setattr(rebuilding, "build", lambda **how: (tries.append(1), build(**how))[1])
    lose(settings)
    ids = source.ids
    monkeypatch.setattr(source, "ids", lambda: 1 / 0)
    with committing():
        touch("memory", [1])  # whoever saves a record is not disturbed
    for _ in range(3):
        sweep()
    assert len(tries) == 1
    assert waiting() == 1
    monkeypatch.setattr(source, "ids", ids)
    assert_unavailable(client)
    Mark.objects.filter(name=indexing.REBUILD_FAILED).update(at=timezone.now() - REBUILD_AFTER)
    sweep()
    assert (len(tries), waiting(), total(client)) == (2, 0, 2)
    lose(settings)
    sweep()  # a success forgets the failure before it
    assert total(client) == 2


def test_a_rebuild_that_is_already_running_is_left_alone(laws, settings):
    lose(settings)
    with get_engine().storage.exclusive("rebuild", wait=0), pytest.raises(IndexBusy):
        apply_changes()
    assert not Mark.objects.filter(name=indexing.REBUILD_FAILED).exists()


def test_a_new_site_without_content_needs_no_index(source, client, settings, tmp_path):
    settings.SEARCH_DIR = tmp_path / "never"
    assert total(client) == 0
    assert sweep() == 0
    assert get_engine().ready()
    assert total(client) == 0


def test_the_commands_say_it_and_mend_it(laws, settings, capsys):
    lose(settings)
    with pytest.raises(CommandError, match="search_rebuild"):
        call_command("search_status")
    with pytest.raises(CommandError, match="search_rebuild") as refused:
        call_command("search_check")
    assert refused.value.returncode == 2
    capsys.readouterr()
    call_command("search_rebuild", "--if-needed")
    assert "2 registros indexados" in capsys.readouterr().out
    call_command("search_status", "--json")
    status = json.loads(capsys.readouterr().out)
    assert status["built"].startswith(f"{timezone.now():%Y-%m-%dT}")


def test_a_site_whose_rows_were_replaced_gets_a_new_index_by_itself(source, index, laws, client):
    """A restore that is killed after its commit leaves the index of the site before; nobody has to know."""
    source.items.clear()
    source.add(7, "Ley de minas")
    indexing.want_rebuild()
    assert total(client) == 2
    sweep()
    assert total(client) == 1
    made = get_engine().health().generation
    sweep()
    assert get_engine().health().generation == made
