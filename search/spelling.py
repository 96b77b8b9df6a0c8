"""How near two words are, to an ear and to fingers of Mexican Spanish: what a misspelt word was meant to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

# Letters that sound alike, so that a slip in the first letter is found too.
_SOUNDS = ("bv", "csz", "ckq", "gj", "iy", "nñ", "mn")
CHEAP = 0.5  # the cost of an error of the ear, against 1 for an error of the finger
SHORTEST = 4  # letters; below, too many words are near


def edits(word: str) -> int:
    """How far from the folded `word` another may be; 0 for words that are not mended."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < 6 else 2


def distance(word: str, other: str, limit: float) -> float:
    """`cost`, or the cost by ear if that is less: semiya and semilla. Both folded."""
    found = cost(word, other, limit)
    if "ll" in word or "ll" in other:
        found = min(found, CHEAP + cost(heard(word), heard(other), limit))
    return found


def prefixes(word: str) -> Iterator[str]:
    """The first two letters as typed, exchanged, one missing or one too many, and as they may sound."""
    first, second = word[0], word[1]
    found = [first + second, second + first, word[1:3], first + word[2], *(f"{letter}{first}" for letter in "haeiou")]
    for sounds in _SOUNDS:
        if first in sounds:
            found += [other + second for other in sounds]
        if second in sounds:
            found += [first + other for other in sounds]
    seen: set[str] = set()
    for prefix in found:
        if prefix not in seen:
            seen.add(prefix)
            yield prefix


def cost(a: str, b: str, limit: float) -> float:
    """Letters to insert, drop, change or exchange with their neighbour; above `limit` any larger number."""
    if a == b:
        return 0.0
    before: list[float] = []
    row = [float(i) for i in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [float(i)]
        for j, y in enumerate(b, 1):
            change = 0.0 if x == y else (CHEAP if _alike(x, y) else 1.0)
            value = min(before[j] + _gap(x), row[j - 1] + _gap(y), before[j - 1] + change)
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                value = min(value, last[j - 2] + 1.0)
            row.append(value)
        if min(row) > limit:
            return limit + 1.0
    return row[-1]


def heard(word: str) -> str:
    return word.replace("ll", "y")


def as_heard(word: str) -> list[str]:
    """The folded word with all letters of one sound written the other way, one sound at a time."""
    pairs = [("y", "ll"), *((x, y) for sounds in _SOUNDS for x in sounds for y in sounds if x != y)]
    return [word.replace(x, y) for x, y in pairs if x in word]


def _gap(letter: str) -> float:
    return CHEAP if letter == "h" else 1.0


def _alike(x: str, y: str) -> bool:
    return any(x in sounds and y in sounds for sounds in _SOUNDS)


def merged(terms: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """`folded|as written` with counts → (the most frequent writing, count of all), the most frequent word first."""
    spellings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for term, count in terms:
        folded, _, written = term.partition("|")
        spellings[folded].append((count, written))
    words = [(max(forms)[1], sum(count for count, _ in forms)) for forms in spellings.values()]
    return sorted(words, key=lambda word: (-word[1], word[0]))
