"""One batch, as the site writes them."""

from collections.abc import Iterable

from search.engines.base import Engine
from search.registry import Entry


def put(engine: Engine, entries: Iterable[Entry]) -> None:
    with engine.batch(wait=10) as writer:
        for entry in entries:
            writer.put(entry)


def delete(engine: Engine, ids: Iterable[str]) -> None:
    with engine.batch(wait=10) as writer:
        for id in ids:
            writer.delete(id)
