"""Where the words of a query stand in a text, for snippets and for the reader.

Marks what the index matched, with the same analysis: `Highlighter("años", "es")` marks «Año». A quoted phrase, or a
code such as SNT/001/2020, is marked as a whole; only where it does not occur are its single words marked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search import analysis
from search.plan import Plan, Row, Synonyms, plan
from search.query import Query, parse

SNIPPET = 260  # characters of text, about three lines
_SPACE = re.compile(r"\s+")


class Span(NamedTuple):
    """Characters [start, end) of the text, and which of the query's rows they answer."""

    start: int
    end: int
    row: Row


class Highlighter:
    """Marks one query in many texts of one language. Cheap to make; keep one for the texts of a request."""

    def __init__(self, query: str | Query, language: str = "es", synonyms: Synonyms | None = None) -> None:
        parsed = parse(query) if isinstance(query, str) else query
        self._analyzer = analysis.analyzer(language)
        self.plan: Plan = plan(parsed, self._analyzer, synonyms)
        rows = list(dict.fromkeys(self.plan.rows()))
        self._words: dict[str, Row] = {row[0]: row for row in rows if len(row) == 1}
        self._phrases = [row for row in rows if len(row) > 1]

    def spans(self, text: str) -> list[Span]:
        """The places to mark, in order, without overlaps."""
        if not analysis.has_odd_words(text):
            return self._plain_spans(text)
        at, terms = self._analyzer.located(text)
        found: list[Span] = []
        wanted = dict(self._words)
        for row in self._phrases:
            starts = [i for i, term in enumerate(terms) if term == row[0] and tuple(terms[i : i + len(row)]) == row]
            found += [Span(at[i].start(), at[i + len(row) - 1].end(), row) for i in starts]
            if not starts:
                wanted.update(self._single(row))
        if wanted:
            places = [(at[i], term) for i, term in enumerate(terms) if term in wanted]
            found += [Span(place.start(), place.end(), wanted[term]) for place, term in places]
        return _without_overlaps(found)

    def _plain_spans(self, text: str) -> list[Span]:
        """`spans` of a text without odd words, as nearly all are: few different words are wanted, and looking for
        those is faster than walking over all words with their offsets."""
        found: list[Span] = []
        wanted = dict(self._words)
        for row in self._phrases:
            places = self._analyzer.rows(text, row)
            found += [Span(start, end, row) for start, end in places]
            if not places:
                wanted.update(self._single(row))
        if wanted:
            for word, term in self._analyzer.matching(text, wanted):
                found += [Span(start, start + len(word), wanted[term]) for start in analysis.whole(text, word)]
        return _without_overlaps(found) if self._phrases else sorted(found)

    def _single(self, row: Row) -> dict[str, Row]:
        """What to mark where a phrase does not occur: its words, without stop words unless there are no others."""
        content = [term for term in row if not self._analyzer.is_stop(term)]
        return {term: (term,) for term in content or row}

    def mark(self, text: str) -> SafeString:
        """The whole text as HTML: escaped, with `<mark>` around what matches."""
        return _marked(text, self.spans(text), 0, len(text))

    def snippet(self, text: str, length: int = SNIPPET) -> SafeString:
        """The part of the text that answers most of the query, on one line, as HTML; else its beginning."""
        spans = self.spans(text)
        start, end = _window(text, spans, length)
        inside = [span for span in spans if span.start >= start and span.end <= end]
        html = _SPACE.sub(" ", _marked(text, inside, start, end)).strip()
        return mark_safe(f"{'… ' if start else ''}{html}{' …' if end < len(text) else ''}")  # noqa: S308 escaped


def _without_overlaps(spans: list[Span]) -> list[Span]:
    """The longer of two that overlap stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _window(text: str, spans: list[Span], length: int) -> tuple[int, int]:
    """The stretch of `length` characters, cut at spaces, with the most different rows and then the most marks."""
    best = (0, 0, 0, 0)  # rows, marks, first, last
    first = 0
    for last, span in enumerate(spans):
        while span.end - spans[first].start > length and first < last:
            first += 1
        inside = spans[first : last + 1]
        value = (sum(len(row) for row in {s.row for s in inside}), len(inside))
        if value > best[:2]:
            best = (*value, first, last)
    if not spans:
        return 0, _cut_after(text, length)
    left, right = spans[best[2]].start, spans[best[3]].end
    room = max(0, length - (right - left))
    start = max(0, left - room // 2)
    start = 0 if start < 20 else _cut_before(text, start, left)
    return start, max(right, _cut_after(text, start + max(length, right - start)))


def _cut_before(text: str, at: int, limit: int) -> int:
    """The first beginning of a word from `at` on, or `limit`."""
    while at < limit and not text[at - 1].isspace():
        at += 1
    return at


def _cut_after(text: str, at: int) -> int:
    """The last end of a word up to `at`."""
    if at >= len(text):
        return len(text)
    end = at
    while end > at - 40 and end > 0 and not text[end].isspace():
        end -= 1
    return end if end > 0 and text[end].isspace() else at


def _marked(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    parts = []
    at = start
    for span in spans:
        parts += [escape(text[at : span.start]), "<mark>", escape(text[span.start : span.end]), "</mark>"]
        at = span.end
    parts.append(escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308 every part is escaped above
