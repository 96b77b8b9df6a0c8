"""Elasticsearch with a heap of 512 MB beside the embedded engine, in one run on one machine.

Everything shares the two processors: the server, its clients and the site's own work of reading and marking texts. So
the columns of many clients say what this machine serves at most, not what a cluster of its own would.
"""

import pytest

from tests import servers
from tests.benchmarks import queries
from tests.benchmarks.chart import Panel, chart
from tests.benchmarks.tables import Row, grid, number, show

pytestmark = pytest.mark.benchmark

SIZES = (1_000, 10_000, 100_000)
CLIENTS = (1, 4, 16)
SEARCH_MS = 60  # p95 on Elasticsearch, one client
DELAY_SECONDS = 3
KINDS = (queries.ONE, queries.TWO, queries.PHRASE, queries.RARE, queries.FILTERED, queries.ALL)
ALSO = (queries.PREFIX, queries.SLIP)
SHARED = {"embedded": "embedded", "elasticsearch": "Elasticsearch"}


@pytest.fixture(scope="module")
def cluster():
    with servers.elasticsearch(heap="512m") as server:
        yield server


@pytest.fixture(scope="module")
def compared(cluster, new_site, work, keep):
    """`compared(pages)`: both engines measured at that size, once."""
    known = {}

    def at(pages: int):
        if pages not in known:
            clients = CLIENTS if pages == SIZES[-1] else (1,)
            site = new_site(f"engines-{pages}")
            known[pages] = found = work(
                "engines", site, pages=pages, search_url=cluster.url, server=cluster.pid, clients=clients
            )  # fmt: skip
            keep(f"engines-{pages}.json", found)
            assert found["totals"]["embedded"] == found["totals"]["elasticsearch"], "they do not find the same"
            assert {each["pages"] for each in found["indexed"].values()} == {pages}
        return known[pages]

    return at


def test_a_hundred_thousand_pages_on_both_engines(compared):
    found = compared(SIZES[-1])
    rows = []
    for clients in CLIENTS:
        times = found["times"][str(clients)]
        for kind in (*KINDS, *ALSO):
            pairs = [times[name][kind] for name in SHARED]
            ratio = pairs[1]["p50"] / pairs[0]["p50"]
            target = f"≤ {SEARCH_MS}" if clients == 1 and kind in KINDS else ""
            verdict = ("reached" if pairs[1]["p95"] <= SEARCH_MS else "NOT REACHED") if target else ""
            figures = [number(pair[name]) for pair in pairs for name in ("p50", "p95")]
            rows.append([kind, str(clients), *figures, number(ratio), target, verdict])
    head = ("", "clients", "embedded p50", "p95", "Elasticsearch p50", "p95", "p50 ratio", "p95", "")
    grid(f"A search over {SIZES[-1]:,} pages in {found['records']:,} records, with facets and snippets; ms", head, rows)
    for name, label in SHARED.items():
        of_one = found["cpu"][name]
        rows = [Row("on the site", of_one["site"], "ms"), Row("on the search server", of_one["server"], "ms")]
        show(f"Processor time of one search on {label}, mean of all kinds", rows)
        made = found["indexed"][name]
        show(
            f"search_rebuild on {label}",
            [
                Row("pages a second", made["pages"] / made["wall"], "/s"),
                Row("seconds", made["wall"], "s"),
                Row("of the site's own processor time", made["cpu"], "s"),
                Row("index", made["bytes"] / 1e6, "MB"),
                Row("index, a page", made["bytes"] / 1024 / made["pages"], "KB"),
            ],
        )


def test_growth_on_both_engines(compared, keep):
    found = [compared(size) for size in SIZES]

    def p95(name: str, kind: str) -> list[float]:
        return [each["times"]["1"][name][kind]["p95"] for each in found]

    def each(name: str, value) -> list[float]:
        return [value(one["indexed"][name]) for one in found]

    panels = [
        Panel(f"One search on {label}, ms (p95)", {kind: p95(name, kind) for kind in KINDS[:4]}, target=SEARCH_MS)
        for name, label in SHARED.items()
    ]
    size = {label: each(name, lambda made: made["bytes"] / 1024 / made["pages"]) for name, label in SHARED.items()}
    speed = {label: each(name, lambda made: made["pages"] / made["wall"]) for name, label in SHARED.items()}
    panels += [Panel("Index, KB a page", size), Panel("Pages indexed a second", speed)]
    rows = [
        [f"{panel.title}: {line}", *map(number, values)] for panel in panels for line, values in panel.lines.items()
    ]
    grid("Growth on both engines, one client", ("", *(f"{size:,} pages" for size in SIZES)), rows)
    description = "p95 of a search, size of the index and speed of indexing on both engines at three sizes of archive."
    print(f"\nPlotted in {keep('engines.svg', chart('Two engines and archive size', description, SIZES, panels))}")


def test_from_publishing_to_the_results(cluster, new_site, work):
    rows = []
    for label, url in (("embedded", ""), ("Elasticsearch", cluster.url)):
        found = work("publishing", new_site(f"publishing-{label}"), times=40, search_url=url)
        rows += [
            Row(f"{label}, p50", found["p50"], "s"),
            Row(f"{label}, p95", found["p95"], "s", at_most=DELAY_SECONDS),
        ]
    show("From publishing to the results", rows)
