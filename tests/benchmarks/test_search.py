"""Searching 100,000 generated Spanish pages of some 300 words in 2,105 records, and indexing them.

A search is what a visitor causes: all words matched over whole records, six facets counted, the best three pages of
each of the top 20 records found, their texts read and marked. The first table has the search alone (`service.find`), the
second the request to `/api/v1/search` in process. Queries of all kinds are asked in one random order, each three times;
p95 is over all of them. The target is held against CPU time, which is the wall time of a machine with nothing else to do.
"""

import pytest

from tests.benchmarks.tables import Row, grid, number, show

pytestmark = pytest.mark.benchmark

PAGES = 100_000
SEARCH_MS, API_MS, KB_A_PAGE = 20, 45, 1.5


def test_searching_a_hundred_thousand_pages(measured):
    found = measured(PAGES)
    table(f"Search over {PAGES:,} pages in {found['records']:,} records", found["search"], SEARCH_MS)


def test_the_api_over_a_hundred_thousand_pages(measured):
    found = measured(PAGES)
    table(f"/api/v1/search over {PAGES:,} pages, in process", found["api"], API_MS)


def test_indexing_a_hundred_thousand_pages(measured):
    found = measured(PAGES)
    show(
        f"Index of {PAGES:,} pages in {found['records']:,} records, built by search_rebuild",
        [
            Row("size", found["index_bytes"] / 1024 / PAGES, "KB/page", at_most=KB_A_PAGE),
            Row("pages indexed a second of CPU", PAGES / found["index_cpu"], "/s"),
            Row("pages indexed a second, wall", PAGES / found["index_wall"], "/s"),
            Row("memory of the process after all of it", found["memory"]["rss"], "MB"),
            Row("  at its peak, while indexing", found["memory"]["peak"], "MB"),
        ],
    )


def table(title: str, times: dict[str, dict[str, float]], target: float) -> None:
    rows = []
    for kind, t in times.items():
        figures = [number(t[name]) for name in ("cpu_p50", "cpu_p95", "wall_p50", "wall_p95")]
        verdict = "reached" if t["cpu_p95"] <= target else "NOT REACHED"
        rows.append([kind, *figures, f"≤ {target}", verdict])
    grid(f"{title}; ms", ("", "CPU p50", "CPU p95", "wall p50", "wall p95", "CPU p95", ""), rows)
