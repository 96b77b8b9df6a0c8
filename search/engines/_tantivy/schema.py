"""The two levels of the embedded index: record documents and page documents, told apart by `level`.

A record document carries the terms of its title, its metadata and all its pages, unstored: it decides what matches and
counts in facets. A page document carries the terms of one page: it finds the best pages of a record. The page's text
itself stays in the database. Text is analysed before it comes here, so every tokenizer only splits at spaces.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import tantivy

from search import articles, registry, weights
from search.analysis import LANGUAGES, Analyzer, analyzer, fold, words
from search.registry import Entry

VERSION = 3  # raise it when the meaning of a field changes: old indexes are then refused, not misread
TERMS = "terms"
RECORD, PAGE = "r", "p"
EVERYWHERE = "*"
FOREVER = 2**62  # microseconds
VOCABULARY_WORD = range(3, 25)  # lengths of words worth suggesting


def white_space() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def facet_field(name: str) -> str:
    return f"f_{name}"


def signature() -> str:
    """What an index must have been built with to be usable by this process."""
    return f"{VERSION}:{','.join(facet.name for facet in registry.facets())}"


def build() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # A raw text id: deleting by a number field deletes nothing, silently.
    builder.add_text_field("rid", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("level", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("analysis", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shown_in", tokenizer_name="raw", index_option="basic")
    for language in LANGUAGES:
        builder.add_text_field(f"title_{language}", tokenizer_name=TERMS)
        builder.add_text_field(f"text_{language}", tokenizer_name=TERMS)
        builder.add_text_field(f"page_{language}", tokenizer_name=TERMS)
    builder.add_text_field("title_words", tokenizer_name=TERMS, index_option="basic")
    builder.add_text_field("articles", tokenizer_name=TERMS, index_option="basic")
    builder.add_text_field("vocabulary", tokenizer_name=TERMS, index_option="basic")
    for facet in registry.facets():
        name = facet_field(facet.name)
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("by_title", "by_date"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("record", "day", "visible_from", "visible_until"):
        builder.add_integer_field(name, fast=True)
    builder.add_float_field("recency", fast=True)
    builder.add_bytes_field("data", stored=True)  # what a result shows; a text field would index it as well
    return builder.build()


def documents(entry: Entry) -> Iterator[dict[str, Any]]:
    """The page documents of an entry, then its record document. Reads the pages once."""
    an = analyzer(entry.language)
    vocabulary = set(words(f"{entry.title} {entry.summary} {entry.text}"))
    by_file: dict[str, list[str]] = {}
    pages = []
    for page in entry.pages():
        pages.append(page)
        joined = an.joined(page.text)
        by_file.setdefault(page.file, []).append(joined)
        vocabulary.update(words(page.text))
        yield {
            "rid": entry.id,
            "level": PAGE,
            "record": record_key(entry.id),
            f"page_{an.code}": joined,
            "articles": " ".join(articles.begun(page.text)),
            "data": _packed([page.file, page.number, page.url]),
        }
    # The pages of one file are one text, so that a sentence that runs over a page break is still a phrase.
    texts = [an.joined(entry.title), an.joined(f"{entry.summary}\n{entry.text}")]
    texts += [" ".join(parts) for parts in by_file.values()]
    yield _record(entry, an, texts, vocabulary, entry.hash_of(pages))


def _record(entry: Entry, an: Analyzer, texts: list[str], vocabulary: set[str], content_hash: str) -> dict[str, Any]:
    date = entry.date.isoformat() if entry.date else ""
    record: dict[str, Any] = {
        "rid": entry.id,
        "level": RECORD,
        "analysis": an.code,
        "shown_in": list(entry.shown_in) or [EVERYWHERE],
        f"title_{an.code}": texts[0],
        f"text_{an.code}": texts,
        "title_words": " ".join(fold(word) for word in words(entry.title)),
        "vocabulary": " ".join(_vocabulary(vocabulary)),
        "by_title": f"{fold(entry.title).strip().replace('ñ', 'n~')}\x1f{entry.id}",
        "visible_from": microseconds(entry.visible_from) if entry.visible_from else -FOREVER,
        "visible_until": microseconds(entry.visible_until) if entry.visible_until else FOREVER,
        # Tantivy multiplies the score by log2(2 + value).
        "recency": 2.0 ** weights.recency(entry.date.year if entry.date else None) - 2.0,
        "data": _packed(_shown(entry, date, an.code, content_hash)),
    }
    if entry.date:
        record["by_date"] = f"{date}\x1f{entry.id}"
        record["day"] = entry.date.toordinal()
    derived = {"type": (entry.kind,), "language": (entry.language,), "year": (date[:4],)}
    for facet in registry.facets():
        values = derived.get(facet.name) or entry.facets.get(facet.name, ())
        if kept := sorted({value for value in values if value}):
            record[facet_field(facet.name)] = kept
    return record


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


def record_key(id: str) -> int:
    """A number for a record's id, for grouping pages without reading them. 48 bits: a clash is out of reach."""
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=6).digest(), "big")


def _packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def microseconds(moment: datetime.datetime) -> int:
    return round(moment.timestamp() * 1_000_000)
