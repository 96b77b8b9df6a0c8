"""How the search grows with the archive: 1,000, 10,000 and 100,000 pages, measured alike.

The table has one line for each figure and one column for each size; the same goes to `var/benchmarks/growth.svg`. Read
it from left to right: a line that stays level costs the same in an archive a hundred times as large. The three best
pages of 20 records are read and marked at every size, which is most of a search; only the matching grows.
"""

import pytest

from tests.benchmarks import queries
from tests.benchmarks.chart import Panel, chart
from tests.benchmarks.tables import grid, number
from tests.benchmarks.test_search import API_MS, KB_A_PAGE, SEARCH_MS

pytestmark = pytest.mark.benchmark

SIZES = (1_000, 10_000, 100_000)
KINDS = (queries.ONE, queries.TWO, queries.PHRASE, queries.RARE, queries.PREFIX)


def test_growth_from_a_thousand_to_a_hundred_thousand_pages(measured, keep):
    found = [measured(size) for size in SIZES]
    search = {kind: [each["search"][kind]["cpu_p95"] for each in found] for kind in KINDS}
    api = {kind: [each["api"][kind]["cpu_p95"] for each in found] for kind in KINDS if kind != queries.PREFIX}
    size = [each["index_bytes"] / 1024 / each["pages"] for each in found]
    speed = [each["pages"] / each["index_cpu"] for each in found]
    rows = [[f"search, {kind}: CPU p95, ms", *map(number, values)] for kind, values in search.items()]
    rows += [[f"API, {kind}: CPU p95, ms", *map(number, values)] for kind, values in api.items()]
    rows.append(["index, KB a page", *map(number, size)])
    rows.append(["pages indexed a second of CPU", *map(number, speed)])
    grid("Growth", ("", *(f"{size:,} pages" for size in SIZES)), rows)
    svg = chart(
        "Search and archive size",
        f"95th percentile of processor time of a search, size of the index and speed of indexing at {SIZES[0]:,}, "
        f"{SIZES[1]:,} and {SIZES[2]:,} pages.",
        SIZES,
        [
            Panel("One search, ms of CPU (p95)", search, target=SEARCH_MS),
            Panel("One API request, ms of CPU (p95)", api, target=API_MS),
            Panel("Index, KB a page", {"index": size}, target=KB_A_PAGE),
            Panel("Pages indexed a second of CPU", {"indexing": speed}),
        ],
    )
    path = keep("growth.svg", svg)
    print(f"\nPlotted in {path}")
