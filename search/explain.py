"""How a query is understood in one language, in pieces that an editor can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from search.analysis import Analyzer, analyzer
from search.plan import Row, Synonyms, meanings
from search.query import Leaf, Not, Or, Phrase, Query, Word

Role: TypeAlias = Literal["word", "phrase", "without", "either", "ignored"]
Own: TypeAlias = Mapping[Row, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query as typed, what the search does with it, and what it looks for as well."""

    text: str
    role: Role
    also: tuple[str, ...] = ()


def parts(query: Query, language: str, synonyms: Synonyms) -> list[Part]:
    """The pieces of `query`, in order; words that have synonyms together are one piece."""
    analysis = analyzer(language)
    own = synonyms.get(analysis.code, {})
    if not any(_counts(leaf, analysis) for leaf in query.leaves()):
        return list(_plain(query, analysis, none_counts=True))  # words without a meaning, and nothing else
    together = {first: (last, texts) for first, last, texts in meanings(query, analysis, own)}
    found: list[Part] = []
    at = 0
    while at < len(query.clauses):
        if at in together:
            last, texts = together[at]
            typed = " ".join(clause.text for clause in query.clauses[at:last] if isinstance(clause, Word))
            found.append(Part(typed, "word", texts))
            at = last
        else:
            found += _plain(Query("", (query.clauses[at],)), analysis, own=own)
            at += 1
    return found


def _plain(query: Query, analysis: Analyzer, *, none_counts: bool = False, own: Own | None = None) -> Iterator[Part]:
    for clause in query.clauses:
        match clause:
            case Not(child):
                yield Part(child.text, "without")
            case Phrase(text):
                yield Part(text, "phrase")
            case Or(children):
                texts = [child.child.text if isinstance(child, Not) else child.text for child in children]
                more = [text for child in texts for text in (own or {}).get(tuple(analysis.terms(child)), ())]
                yield Part(" OR ".join(texts), "either", tuple(more))
            case Word(text):
                yield Part(text, "word" if none_counts or _counts(clause, analysis) else "ignored")


def _counts(leaf: Leaf, analysis: Analyzer) -> bool:
    return isinstance(leaf, Phrase) or not all(map(analysis.is_stop, analysis.terms(leaf.text)))
