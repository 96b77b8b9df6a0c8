"""The rows of one table, packed into parts of a few megabytes."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterator

from . import snapshot
from .tables import Table

PART_BYTES = 16 << 20  # unpacked; a part is all of the rows that is in memory at any time


def parts(table: Table, count: Callable[[int], None]) -> Iterator[tuple[bytes, int, int]]:
    """(packed bytes, rows, unpacked bytes) of each part. `count` is told of every so many rows."""
    packed, rows, size = io.BytesIO(), 0, 0
    out = gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=6)
    for row in snapshot.rows(table):
        line = json.dumps(row, separators=(",", ":")).encode() + b"\n"
        out.write(line)
        rows, size = rows + 1, size + len(line)
        if rows % 500 == 0:
            count(500)
        if size >= PART_BYTES:
            out.close()
            yield packed.getvalue(), rows, size
            count(rows % 500)
            packed, rows, size = io.BytesIO(), 0, 0
            out = gzip.GzipFile(fileobj=packed, mode="wb", mtime=0, compresslevel=6)
    out.close()
    count(rows % 500)
    if rows:
        yield packed.getvalue(), rows, size
