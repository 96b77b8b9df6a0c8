"""Making an archive of generated pages, indexing it, and asking it: the search itself, and the public API.

A search is what the site does for one: match, count all facets, take the best pages of the top 20, read their texts
and mark the words in the snippets. The API is the whole request in process, through every middleware.
"""

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.benchmarks import clocks, queries
from tests.benchmarks.source import GeneratedSource
from tests.benchmarks.spanish import THEMES, TYPES, Corpus
from tests.benchmarks.work import program

REPEATS = 3


def main(pages: int, check_all: bool = False) -> dict[str, Any]:
    from search import indexing, registry
    from search.engines import get_engine

    corpus = Corpus(pages)
    started = time.process_time()
    source = GeneratedSource(corpus, Path(settings.DATA_DIR) / "pages.sqlite3")
    made = time.process_time() - started
    _terms()
    for known in registry.sources():
        registry.unregister(known.name)
    registry.register(source)
    wall, cpu = time.perf_counter(), time.process_time()
    indexing.rebuild()
    index_cpu, index_wall = time.process_time() - cpu, time.perf_counter() - wall
    health = get_engine().health()
    texts = [text for _pk, _number, text in _some_pages(source)]
    asked = queries.parameters(texts)
    return {
        "pages": health.pages,
        "records": health.records,
        "generated_seconds": made,
        "index_cpu": index_cpu,
        "index_wall": index_wall,
        "index_bytes": health.size,
        "planted": {word: [count, _total({"q": word})] for word, count in corpus.planted.items()},
        "counted": _count(source, asked) if check_all else {},
        "answers": _answers(asked),
        "search": _search(asked),
        "api": _api(asked),
        "memory": clocks.memory_of(),
    }


def _terms() -> None:
    """The vocabularies that name the values of the facets."""
    from documents.models import RecordType, Theme

    for model, codes in ((RecordType, TYPES), (Theme, THEMES)):
        for code in codes:
            model.for_code(code, name=code.capitalize())


def _some_pages(source: GeneratedSource) -> list[tuple[int, int, str]]:
    step = max(1, len(source.records) // 25)
    return [
        (pk, page.number, page.text)
        for pk in list(source.records)[::step]
        for entry in source.entries([pk])
        for page in list(entry.pages())[:2]
    ]


def _find(parameters: dict[str, str]) -> Any:
    from django.http import QueryDict

    from search import service
    from search.params import read

    query = QueryDict(mutable=True)
    query.update(parameters)
    return service.find(read(query))


def _total(parameters: dict[str, str]) -> int:
    return _find(parameters).total


def _answers(asked: dict[str, list[dict[str, str]]]) -> dict[str, dict[str, float]]:
    """What comes back, kind by kind: that the measured searches do the whole work."""
    found: dict[str, dict[str, float]] = {}
    for kind, list_of_parameters in asked.items():
        answers = [_find(parameters) for parameters in list_of_parameters]
        results = [result for answer in answers for result in answer.results]
        pages = [page for result in results for page in result.pages]
        found[kind] = {
            "with_results": sum(answer.total > 0 for answer in answers),
            "queries": len(answers),
            "mean_total": sum(answer.total for answer in answers) / len(answers),
            "mean_shown": len(results) / len(answers),
            "mean_pages": len(pages) / len(answers),
            "marked": sum("<mark>" in page.snippet for page in pages) / max(1, len(pages)),
            "facets": min((len(answer.facets) for answer in answers), default=0),
            "suggested": sum(bool(answer.suggestion) for answer in answers),
        }
    return found


def _count(source: GeneratedSource, asked: dict[str, list[dict[str, str]]]) -> dict[str, list[int]]:
    """query → (records that hold its word, counted here without the index; records that the search finds)."""
    from search.analysis import analyzer

    spanish = analyzer("es")
    holds: dict[str, set[int]] = {}
    for pk, text in source.all_texts():
        for term in set(spanish.terms(text)):
            holds.setdefault(term, set()).add(pk)
    for pk in source.records:
        for entry in source.entries([pk]):
            for term in spanish.terms(f"{entry.title} {entry.summary} {entry.text}"):
                holds.setdefault(term, set()).add(pk)
    counted = {}
    for kind in (queries.ONE, queries.TWO, queries.RARE):
        for parameters in asked[kind]:
            sets = [holds.get(term, set()) for term in spanish.terms(parameters["q"])]
            counted[parameters["q"]] = [len(set.intersection(*sets)), _total(parameters)]
    return counted


def _search(asked: dict[str, list[dict[str, str]]]) -> dict[str, dict[str, float]]:
    from search import service

    calls = {kind: [partial(_find, one) for one in each] for kind, each in asked.items()}
    calls[queries.PREFIX] = [partial(service.complete, prefix) for prefix in queries.prefixes()]
    return _mixed(calls)


def _api(asked: dict[str, list[dict[str, str]]]) -> dict[str, dict[str, float]]:
    from django.test import Client

    client = Client()

    def ask(parameters: dict[str, str]) -> None:
        response = client.get("/api/v1/search", parameters)
        assert response.status_code == 200, response.content

    return _mixed({kind: [partial(ask, one) for one in asked[kind]] for kind in queries.SEARCHES})


def _mixed(calls: dict[str, list[Callable[[], Any]]]) -> dict[str, dict[str, float]]:
    """Times of each kind, with calls of all kinds asked in one random order, after one round that is not counted."""
    order = [(kind, call) for kind, each in calls.items() for call in each] * REPEATS
    random.Random(11).shuffle(order)
    for _kind, call in order[: len(order) // REPEATS]:
        call()
    found = {kind: clocks.Times([], []) for kind in calls}
    for kind, call in order:
        once = clocks.timed([call])
        found[kind].cpu += once.cpu
        found[kind].wall += once.wall
    return {kind: times.summary() for kind, times in found.items()}


if __name__ == "__main__":
    program.run(main)
