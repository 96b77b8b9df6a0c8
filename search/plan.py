"""A query analysed for one language: what an engine asks its index, and what the highlighter marks.

A **row** is a tuple of terms that must stand next to each other; a row of one is a plain word.

Synonyms are applied here and nowhere else, so that a change of theirs needs no new index and counts on every engine.
Several typed words that have a synonym together, `a b` = `c`, ask for (a and b) or c, which is (a or c) and (b or c).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from search.analysis import Analyzer, fold, words
from search.articles import asked
from search.query import Leaf, Not, Or, Phrase, Query, Word

Row: TypeAlias = tuple[str, ...]
# Code of an analyzer → terms of an expression that is typed → texts that are looked for as well.
Synonyms: TypeAlias = Mapping[str, Mapping[Row, tuple[str, ...]]]
LONGEST_EXPRESSION = 8  # words of a synonym


@dataclass(frozen=True, slots=True)
class Choice:
    """At least one of `rows` occurs, or one of `without` does not occur."""

    rows: tuple[Row, ...]
    without: tuple[Row, ...] = ()
    quoted: bool = False  # came from quotes: snippets show the phrase itself


@dataclass(frozen=True, slots=True)
class Plan:
    """Every choice of `must` holds and no row of `never` occurs. `exact` is the whole query as one row."""

    language: str
    must: tuple[Choice, ...]
    never: tuple[Row, ...]
    exact: Row = ()
    written: tuple[str, ...] = ()  # the words as typed, folded but not stemmed
    articles: tuple[str, ...] = ()  # articles of a law that the query names, see `search.articles`

    def rows(self) -> Iterator[Row]:
        """All rows that are looked for: the highlighter's work list."""
        for choice in self.must:
            yield from choice.rows

    def quoted_rows(self) -> list[Row]:
        return [row for choice in self.must if choice.quoted for row in choice.rows]


def plan(query: Query, analyzer: Analyzer, synonyms: Synonyms | None = None) -> Plan:
    """Analyse `query`. Stop words outside quotes are dropped, unless nothing else is left to look for."""
    own = (synonyms or {}).get(analyzer.code, {})
    must, never = _clauses(query, analyzer, own, keep_stops=False)
    if not any(choice.rows for choice in must):
        must, never = _clauses(query, analyzer, {}, keep_stops=True)
    typed = [word for leaf in query.leaves() for word in words(leaf.text)]
    written = tuple(word for word in dict.fromkeys(map(fold, typed)) if not analyzer.is_stop(word))
    return Plan(analyzer.code, tuple(must), tuple(never), _exact(query, analyzer), written, asked(typed))


def meanings(
    query: Query, analyzer: Analyzer, own: Mapping[Row, tuple[str, ...]]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Clauses [first, last) of `query` that have synonyms together, and those texts; the longest expressions win.

    Only words side by side and in their order; what stands between quotes is meant as it is written.
    """
    terms = [tuple(analyzer.terms(clause.text)) if isinstance(clause, Word) else () for clause in query.clauses]
    at = 0
    while own and at < len(terms):
        for last in range(_last_word(terms, at), at, -1):
            if texts := own.get(tuple(term for row in terms[at:last] for term in row)):
                yield at, last, texts
                at = last
                break
        else:
            at += 1


def _last_word(terms: Sequence[Row], first: int) -> int:
    last = first
    while last < len(terms) and terms[last] and last - first < LONGEST_EXPRESSION:
        last += 1
    return last


def _clauses(
    query: Query, analyzer: Analyzer, own: Mapping[Row, tuple[str, ...]], *, keep_stops: bool
) -> tuple[list[Choice], list[Row]]:
    must: list[Choice] = []
    never: list[Row] = []
    also = {
        at: list(_rows(texts, analyzer))
        for first, last, texts in meanings(query, analyzer, own)
        for at in range(first, last)
    }
    for at, clause in enumerate(query.clauses):
        if isinstance(clause, Not):
            never += filter(None, [_row(clause.child, analyzer, keep_stops=True)])
            continue
        parts = clause.children if isinstance(clause, Or) else (clause,)
        rows: list[Row] = []
        without: list[Row] = []
        for part in parts:
            leaf = part.child if isinstance(part, Not) else part
            row = _row(leaf, analyzer, keep_stops=keep_stops or isinstance(part, Not))
            if row:
                (without if isinstance(part, Not) else rows).append(row)
            if row and isinstance(clause, Word):  # a stop word inside an expression asks for nothing by itself
                rows += also.get(at, ())
            elif row and isinstance(part, Word):
                rows += _rows(own.get(tuple(analyzer.terms(part.text)), ()), analyzer)
        if rows or without:
            quoted = any(isinstance(part, Phrase) for part in parts)
            must.append(Choice(tuple(dict.fromkeys(rows)), tuple(without), quoted))
    return must, never


def _row(leaf: Leaf, analyzer: Analyzer, *, keep_stops: bool) -> Row:
    row = tuple(analyzer.terms(leaf.text))
    if isinstance(leaf, Word) and not keep_stops and all(map(analyzer.is_stop, row)):
        return ()
    return row


def _rows(texts: Sequence[str], analyzer: Analyzer) -> Iterator[Row]:
    for text in texts:
        if row := tuple(analyzer.terms(text)):
            yield row


def _exact(query: Query, analyzer: Analyzer) -> Row:
    """The whole query as it was typed, stop words included, if it is nothing but two words or more."""
    if not all(isinstance(clause, Word | Phrase) for clause in query.clauses):
        return ()
    terms = [term for clause in query.clauses for term in analyzer.terms(clause.text)]  # type: ignore[union-attr]
    return tuple(terms) if len(query.clauses) > 1 else ()
