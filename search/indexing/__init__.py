"""How a change in the database reaches the index, without ever being lost.

`touch` writes the outbox in the transaction of the change; after the commit a task delivers what waits there. If the
engine is away or busy, the process dies or a source fails, the row is still there: whoever writes now, the next
change, or the clock (`sweep`) delivers it. Delivering reads the record again, so doing it twice or late is harmless.

outbox: what waits, in the database · copies: from a source to a writer · delivery: from the outbox to the engine ·
rebuilding: a new index · sweeping: what the clock does · outage: the engine was away, said once.
"""

from search.engines.base import IndexBusy
from search.indexing.copies import CHUNK, chunks
from search.indexing.delivery import (
    LOCK_SECONDS,
    REBUILD_AFTER,
    REBUILD_FAILED,
    apply_changes,
    rebuild,
    rebuild_and_report,
    want_rebuild,
)
from search.indexing.outbox import KEEP_APPLIED, MAX_ATTEMPTS, PAGE, RETRY_AFTER, batch, touch, waiting
from search.indexing.rebuilding import CountsDiffer, Progress, Rebuilt, TooMuchLeftOut
from search.indexing.sweeping import sweep

__all__ = [
    "CHUNK",
    "KEEP_APPLIED",
    "LOCK_SECONDS",
    "MAX_ATTEMPTS",
    "PAGE",
    "REBUILD_AFTER",
    "REBUILD_FAILED",
    "RETRY_AFTER",
    "CountsDiffer",
    "IndexBusy",
    "Progress",
    "Rebuilt",
    "TooMuchLeftOut",
    "apply_changes",
    "batch",
    "chunks",
    "rebuild",
    "rebuild_and_report",
    "sweep",
    "touch",
    "waiting",
    "want_rebuild",
]
