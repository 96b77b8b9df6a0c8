"""One search from parameters to what a page or the API shows: results, snippets, facets, a suggestion.

The number of database queries does not depend on the number of results: one for the synonyms, those of `labels` of each
facet, and those of `Source.texts` of each source that has a record on this page of results.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import get_language

from search import analysis, registry
from search.engines import get_engine
from search.engines.base import (
    PAGES_PER_RECORD,
    Audience,
    Completion,
    IndexMissing,
    RecordHit,
    Request,
    Results,
    SearchError,
)
from search.highlight import Highlighter
from search.params import Params
from search.plan import Synonyms
from search.query import Query, parse
from search.synonyms import in_use as synonyms_in_use

Texts: TypeAlias = dict[tuple[str, str, int], str]  # (id of the record, file, page) → text
FEW_RESULTS = 2  # up to this many, a suggestion is looked for
MENDED_WORDS = 6  # of a query; each costs some milliseconds
SUMMARY = 300  # characters


@dataclass(slots=True)
class FoundPage:
    """One page of a record. `url` opens the reader there with the words marked; `snippet` is safe HTML."""

    number: int
    file: str
    url: str
    snippet: str


@dataclass(slots=True)
class Result:
    """One record. `summary` is safe HTML with marks, made only when there are no `pages` to show.

    `more_url` opens the reader on the best page, which lists every page with these words; "" without pages.
    """

    record: RecordHit
    type_label: str
    summary: str
    pages: list[FoundPage] = field(default_factory=list)

    @property
    def more_url(self) -> str:
        return self.pages[0].url if len(self.pages) == PAGES_PER_RECORD < self.record.pages_total else ""


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class FacetCounts:
    name: str
    label: str
    values: list[FacetValue]


@dataclass(slots=True)
class Found:
    params: Params
    total: int
    results: list[Result]
    facets: list[FacetCounts]
    suggestion: str  # a better query, or ""


def audience() -> Audience:
    """An anonymous visitor of the active interface language, now."""
    return Audience(locale=get_language() or "es-mx", now=timezone.now())


def find(params: Params, who: Audience | None = None) -> Found:
    """Run the search. Raises SearchError when the engine cannot answer.

    A site that has nothing to index yet needs no index to say that there is nothing.
    """
    who = who or audience()
    query = parse(params.q)
    synonyms = load_synonyms() if query.clauses else {}
    request = Request(
        query=query,
        audience=who,
        filters=params.filters,
        date_from=params.date_from,
        date_to=params.date_to,
        sort=params.sort,
        offset=params.offset,
        limit=params.size,
        facets=tuple(facet.name for facet in registry.facets()),
        synonyms=synonyms,
    )
    try:
        answer = get_engine().search(request)
    except IndexMissing:
        if registry.anything_to_index():
            raise
        return Found(params, 0, [], facet_counts(Results(0, [], {}), params, who.locale), "")
    facets = facet_counts(answer, params, who.locale)
    suggestion = ""
    if answer.total <= FEW_RESULTS:
        with suppress(SearchError):  # the results are here; they do not wait for a hint
            suggestion = _suggestion(request, answer.total)
    types = {value.value: value.label for facet in facets if facet.name == "type" for value in facet.values}
    return Found(params, answer.total, shown(answer, query, synonyms, types), facets, suggestion)


def load_synonyms() -> Synonyms:
    """The synonyms of each language. One query; editors' changes count at once, in every process."""
    return synonyms_in_use()


def shown(answer: Results, query: Query, synonyms: Synonyms, types: dict[str, str]) -> list[Result]:
    """The hits with their snippets; `types` names the kinds."""
    texts = _texts(answer.hits)
    markers: dict[str, Highlighter] = {}
    results = []
    for hit in answer.hits:
        language = analysis.analyzer(hit.language).code
        marker = markers.get(language)
        if marker is None:
            marker = markers[language] = Highlighter(query, language, synonyms)
        pages = _pages(hit, marker, texts, query.text)
        summary = "" if pages else marker.snippet(hit.summary, SUMMARY)
        results.append(Result(hit, types.get(hit.kind, hit.kind), summary, pages))
    return results


def _pages(hit: RecordHit, marker: Highlighter, texts: Texts, q: str) -> list[FoundPage]:
    pages = []
    for page in hit.pages:
        text = texts.get((hit.id, page.file, page.number), "")
        pages.append(FoundPage(page.number, page.file, with_query(page.url, q), marker.snippet(text)))
    return pages


def _texts(hits: Sequence[RecordHit]) -> Texts:
    """The texts of all pages of the results: one call for each source."""
    wanted: dict[str, list[registry.TextKey]] = defaultdict(list)
    for hit in hits:
        name, _, pk = hit.id.rpartition(":")
        wanted[name] += [(int(pk), page.file, page.number) for page in hit.pages]
    known = {source.name: source for source in registry.sources()}
    texts: Texts = {}
    for name, keys in wanted.items():
        if keys and name in known:
            answer = known[name].texts(keys)
            texts |= {(f"{name}:{pk}", file, number): text for (pk, file, number), text in answer.items()}
    return texts


def facet_counts(answer: Results, params: Params, locale: str) -> list[FacetCounts]:
    """Every facet with all its values: years newest first, the others by count. Selected values stay, also at 0."""
    facets = []
    for facet in registry.facets():
        counts = dict(answer.facets.get(facet.name, {}))
        selected = params.filters.get(facet.name, ())
        for value in selected:
            counts.setdefault(value, 0)
        labels = facet.labels(list(counts), locale) if counts else {}
        values = [
            FacetValue(value, str(labels.get(value, value)), count, value in selected)
            for value, count in counts.items()
        ]
        if facet.name == "year":
            values.sort(key=lambda item: item.value, reverse=True)
        else:
            values.sort(key=lambda item: (-item.count, analysis.fold(item.label)))
        facets.append(FacetCounts(facet.name, str(facet.label), values))
    return facets


def _suggestion(request: Request, total: int) -> str:
    """The query with its misspelt words mended, if that finds more; built from what the audience may see."""
    engine = get_engine()
    mended = request.query.text
    typed = dict.fromkeys(word for leaf in request.query.leaves() for word in analysis.words(leaf.text))
    for word, better in engine.suggest(list(typed)[:MENDED_WORDS], request.audience).items():
        mended = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, mended)
    if mended == request.query.text:
        return ""
    again = Request(
        query=parse(mended),
        audience=request.audience,
        filters=request.filters,
        date_from=request.date_from,
        date_to=request.date_to,
        limit=1,
        synonyms=request.synonyms,
    )
    return mended if engine.search(again).total > total else ""


def complete(text: str, *, limit: int = 8) -> list[Completion]:
    """Lines under the search box: titles, then ways to finish the word."""
    return get_engine().autocomplete(text, audience(), limit=limit)


def with_query(url: str, q: str) -> str:
    """The address of a page, with the words to mark there."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'q': q})}" if q else url
