"""Importing a sheet of ten thousand monuments: rows a second of processor time, and memory at five times as many.

The sheet is CSV, its rows are sound and new, as those of a first import are; «again» is the same sheet brought a second
time, when every row has to be compared with what is known. The search index is not written here: its worker does that.
"""

import pytest

from tests.benchmarks.tables import Row, show

pytestmark = pytest.mark.benchmark
ROWS, MANY = 10_000, 50_000


def test_importing_ten_thousand_monuments(new_site, work, keep):
    found = work("importing", new_site("importing"), rows=ROWS)
    many = work("importing", new_site("importing-many"), rows=MANY, again=False)
    keep("import.json", {"few": found, "many": many})
    for measured in (found, many):
        rows = measured["rows"]
        assert measured["check_counts"] == measured["write_counts"] == {"created": rows}
        assert measured["monuments"] == measured["live"] == rows
        assert measured["statements"] == rows
    assert found["again_counts"] == {"same": ROWS}
    rate = ROWS / found["write"]
    show(
        f"Importing {ROWS:,} monuments from CSV, on one core",
        [
            Row("validated and written, CPU", rate, "rows/s", at_least=8_000),
            Row("dry run and writing ÷ writing", (found["check"] + found["write"]) / found["write"], "", at_most=2.0),
            Row("dry run, CPU", ROWS / found["check"], "rows/s"),
            Row("the same sheet again, CPU", ROWS / found["again"], "rows/s"),
            Row("validated and written, wall", ROWS / found["write_wall"], "rows/s", note="one core, noisy"),
            Row(f"{MANY:,} rows, CPU", MANY / many["write"], "rows/s"),
            Row("memory above Django's", found["peak"] - found["before"], "MB"),
            Row(f"  with {MANY:,} rows", many["peak"] - many["before"], "MB"),
            Row("memory for each further row", (many["peak"] - found["peak"]) * 1024 * 1024 / (MANY - ROWS), "B"),
        ],
    )
