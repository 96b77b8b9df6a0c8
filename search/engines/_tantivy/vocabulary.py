"""Words of the index as people write them: to finish a word, and to mend one.

A word is offered only if a document that the audience may see has it, so what stands in something hidden, deleted
or not yet public can never be offered.
"""

from __future__ import annotations

import tantivy

from search import spelling
from search.analysis import fold
from search.engines._tantivy.storage import Opened

READ_AT_MOST = 5_000  # terms of one prefix, the most frequent
VERIFY_AT_MOST = 20


def starting_with(opened: Opened, prefix: str, visible: tantivy.Query, limit: int) -> list[tuple[str, int]]:
    """(word as written, records) for words that start with `prefix`, accents aside; the most frequent first."""
    return spelling.merged(opened.searcher.terms_with_prefix("vocabulary", prefix, visible, limit))


def closest(opened: Opened, word: str, visible: tantivy.Query) -> str | None:
    """The visible word that `word` is most likely a slip of, as written; None if there is none near."""
    wanted = fold(word)
    edits = spelling.edits(wanted)
    if not edits:
        return None
    letters = set(wanted)
    near: list[tuple[float, int, str]] = []
    for prefix in spelling.prefixes(wanted):
        for term, count in opened.searcher.terms_with_prefix("vocabulary", prefix, None, READ_AT_MOST):
            folded = term.partition("|")[0]
            # Each edit changes the length and the set of letters by one at most: most words fall out here, cheaply.
            if abs(len(folded) - len(wanted)) > edits:
                continue
            others = set(folded)
            if len(letters - others) > edits or len(others - letters) > edits:
                continue
            distance = spelling.distance(wanted, folded, edits)
            if distance <= edits:
                near.append((distance, -count, term))
    for _, _, term in sorted(near)[:VERIFY_AT_MOST]:
        # The dictionary also holds words of hidden and deleted records: only what can be found is offered.
        word_query = tantivy.Query.term_query(opened.schema, "vocabulary", term)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, word_query), (tantivy.Occur.Must, visible)])
        if opened.searcher.search(query, limit=1, count=False).hits:
            return term.partition("|")[2]
    return None
