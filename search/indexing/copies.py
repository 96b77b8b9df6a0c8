"""From a source to a writer: the index is made to say what the database says about some records now."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connections, router

from search import registry
from search.engines.base import SearchError, Writer
from search.models import Change

T = TypeVar("T")
logger = logging.getLogger(__name__)
CHUNK = 200  # records asked of a source at a time


def copy(writer: Writer, records: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Put or delete each of these records (source, pk). Returns id → error of those whose source failed.

    A record that cannot be read is taken out: nobody knows whether it may still be public. Raises SearchError when the
    engine fails, and the database's error when that is gone: neither says anything about a record.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for source, pk in records:
        wanted[source].add(pk)
    failed: dict[str, str] = {}
    for name in sorted(wanted):
        for pks in chunks(sorted(wanted[name]), CHUNK):
            failed |= _copy_some(writer, name, pks)
    return failed


def _copy_some(writer: Writer, name: str, pks: list[int]) -> dict[str, str]:
    try:
        _copy(writer, name, pks)
    except Exception as error:  # noqa: BLE001 a source is foreign code; what it raised is logged record by record
        raise_if_not_the_sources(error)
        logger.warning("search: the source %s failed (%r); its records are read one by one", name, error)
        return _one_by_one(writer, name, pks)
    return {}


def _one_by_one(writer: Writer, name: str, pks: list[int]) -> dict[str, str]:
    failed: dict[str, str] = {}
    for pk in pks:
        try:
            _copy(writer, name, [pk])
        except Exception as error:  # a source is foreign code; one record must not stop the rest
            raise_if_not_the_sources(error)
            writer.delete(f"{name}:{pk}")
            failed[f"{name}:{pk}"] = f"{type(error).__name__}: {error}"
            logger.exception("search: %s:%s cannot be read and was taken out", name, pk)
    return failed


def _copy(writer: Writer, name: str, pks: list[int]) -> None:
    gone = set(pks)
    if name in {source.name for source in registry.sources()}:
        for entry in registry.source(name).entries(pks):
            writer.put(entry)
            gone.discard(entry.pk)
    for pk in sorted(gone):
        writer.delete(f"{name}:{pk}")


def raise_if_not_the_sources(error: Exception) -> None:
    """Let through what the engine or a lost database connection raised; any other error is the source's own."""
    if isinstance(error, SearchError):
        raise error
    lost = isinstance(error, OperationalError | InterfaceError)
    if lost and not connections[router.db_for_read(Change)].is_usable():
        raise error


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
