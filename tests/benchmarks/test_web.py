"""What visitors open: the record page, the reader and listings, in a collection of 10 records and in one of 1,000.

The records are imported with `import_documents`, each with a PDF of its own. Queries are those of one request in
process, after the first few; they must be 12 at most and the same in both collections. The memory is that of the one web
process that `make run` starts (gunicorn, four threads) after some 500 requests of every kind, pictures and exports
among them; pages that several processes share count in full.
"""

import pytest

from tests.benchmarks.tables import Row, grid, number, show

pytestmark = pytest.mark.benchmark

SMALL, LARGE = 10, 1_000
QUERIES, MEMORY_MB = 12, 180


@pytest.fixture(scope="module")
def archive(new_site, work):
    """A site with both collections: its DATA_DIR."""
    place = new_site("web")
    made = work("web", place, step="make", small=SMALL, large=LARGE)
    assert made["ready"] == SMALL + LARGE
    assert made["indexed"] >= SMALL + LARGE
    show(f"Import of {LARGE:,} records, each with a PDF of two pages", [
        Row("records a second of CPU, without the reading child", LARGE / made["import_seconds"], "/s"),
    ])  # fmt: skip
    return place


def test_pages_of_ten_and_of_a_thousand_records(archive, work, keep):
    found = work("web", archive, step="pages")
    keep("pages.json", found)
    rows = []
    for name, page in found.items():
        alike = page["queries"] == found[name.replace("1,000", "10")]["queries"]
        verdict = "reached" if page["queries"] <= QUERIES and alike else "NOT REACHED"
        figures = [number(page[each]) for each in ("cpu_p50", "cpu_p95", "kb")]
        rows.append([name, str(page["queries"]), f"≤ {QUERIES}, alike", verdict, *figures])
    grid("Pages", ("", "queries", "target", "", "CPU p50, ms", "CPU p95, ms", "KB"), rows)
    assert found["listing of 10"]["rows"] >= SMALL
    assert found["listing of 1,000"]["rows"] >= 25


def test_memory_of_the_web_process(archive, work, keep):
    found = work("web", archive, step="memory")
    keep("memory.json", found)
    assert found["statuses"].get("200", 0) > 300
    assert set(found["statuses"]) <= {"200", "404"}
    show(
        f"Memory of the web process after {sum(found['statuses'].values())} requests",
        [
            Row("web process (RSS)", found["web"]["rss"], "MB", at_most=MEMORY_MB),
            Row("  after its first page", found["started"], "MB"),
            Row("  of it mapped files (libraries, database, index)", found["web"]["file"], "MB"),
            Row("  peak", found["web"]["peak"], "MB"),
            Row("  its own share (PSS)", found["web"]["pss"], "MB"),
            Row("child that opens the PDFs", sum(found["children"]), "MB"),
        ],
    )
