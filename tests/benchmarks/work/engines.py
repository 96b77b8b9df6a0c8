"""The same archive on both engines in one run: indexing it, and asking it with 1, 4 and 16 clients.

Clients are processes, as web workers are. Both engines answer the same queries in the same random order, in blocks that
take turns, so that what else the machine does falls on both.
"""

import os
import pickle
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from tests.benchmarks import clocks, queries
from tests.benchmarks.source import GeneratedSource
from tests.benchmarks.spanish import Corpus
from tests.benchmarks.work import program, searching

ENGINES = ("embedded", "elasticsearch")
BLOCKS = 3
PAGES_A_RECORD = 20  # 5,000 records at 100,000 pages


def main(pages: int, search_url: str, server: int, clients: Sequence[int] = (1,)) -> dict[str, Any]:
    """`server`: the process of Elasticsearch."""
    from search import registry

    source = GeneratedSource(Corpus(pages, pages_a_record=PAGES_A_RECORD), Path(settings.DATA_DIR) / "pages.sqlite3")
    searching._terms()
    for known in registry.sources():
        registry.unregister(known.name)
    registry.register(source)
    settings.SEARCH_ENGINE = {**settings.SEARCH_ENGINE, "timeout": 30.0, "index": f"bench-{pages}"}
    with each_engine(search_url) as use:
        indexed = {name: _index(use, name) for name in ENGINES}
        asked = queries.parameters([text for _pk, _number, text in searching._some_pages(source)])
        totals = {name: _totals(use, name, asked) for name in ENGINES}
        times = {str(count): _ask(use, source, asked, count) for count in clients}
        cpu = {name: _processors(use, name, asked, server) for name in ENGINES}
    found = {"pages": pages, "records": len(source.records), "indexed": indexed, "totals": totals}
    return found | {"times": times, "cpu": cpu}


@contextmanager
def each_engine(search_url: str) -> Iterator[Callable[[str], None]]:
    def use(name: str) -> None:
        settings.SEARCH_URL = search_url if name == "elasticsearch" else ""

    yield use
    settings.SEARCH_URL = ""


def _index(use: Callable[[str], None], name: str) -> dict[str, float]:
    from search import indexing
    from search.engines import get_engine

    use(name)
    wall, cpu = time.perf_counter(), time.process_time()
    indexing.rebuild()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    health = get_engine().health()
    return {"wall": wall, "cpu": cpu, "bytes": health.size, "pages": health.pages, "records": health.records}


def _totals(use: Callable[[str], None], name: str, asked: dict[str, list[dict[str, str]]]) -> dict[str, list[int]]:
    """How many records each query finds: what is timed on both engines is the same work."""
    use(name)
    return {kind: [searching._total(one) for one in each] for kind, each in asked.items()}


def _processors(
    use: Callable[[str], None], name: str, asked: dict[str, list[dict[str, str]]], server: int
) -> dict[str, float]:
    """Milliseconds of processor time of one search, on the site's side and on the server's; the mean of all kinds."""
    use(name)
    calls = [one for kind in queries.SEARCHES for one in asked[kind]]
    site, there = time.process_time(), clocks.cpu_of(server)
    for one in calls:
        searching._find(one)
    site, there = time.process_time() - site, clocks.cpu_of(server) - there
    return {"site": site * 1000 / len(calls), "server": there * 1000 / len(calls)}


def _ask(
    use: Callable[[str], None], source: GeneratedSource, asked: dict[str, list[dict[str, str]]], clients: int
) -> dict[str, dict[str, dict[str, float]]]:
    from search import service

    calls = [(kind, partial(searching._find, one)) for kind, each in asked.items() for one in each]
    calls += [(queries.PREFIX, partial(service.complete, prefix)) for prefix in queries.prefixes()]
    random.Random(11).shuffle(calls)
    found: dict[str, dict[str, list[float]]] = {name: {} for name in ENGINES}
    for block in range(BLOCKS + 1):
        for name in ENGINES:
            use(name)
            answers = _in_processes(source, calls, clients)
            if block:  # the first warms caches and is not counted
                for kind, milliseconds in answers:
                    found[name].setdefault(kind, []).append(milliseconds)
    return {name: {kind: _summary(values) for kind, values in kinds.items()} for name, kinds in found.items()}


def _summary(values: list[float]) -> dict[str, float]:
    return {"n": len(values), "p50": clocks.percentile(values, 0.5), "p95": clocks.percentile(values, 0.95)}


def _in_processes(source: GeneratedSource, calls: list[Any], clients: int) -> list[tuple[str, float]]:
    """Each client asks every query, from another place of the list on; one client is this very process."""
    if clients == 1:
        return _one_after_the_other(calls)
    connections.close_all()
    readers = []
    for number in range(clients):
        read, write = os.pipe()
        if os.fork() == 0:
            os.close(read)
            source.reopen()  # SQLite's connections must not cross a fork
            at = number * len(calls) // clients
            share = [*calls[at:], *calls[:at]][: max(20, len(calls) // clients)]
            _one_after_the_other(share[:3])
            with os.fdopen(write, "wb") as out:
                pickle.dump(_one_after_the_other(share), out)
            os._exit(0)
        os.close(write)
        readers.append(read)
    answers: list[tuple[str, float]] = []
    for read in readers:
        with os.fdopen(read, "rb") as incoming:
            answers += pickle.load(incoming)
        os.wait()
    return answers


def _one_after_the_other(calls: list[Any]) -> list[tuple[str, float]]:
    found = []
    for kind, call in calls:
        started = time.perf_counter()
        call()
        found.append((kind, (time.perf_counter() - started) * 1000))
    return found


if __name__ == "__main__":
    program.run(main)
