"""A query analysed for one language: what an engine asks its index, and what the highlighter marks.

A **row** is a tuple of terms that must stand next to each other; a row of one is a plain word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from search.analysis import Analyzer, fold, words
from search.articles import asked
from search.query import Leaf, Not, Or, Phrase, Query, Word

Row: TypeAlias = tuple[str, ...]
Synonyms: TypeAlias = Mapping[str, tuple[str, ...]]  # folded word or words → texts that mean the same


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
    must, never = _clauses(query, analyzer, synonyms or {}, keep_stops=False)
    if not any(choice.rows for choice in must):
        must, never = _clauses(query, analyzer, {}, keep_stops=True)
    typed = [word for leaf in query.leaves() for word in words(leaf.text)]
    written = tuple(word for word in dict.fromkeys(map(fold, typed)) if not analyzer.is_stop(word))
    return Plan(analyzer.code, tuple(must), tuple(never), _exact(query, analyzer), written, asked(typed))


def _clauses(
    query: Query, analyzer: Analyzer, synonyms: Synonyms, *, keep_stops: bool
) -> tuple[list[Choice], list[Row]]:
    must: list[Choice] = []
    never: list[Row] = []
    for clause in query.clauses:
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
            if isinstance(part, Word):
                rows += _same_meaning(part.text, analyzer, synonyms)
        if rows or without:
            quoted = any(isinstance(part, Phrase) for part in parts)
            must.append(Choice(tuple(dict.fromkeys(rows)), tuple(without), quoted))
    return must, never


def _row(leaf: Leaf, analyzer: Analyzer, *, keep_stops: bool) -> Row:
    row = tuple(analyzer.terms(leaf.text))
    if isinstance(leaf, Word) and not keep_stops and all(map(analyzer.is_stop, row)):
        return ()
    return row


def _same_meaning(text: str, analyzer: Analyzer, synonyms: Synonyms) -> Iterator[Row]:
    if synonyms:
        for other in synonyms.get(" ".join(map(fold, words(text))), ()):
            row = tuple(analyzer.terms(other))
            if row:
                yield row


def _exact(query: Query, analyzer: Analyzer) -> Row:
    """The whole query as it was typed, stop words included, if it is nothing but two words or more."""
    if not all(isinstance(clause, Word | Phrase) for clause in query.clauses):
        return ()
    terms = [term for clause in query.clauses for term in analyzer.terms(clause.text)]  # type: ignore[union-attr]
    return tuple(terms) if len(query.clauses) > 1 else ()
