"""What a visitor typed, as a small tree. Any text parses; nothing here raises on odd input.

`a b` both words · `"a b"` exactly so · `-a`, `-"a b"` without · `a OR b` either. OR joins the two clauses beside it
(`a b OR c` is a and (b or c)). An unbalanced quote is read as if it were not there. Curly and angular quotes count.
The tree holds words as written: each language analyses them its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from search.analysis import words

MAX_LENGTH = 500  # characters that are read; the API refuses longer queries, the page cuts them
MAX_CLAUSES = 32


@dataclass(frozen=True, slots=True)
class Word:
    """One run without spaces, which may hold several words in a row: `SNT/001/2020`."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """What stood between quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Not:
    child: Leaf


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Leaf | Not, ...]


Leaf: TypeAlias = Word | Phrase
Clause: TypeAlias = Word | Phrase | Not | Or


@dataclass(frozen=True, slots=True)
class Query:
    """All clauses must hold. `text` is the query as typed, trimmed."""

    text: str
    clauses: tuple[Clause, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing to look for: no word at all, not even one to leave out."""
        return not self.clauses

    def leaves(self) -> Iterator[Leaf]:
        """The words and phrases that are looked for, without those that are excluded."""
        for clause in self.clauses:
            for part in clause.children if isinstance(clause, Or) else (clause,):
                if not isinstance(part, Not):
                    yield part


_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|"')


def parse(text: str) -> Query:
    """The tree of a query. Clauses without a single letter or digit are left out."""
    text = " ".join(text.replace("\0", " ").split())[:MAX_LENGTH].strip()
    clauses: list[Clause] = []
    either = False
    for part in _parts(text.translate(_QUOTES)):
        if part is None:
            either = bool(clauses)
        elif either:
            last = clauses.pop()
            clauses.append(Or((*(last.children if isinstance(last, Or) else (last,)), part)))
            either = False
        elif len(clauses) < MAX_CLAUSES:
            clauses.append(part)
    return Query(text, tuple(clauses))


def _parts(text: str) -> Iterator[Leaf | Not | None]:
    """Words, phrases, their negations; None for an OR."""
    for match in _PIECE.finditer(text):
        if match["phrase"] is not None:
            leaf: Leaf = Phrase(match["phrase"].strip())
            excluded = match["minus"] is not None
        elif match["word"] is not None:
            if match["word"] == "OR":
                yield None
                continue
            word = match["word"]
            excluded = word[0] == "-" and (match.start() == 0 or text[match.start() - 1] == " ")
            leaf = Word(word.strip("-()"))
        else:
            continue  # a quote that is never closed
        if words(leaf.text):
            yield Not(leaf) if excluded else leaf
