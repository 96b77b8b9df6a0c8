"""All results of a search, one after another: what feeds and exports are made of.

Each batch costs one search and a constant number of queries; nothing is kept of the batches before but the ids, so that
a record that moves while others are published comes once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice

from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import override

from acervo.base.hosts import reachable
from search import outage, registry, service
from search.engines import get_engine
from search.engines.base import Audience, IndexMissing, RecordHit, Request
from search.params import DEEPEST, Params
from search.query import parse
from search.registry import Origin

BATCH = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One record, its best page and where both come from. Addresses are whole; `snippet` is plain text."""

    id: str
    kind: str
    kind_label: str
    title: str
    url: str
    date: str
    state: str
    language: str
    pages_total: int
    page: int | None
    page_url: str
    snippet: str
    origin: Origin


def items(request: HttpRequest, params: Params, *, most: int = DEEPEST) -> Iterator[Item]:
    """Up to `most` results in the order of `params`. The first batch is read at once, so that an engine that cannot
    answer raises SearchError here; one that stops answering later raises it while the items are taken."""
    batches = _batches(request, params, service.audience(), min(most, DEEPEST))
    first = next(batches, [])

    def rest() -> Iterator[Item]:
        yield from first
        for batch in batches:
            yield from batch

    return islice(rest(), most)


def _batches(request: HttpRequest, params: Params, who: Audience, most: int) -> Iterator[list[Item]]:
    query = parse(params.q)
    asked = Request(
        query=query,
        audience=who,
        filters=params.filters,
        date_from=params.date_from,
        date_to=params.date_to,
        sort=params.sort,
        limit=BATCH,
        synonyms=service.load_synonyms() if query.clauses else {},
    )
    seen: set[str] = set()
    for offset in range(0, most, BATCH):
        try:
            with outage.watched():
                answer = get_engine().search(replace(asked, offset=offset, limit=min(BATCH, most - offset)))
        except IndexMissing:
            if offset or registry.anything_to_index():
                raise
            return
        answer.hits = [hit for hit in answer.hits if hit.id not in seen]
        seen.update(hit.id for hit in answer.hits)
        for hit in answer.hits:
            del hit.pages[1:]
        yield _items(request, asked, answer.hits, service.shown(answer, query, asked.synonyms, {}))
        if offset + BATCH >= answer.total:
            return


def _items(
    request: HttpRequest, asked: Request, hits: Sequence[RecordHit], results: Iterable[service.Result]
) -> list[Item]:
    locale = asked.audience.locale
    labels = registry.facet("type").labels(list(dict.fromkeys(hit.kind for hit in hits)), locale)
    origins = _origins(hits, locale)

    def whole(url: str) -> str:
        return request.build_absolute_uri(reachable(request, url)) if url else ""

    made = []
    for result in results:
        hit, page = result.record, next(iter(result.pages), None)
        made.append(
            Item(
                id=hit.id,
                kind=hit.kind,
                kind_label=str(labels.get(hit.kind, hit.kind)),
                title=hit.title,
                url=whole(hit.url),
                date=hit.date,
                state=hit.state,
                language=hit.language,
                pages_total=hit.pages_total,
                page=page.number if page else None,
                page_url=whole(page.url) if page else "",
                snippet=unescape(strip_tags(page.snippet if page else result.summary)),
                origin=origins.get((hit.id, page.file if page else ""), Origin()),
            )
        )
    return made


def _origins(hits: Sequence[RecordHit], locale: str) -> dict[tuple[str, str], Origin]:
    """(id of the record, file of its best page or "") → origin; one call for each source."""
    wanted: dict[str, list[registry.OriginKey]] = defaultdict(list)
    for hit in hits:
        name, _, pk = hit.id.rpartition(":")
        wanted[name].append((int(pk), hit.pages[0].file if hit.pages else ""))
    known = {source.name: source for source in registry.sources()}
    found: dict[tuple[str, str], Origin] = {}
    with override(locale):
        for name, keys in wanted.items():
            if name in known:
                answer = known[name].origins(keys, locale)
                found |= {(f"{name}:{pk}", file): origin for (pk, file), origin in answer.items()}
    return found
