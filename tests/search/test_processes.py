"""Several processes on one embedded index: what one writes the others see; a killed one leaves nothing half done."""

import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from tests.search.asking import found
from tests.search.writing import put


@pytest.fixture
def engine(embedded):
    """Only the embedded engine: a server has its own processes."""
    return embedded


CHILD = """
import os, sys, time
sys.path[:0] = {path!r}
os.environ["DJANGO_SETTINGS_MODULE"] = "acervo.settings.test"
import django
django.setup()
from pathlib import Path
from django.utils import timezone
from search.engines.base import Audience, Request
from search.engines.tantivy import TantivyEngine
from search.query import parse
from search.registry import Entry
engine = TantivyEngine(Path({folder!r}))

def total():
    return engine.search(Request(parse(""), Audience("es-mx", timezone.now()))).total
"""


def child(settings, code: str) -> subprocess.Popen:
    """Another process with an engine on the same folder; it talks by lines."""
    head = CHILD.format(
        path=[str(django_settings.ROOT_DIR), str(django_settings.SITE_DIR)], folder=str(settings.SEARCH_DIR)
    )
    return subprocess.Popen(
        [sys.executable, "-c", head + code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_another_process_sees_a_commit_and_a_switch_at_once(source, index, engine, settings):
    reader = child(settings, "for line in sys.stdin: print(total(), flush=True)")

    def asked() -> int:
        reader.stdin.write("?\n")
        reader.stdin.flush()
        return int(reader.stdout.readline())

    try:
        assert asked() == 0
        source.add(1, "Ley")
        index()
        assert asked() == 1
        engine.rebuild(lambda writer: [writer.put(e) for e in source.entries([1])], lambda writer: None)
        assert asked() == 1
        source.add(2, "Acta")
        index()
        assert asked() == 2
    finally:
        reader.stdin.close()
        reader.wait(10)


def test_a_rebuild_killed_in_the_middle_leaves_the_old_index_and_the_next_one_cleans_up(
    source, index, engine, settings
):
    source.add(1, "Ley")
    index()
    code = """
def fill(writer):
    for pk in range(500):
        writer.put(Entry(id=f"memory:{pk}", kind="ley", title="Otra", url="/"))
    print("filled", flush=True)
    time.sleep(60)

engine.rebuild(fill, lambda writer: None)
"""
    killed = child(settings, code)
    assert killed.stdout.readline() == "filled\n"
    assert engine.health().leftovers == ()  # it is still at work
    killed.kill()
    killed.wait(10)
    assert found("ley") == ["memory:1"]
    assert len(list(settings.SEARCH_DIR.glob("index-*"))) == 2
    assert len(engine.health().leftovers) == 1
    put(engine, source.entries([1]))  # its locks died with it
    engine.rebuild(lambda writer: [writer.put(e) for e in source.entries([1])], lambda writer: None)
    assert found("ley") == ["memory:1"]
    assert len(list(settings.SEARCH_DIR.glob("index-*"))) == 1
    assert engine.health().leftovers == ()


def test_a_writer_killed_in_the_middle_leaves_no_lock_and_no_half_of_its_work(source, index, engine, settings):
    code = """
with engine.batch(wait=1) as writer:
    writer.put(Entry(id="memory:9", kind="ley", title="A medias", url="/"))
    print("put", flush=True)
    time.sleep(60)
"""
    killed = child(settings, code)
    assert killed.stdout.readline() == "put\n"
    killed.kill()
    killed.wait(10)
    source.add(1, "Ley")
    index()
    assert found() == ["memory:1"]
