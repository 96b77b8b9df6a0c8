"""Where the words of a query stand in a text or among the word boxes of a page, by the analysis of the search.

So inflections match as they do in the search (acta, actas), and a phrase is one match.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.extraction import Word
from search.analysis import analyzer
from search.plan import Choice, Row, plan
from search.query import parse

#: Start and end of a match, as character offsets.
Span = tuple[int, int]
#: x, y, width and height as fractions of the page.
Box = tuple[float, float, float, float]
SNIPPET = 160


@dataclass(frozen=True, slots=True)
class Found:
    """What of a query stands in a text: where, and whether all that was asked for is there."""

    spans: list[Span]
    complete: bool


class Matcher:
    """A visitor's query, ready to be looked for. Any text is a query; one without words matches nothing."""

    def __init__(self, query: str, *, language: str = "es") -> None:
        self._analyzer = analyzer(language)
        parsed = parse(query)
        planned = plan(parsed, self._analyzer)
        self.text = parsed.text
        self._must: tuple[Choice, ...] = planned.must
        self._never: frozenset[Row] = frozenset(planned.never)
        looked_for = dict.fromkeys([*planned.rows(), *planned.never])
        looked_for |= dict.fromkeys(row for choice in planned.must for row in choice.without)
        self._marked = frozenset(planned.rows())
        self._by_first: dict[str, list[Row]] = {}
        for row in sorted(looked_for, key=len, reverse=True):
            self._by_first.setdefault(row[0], []).append(row)

    def __bool__(self) -> bool:
        return bool(self._marked)

    def find(self, text: str) -> Found:
        """All matches in a text, in order and without overlaps."""
        tokens = list(self._analyzer.tokens(text))
        matches = self._rows_in([token.term for token in tokens])
        spans = [(tokens[first].start, tokens[last].end) for row, first, last in matches if row in self._marked]
        present = {row for row, _, _ in matches}
        complete = not present & self._never and all(
            present.intersection(choice.rows) or set(choice.without) - present for choice in self._must
        )
        return Found(_joined(spans), complete)

    def boxes(self, words: Sequence[Word]) -> list[Box]:
        """The rectangles of all matches on a page; words of a phrase on the same line make one rectangle."""
        groups = _whole_words(words)
        terms = [self._analyzer.term(words[group[0]].text) for group in groups]
        found: dict[Box, None] = {}
        for row, first, last in self._rows_in(terms):
            if row in self._marked:
                parts = [words[index] for group in groups[first : last + 1] for index in group]
                found |= dict.fromkeys(_lines(parts))
        return list(found)

    def _rows_in(self, terms: Sequence[str]) -> list[tuple[Row, int, int]]:
        """(row, index of its first term, index of its last) for each place where a row stands."""
        matches = []
        for index, term in enumerate(terms):
            for row in self._by_first.get(term, ()):
                if len(row) == 1 or tuple(terms[index : index + len(row)]) == row:
                    matches.append((row, index, index + len(row) - 1))
        return matches


def marked(text: str, spans: Iterable[Span]) -> SafeString:
    """`text` escaped, with `<mark>` around the spans."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped above


def snippet(text: str, spans: Sequence[Span], *, length: int = SNIPPET) -> SafeString:
    """The surroundings of the densest group of matches, cut between words, on one line."""
    if not spans:
        return marked(text[:length], ())
    best = max(spans, key=lambda span: sum(span[0] <= other[0] < span[0] + length * 3 // 4 for other in spans))
    start = max(0, best[0] - length // 4)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    if best[0] - start > length:  # a text without spaces
        start = best[0]
    end = min(len(text), max(start + length, best[1]))
    end = text.find(" ", end) if 0 <= text.find(" ", end) - end < 20 else end
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
    line = "".join(" " if character.isspace() else character for character in text[start:end])
    html = marked(line, inside)
    return mark_safe(("… " if start else "") + html + (" …" if end < len(text) else ""))  # noqa: S308


def _joined(spans: list[Span]) -> list[Span]:
    """Overlapping spans as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _whole_words(words: Sequence[Word]) -> list[list[int]]:
    """Indexes of boxes by word: the two halves of a word broken at a line end bear the same, whole text."""
    groups: list[list[int]] = []
    for index, word in enumerate(words):
        before = words[index - 1] if index else None
        broken = before is not None and before.text == word.text and word.y0 > before.y0 and word.x0 < before.x0
        if broken:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _lines(parts: Sequence[Word]) -> list[Box]:
    """One rectangle for each line on which the parts stand."""
    boxes: list[list[float]] = []
    for word in parts:
        if boxes:
            last = boxes[-1]
            middle = (word.y0 + word.y1) / 2
            if last[1] <= middle <= last[3] and word.x0 >= last[0]:
                last[1], last[2], last[3] = min(last[1], word.y0), max(last[2], word.x1), max(last[3], word.y1)
                continue
        boxes.append([word.x0, word.y0, word.x1, word.y1])
    return [(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in boxes]
