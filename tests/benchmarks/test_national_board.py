"""The national board: 32 states, two cycles of steps each, 1,280 commitments; processor time of the whole request.

«Kept»: what visitors get while nothing changes; every request reads everything again to know that. «Drawn»: the first
request after a change.
"""

import pytest

from tests.benchmarks.tables import Row, show

pytestmark = pytest.mark.benchmark

MOST_QUERIES, MOST_MS = 12, 15


def test_a_request_of_the_national_board(new_site, work, keep):
    found = work("national", new_site("national"))
    keep("national-board.json", found)
    frame = found.pop("frame")
    rows = [Row("an empty page of the site", frame, "ms", note="what the frame of every page costs")]
    for name, page in found.items():
        rows += [
            Row(f"{name}: kept", page["cpu"], "ms", at_most=MOST_MS, note=f"{page['cpu'] / MOST_MS:.2f} of the budget"),
            Row(f"{name}: drawn", page["cpu_drawn"], "ms", note=f"{page['cpu_drawn'] / MOST_MS:.2f} of the budget"),
            Row(f"{name}: queries, kept", page["queries"], "", at_most=MOST_QUERIES),
            Row(f"{name}: queries, drawn", page["queries_drawn"], "", at_most=MOST_QUERIES),
        ]
    show("National board, median of a request", rows)
    assert all(page["queries_drawn"] <= MOST_QUERIES for page in found.values())
    assert all(page["cpu"] <= MOST_MS for page in found.values())
