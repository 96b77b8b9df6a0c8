"""An entry as every engine indexes it: terms made by `search.analysis`, so that all engines mean the same.

Two levels: the **record** carries the terms of its title, its metadata and all its pages, and decides what matches and
is counted in facets; a **page** carries the terms of one page, and finds the best pages of a record. The text itself
stays in the database. Terms are joined by spaces: an engine needs a tokenizer that splits there, and nothing else.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from search import articles, registry, weights
from search.analysis import Analyzer, analyzer, fold, words
from search.registry import Entry, PageText

VERSION = 4  # raise it when the analysis or the meaning of a field changes: old indexes are then refused, not misread
EVERYWHERE = "*"
FOREVER = 2**62  # microseconds
VOCABULARY_WORD = range(3, 25)  # lengths of words worth suggesting
SORTED = 300  # characters of a title that decide its place


@dataclass(frozen=True, slots=True)
class AnalysedPage:
    record: str
    language: str
    file: str
    number: int
    url: str
    terms: str
    articles: list[str]


@dataclass(frozen=True, slots=True)
class AnalysedRecord:
    """`texts` are separate texts: no phrase runs from one into the next. `recency` is a factor, see `search.weights`.

    `shown` is what a result needs (see `RecordHit`), with the hash of the content and the language of the analysis.
    """

    id: str
    language: str
    shown_in: list[str]
    title: str
    texts: list[str]
    title_words: list[str]
    vocabulary: list[str]
    by_title: str
    by_date: str
    day: int | None
    visible_from: int
    visible_until: int
    recency: float
    facets: dict[str, list[str]]
    shown: dict[str, Any]


def signature() -> str:
    """What an index must have been built with to be usable by this process."""
    return f"{VERSION}:{','.join(facet.name for facet in registry.facets())}"


def analyse(entry: Entry) -> tuple[list[AnalysedPage], AnalysedRecord]:
    """The pages of an entry, and its record. Reads the pages once."""
    an = analyzer(entry.language)
    vocabulary = set(words(f"{entry.title} {entry.summary} {entry.text}"))
    by_file: dict[str, list[str]] = {}
    read: list[PageText] = []
    pages: list[AnalysedPage] = []
    for page in entry.pages():
        read.append(page)
        terms = an.joined(page.text)
        by_file.setdefault(page.file, []).append(terms)
        vocabulary.update(words(page.text))
        begun = articles.begun(page.text)
        pages.append(AnalysedPage(entry.id, an.code, page.file, page.number, page.url, terms, begun))
    # The pages of one file are one text, so that a sentence that runs over a page break is still a phrase.
    texts = [an.joined(entry.title), an.joined(f"{entry.summary}\n{entry.text}")]
    texts += [" ".join(parts) for parts in by_file.values()]
    return pages, _record(entry, an, texts, vocabulary, entry.hash_of(read))


def _record(entry: Entry, an: Analyzer, texts: list[str], vocabulary: set[str], content_hash: str) -> AnalysedRecord:
    date = entry.date.isoformat() if entry.date else ""
    return AnalysedRecord(
        id=entry.id,
        language=an.code,
        shown_in=list(entry.shown_in) or [EVERYWHERE],
        title=texts[0],
        texts=texts,
        title_words=[fold(word) for word in words(entry.title)],
        vocabulary=sorted(_vocabulary(vocabulary)),
        by_title=f"{fold(entry.title)[:SORTED].strip().replace('ñ', 'n~')}\x1f{entry.id}",
        by_date=f"{date}\x1f{entry.id}" if date else "",
        day=entry.date.toordinal() if entry.date else None,
        visible_from=microseconds(entry.visible_from) if entry.visible_from else -FOREVER,
        visible_until=microseconds(entry.visible_until) if entry.visible_until else FOREVER,
        recency=weights.prior(entry.id, entry.date.year if entry.date else None),
        facets=_facets(entry, date),
        shown=_shown(entry, date, an.code, content_hash),
    )


def _facets(entry: Entry, date: str) -> dict[str, list[str]]:
    derived = {"type": (entry.kind,), "language": (entry.language,), "year": (date[:4],)}
    found = {facet.name: derived.get(facet.name) or entry.facets.get(facet.name, ()) for facet in registry.facets()}
    return {name: kept for name, values in found.items() if (kept := sorted({value for value in values if value}))}


def _shown(entry: Entry, date: str, analysis: str, content_hash: str) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": entry.title,
        "url": entry.url,
        "summary": entry.summary,
        "date": date,
        "date_label": entry.date_label,
        "state": entry.state,
        "language": entry.language,
        "thumbnail": entry.thumbnail,
        "pages_total": entry.pages_total,
        "analysis": analysis,
        "hash": content_hash,
    }


def _vocabulary(found: set[str]) -> set[str]:
    """`folded|as written` for each word that can be suggested, so that a folded prefix finds the accents."""
    lower = {word.lower() for word in found if len(word) in VOCABULARY_WORD and word.isalpha()}
    return {f"{fold(word)}|{word}" for word in lower}


def microseconds(moment: datetime.datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
