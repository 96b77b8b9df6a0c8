"""From «Publicar» to the results: how long a citizen waits for what an editor has just published.

The worker is a process of its own, as in production. The delay is counted from the end of the editor's request.
"""

import os
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.utils import timezone

from tests.benchmarks import clocks
from tests.benchmarks.work import program

PATIENCE = 30.0  # seconds for one
LOOK_EVERY = 0.02


def main(times: int, search_url: str = "") -> dict[str, float]:
    from documents.models import CollectionPage
    from search import indexing
    from tests import factories

    settings.SEARCH_URL = search_url
    collection = CollectionPage.objects.get()
    indexing.rebuild()
    # With its own words for the program that this very interpreter runs; no shell.
    worker = subprocess.Popen(
        [sys.executable, str(settings.SITE_DIR / "manage.py"), "worker"], env={**os.environ, "SEARCH_URL": search_url}
    )
    try:
        delays = []
        for number in range(times + 1):
            word = f"plazo{number:04d}x"
            factories.record(collection, f"Acta {word}")
            delays.append(_until_found(word))
            time.sleep(0.137 * (number % 7))  # so that no rhythm of the worker is met again and again
    finally:
        worker.terminate()
        worker.wait(30)
    counted = delays[1:]  # the first waits for the worker to start
    return {
        "n": len(counted), "p50": clocks.percentile(counted, 0.5), "p95": clocks.percentile(counted, 0.95),
        "most": max(counted),
    }  # fmt: skip


def _until_found(word: str) -> float:
    from search.engines import get_engine
    from search.engines.base import Audience, Request
    from search.query import parse

    started = time.perf_counter()
    while time.perf_counter() - started < PATIENCE + (PATIENCE if word.endswith("0000x") else 0):
        request: Any = Request(parse(word), Audience("es-mx", timezone.now()), limit=1)
        if get_engine().search(request).total:
            return time.perf_counter() - started
        time.sleep(LOOK_EVERY)
    raise TimeoutError(f"{word} was not found")


if __name__ == "__main__":
    program.run(main)
