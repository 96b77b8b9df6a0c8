"""Reading the real laws into the archive: speed against bare extraction, and memory.

The share is (processor time of bare pypdfium2 text extraction) ÷ (processor time of ingest, all processes): 1 would mean
that storing, indexing and the safety of a child process cost nothing.
"""

from pathlib import Path

import pytest

from tests.benchmarks.tables import Row, show
from tests.needs import needs_shared

pytestmark = [pytest.mark.benchmark, pytest.mark.shared]


def test_ingest_of_the_laws_against_bare_extraction(new_site, work, keep):
    found = work("ingest", new_site("ingest"), folder=str(needs_shared("leyes")))
    keep("ingest.json", found)
    assert found["files"] == 70
    assert set(found["states"]) <= {"ready", "waiting_ocr"}
    assert found["stored_pages"] == found["bare_pages"] > 2_500
    assert found["indexed_pages"] == found["pages_with_text"]
    # Ours drops control characters and line-end carriage returns at most.
    assert 0.9 * found["bare_characters"] < found["stored_characters"] <= found["bare_characters"]
    ingest = found["extract"] + found["store"] + found["index"]
    pages = found["bare_pages"]
    show(
        f"Ingest of {found['files']} laws, {pages:,} pages, on one core",
        [
            Row("share of bare extraction, CPU", found["bare"] / ingest, "", at_least=0.45),
            Row(
                "share of bare extraction, wall", found["bare_wall"] / found["ingest_wall"], "", note="one core, noisy"
            ),
            Row("bare extraction, CPU", found["bare"], "s"),
            Row("ingest, CPU", ingest, "s"),
            Row("  extraction in the child", found["extract"], "s"),
            Row("  pages to the database", found["store"], "s"),
            Row("  analysis and index", found["index"], "s"),
            Row("pages a second of CPU", pages / ingest, "/s"),
            Row("index", found["index_bytes"] / 1024 / found["indexed_pages"], "KB/page"),
        ],
    )


def test_memory_of_ingesting_the_largest_law(new_site, work, keep):
    largest = max(needs_shared("leyes").glob("*.pdf"), key=lambda path: path.stat().st_size)
    found = work("peak", new_site("peak"), path=str(largest))
    keep("peak.json", found)
    assert found["state"] == "ready"
    assert found["pages"] > 300
    show(
        f"Memory of ingesting {Path(largest).name} ({largest.stat().st_size / 2**20:.1f} MB, {found['pages']} pages)",
        [
            Row("peak, parent + child", found["parent"] + found["child"], "MB", at_most=300),
            Row("  child, which opens the file", found["child"], "MB"),
            Row("  parent, up to the index written", found["parent"], "MB"),
            Row("  parent, up to the pages stored", found["reading"], "MB"),
            Row("  parent before (Django, Wagtail)", found["before"], "MB"),
        ],
    )
