"""The inventory's map and lists at 5,000 monuments: size and processor time of the data, and of the pages.

A twentieth of the monuments keep their coordinates reserved, so that restrictions are part of what is measured. The
data hold the rest, 250 more monuments are made so that 5,000 points are sent. Time is that of the whole request in
process, middleware and compression included, the median of nine.
"""

import pytest

from tests.benchmarks.tables import Row, show

pytestmark = pytest.mark.benchmark

POINTS, MADE = 5_000, 5_263
MOST_KB, MOST_MS = 400, 100


def test_map_data_of_five_thousand_monuments(new_site, work, keep):
    found = work("map", new_site("map"), size=MADE)
    keep("map.json", found)
    show(f"Map data of {POINTS:,} monuments", [
        Row("compressed (gzip)", found["compressed"] / 1024, "KB", at_most=MOST_KB),
        Row("not compressed", found["plain"] / 1024, "KB"),
        Row("processor time of an answer", found["map_data"], "ms", at_most=MOST_MS),
        *(
            Row(f"{name}: processor time", page["cpu"], "ms", note=f"{page['queries']} queries")
            for name, page in found.items() if isinstance(page, dict)
        ),
    ])  # fmt: skip
    assert found["compressed"] <= MOST_KB * 1024
    assert found["map_data"] <= MOST_MS
