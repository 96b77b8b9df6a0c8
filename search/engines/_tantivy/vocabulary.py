"""Words of the index as people write them: to finish a word, and to mend one.

A word is offered only if a document that the audience may see has it, so what stands in something hidden, deleted
or not yet public can never be offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import tantivy

from search.analysis import fold
from search.engines._tantivy.storage import Opened

# Letters that sound alike in Mexican Spanish, so that a slip in the first letter is found too.
_SOUNDS = ("bv", "csz", "ckq", "gj", "iy", "nñ", "mn")
READ_AT_MOST = 5_000  # terms of one prefix, the most frequent
VERIFY_AT_MOST = 20
CHEAP = 0.5  # the cost of an error of the ear, against 1 for an error of the finger


def starting_with(opened: Opened, prefix: str, visible: tantivy.Query, limit: int) -> list[tuple[str, int]]:
    """(word as written, records) for words that start with `prefix`, accents aside; the most frequent first."""
    spellings: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for term, count in opened.searcher.terms_with_prefix("vocabulary", prefix, visible, limit):
        folded, _, written = term.partition("|")
        spellings[folded].append((written, count))
    merged = [(max(forms, key=_second)[0], sum(map(_second, forms))) for forms in spellings.values()]
    return sorted(merged, key=lambda item: (-item[1], item[0]))


def _second(form: tuple[str, int]) -> int:
    return form[1]


def closest(opened: Opened, word: str, visible: tantivy.Query) -> str | None:
    """The visible word that `word` is most likely a slip of, as written; None if there is none near."""
    wanted = fold(word)
    if len(wanted) < 4 or not wanted.isalpha():
        return None
    edits = 1 if len(wanted) < 6 else 2
    letters, heard = set(wanted), _heard(wanted)
    near: list[tuple[float, int, str]] = []
    for prefix in _prefixes(wanted):
        for term, count in opened.searcher.terms_with_prefix("vocabulary", prefix, None, READ_AT_MOST):
            folded = term.partition("|")[0]
            # Each edit changes the length and the set of letters by one at most: most words fall out here, cheaply.
            if abs(len(folded) - len(wanted)) > edits:
                continue
            others = set(folded)
            if len(letters - others) > edits or len(others - letters) > edits:
                continue
            distance = cost(wanted, folded, edits)
            if "ll" in wanted or "ll" in folded:  # semiya, semilla
                distance = min(distance, CHEAP + cost(heard, _heard(folded), edits))
            if distance <= edits:
                near.append((distance, -count, term))
    for _, _, term in sorted(near)[:VERIFY_AT_MOST]:
        # The dictionary also holds words of hidden and deleted records: only what can be found is offered.
        word_query = tantivy.Query.term_query(opened.schema, "vocabulary", term)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, word_query), (tantivy.Occur.Must, visible)])
        if opened.searcher.search(query, limit=1, count=False).hits:
            return term.partition("|")[2]
    return None


def _prefixes(word: str) -> Iterator[str]:
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


def _heard(word: str) -> str:
    return word.replace("ll", "y")


def _gap(letter: str) -> float:
    return CHEAP if letter == "h" else 1.0


def _alike(x: str, y: str) -> bool:
    return any(x in sounds and y in sounds for sounds in _SOUNDS)
