"""Synonyms as search uses them: from the editors' rules to a table for each language.

A rule is two-way (each of its expressions finds the others) or one-way (what is typed finds something else too, but
not the reverse). Expressions are compared by their terms, so accents, capitals and plurals do not matter: what the
index joins, a synonym joins. Rules are not chained: a = b and b = c do not make a = c.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.analysis import LANGUAGES, analyzer, words
from search.models import SynonymGroup
from search.plan import Row, Synonyms

_SEPARATOR = re.compile(r"[,;\n\r]+")
ARROW = "→"


@dataclass(frozen=True, slots=True)
class Rule:
    """`found` is empty in a two-way rule. `language` is the code of an analyzer, "" for all of them."""

    words: tuple[str, ...]
    found: tuple[str, ...] = ()
    language: str = ""
    one_way: bool = False
    note: str = ""

    def __str__(self) -> str:
        left = ", ".join(self.words)
        return f"{left} {ARROW} {', '.join(self.found)}" if self.one_way else left

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of the analyzers that it counts for."""
        return (self.language,) if self.language else LANGUAGES

    def pairs(self) -> list[tuple[str, str]]:
        """(what is typed, what is found too)."""
        others = self.found if self.one_way else self.words
        return [(typed, other) for typed in self.words for other in others]


def split(text: str) -> tuple[str, ...]:
    """The expressions of a field: separated by commas, semicolons or lines; without signs alone or doubles."""
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in _SEPARATOR.split(text)))))


def key(expression: str, language: str) -> Row:
    """What an expression is compared by: its terms in the language of an analyzer."""
    return tuple(analyzer(language).terms(expression))


def rule_of(group: SynonymGroup) -> Rule:
    one_way = group.kind == SynonymGroup.Kind.ONE_WAY
    found = split(group.found) if one_way else ()
    return Rule(split(group.words), found, group.language, one_way, group.note)


def in_use() -> Synonyms:
    """The table of each language. One query; the tables are made again only when a rule has changed."""
    return _tables(tuple(SynonymGroup.objects.order_by("pk").values_list("kind", "language", "words", "found")))


@lru_cache(maxsize=2)
def _tables(rows: tuple[tuple[str, str, str, str], ...]) -> Synonyms:
    groups = (SynonymGroup(kind=kind, language=code, words=typed, found=found) for kind, code, typed, found in rows)
    return tables(map(rule_of, groups))


def tables(rules: Iterable[Rule]) -> Synonyms:
    made: dict[str, dict[Row, dict[str, None]]] = {code: {} for code in LANGUAGES}
    for rule in rules:
        for code in rule.languages:
            for typed, other in rule.pairs():
                left = key(typed, code)
                if left and left != key(other, code) and words(other):
                    made.setdefault(code, {}).setdefault(left, {})[other] = None
    return {code: {left: tuple(others) for left, others in table.items()} for code, table in made.items()}
