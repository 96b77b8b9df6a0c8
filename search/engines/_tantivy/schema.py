"""The two levels of the embedded index: record documents and page documents, told apart by `level`.

Terms come ready from `search.engines.analysed`, so every tokenizer only splits at spaces. A record's texts are indexed,
not stored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import tantivy

from search import registry
from search.analysis import LANGUAGES
from search.engines.analysed import AnalysedPage, AnalysedRecord, analyse
from search.registry import Entry

TERMS = "terms"
RECORD, PAGE = "r", "p"


def white_space() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def facet_field(name: str) -> str:
    return f"f_{name}"


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
    """The page documents of an entry, then its record document."""
    pages, record = analyse(entry)
    yield from map(_page, pages)
    yield _record(record)


def _page(page: AnalysedPage) -> dict[str, Any]:
    return {
        "rid": page.record,
        "level": PAGE,
        "record": record_key(page.record),
        f"page_{page.language}": page.terms,
        "articles": " ".join(page.articles),
        "data": _packed([page.file, page.number, page.url]),
    }


def _record(record: AnalysedRecord) -> dict[str, Any]:
    document: dict[str, Any] = {
        "rid": record.id,
        "level": RECORD,
        "analysis": record.language,
        "shown_in": record.shown_in,
        f"title_{record.language}": record.title,
        f"text_{record.language}": record.texts,
        "title_words": " ".join(record.title_words),
        "vocabulary": " ".join(record.vocabulary),
        "by_title": record.by_title,
        "visible_from": record.visible_from,
        "visible_until": record.visible_until,
        # Tantivy multiplies the score by log2(2 + value).
        "recency": 2.0**record.recency - 2.0,
        "data": _packed(record.shown),
    }
    if record.day is not None:
        document |= {"by_date": record.by_date, "day": record.day}
    return document | {facet_field(name): values for name, values in record.facets.items()}


def record_key(id: str) -> int:
    """A number for a record's id, for grouping pages without reading them. 48 bits: a clash is out of reach."""
    return int.from_bytes(hashlib.blake2b(id.encode(), digest_size=6).digest(), "big")


def _packed(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
