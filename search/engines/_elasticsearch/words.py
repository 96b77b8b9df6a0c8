"""Words of the index as people write them: to finish a word, and to mend one.

A word is offered only if a document that the audience may see has it, so what stands in something hidden, deleted or
not yet public can never be offered, although the index's dictionary still holds it for a while.
"""

from __future__ import annotations

import re
from typing import Any

from search import spelling
from search.engines._elasticsearch.queries import Q

SAMPLE = 200  # records whose words are read to finish one
CANDIDATES = 30
_SPECIAL = re.compile(r'[.?+*|{}\[\]()"\\#@&<>~^$-]')  # of Lucene's regular expressions


def endings(prefix: str, visible: list[Q], limit: int) -> dict[str, Any]:
    """The body of a search for words that start with the folded `prefix`; see `ended`."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": [*visible, {"prefix": {"vocabulary": prefix}}]}},
        "aggs": {
            "sample": {"sampler": {"shard_size": SAMPLE}, "aggs": {"words": _words(_literal(prefix) + ".*", limit)}}
        },
    }


def ended(answer: Any) -> list[tuple[str, int]]:
    """(word as written, records), the most frequent first."""
    return spelling.merged(_counts(answer["aggregations"]["sample"]["words"]))


def near(wanted: str) -> dict[str, Any]:
    """The body of a search for words of the dictionary near the folded `wanted`; see `nearest`.

    Two slips of the finger anywhere; or all letters of a sound the other way, and one slip more after the first letter.
    """
    usual = {"field": "folded", "size": CANDIDATES, "suggest_mode": "always", "min_word_length": spelling.SHORTEST}
    typed = {"text": wanted, "term": usual | {"max_edits": spelling.edits(wanted), "prefix_length": 0}}
    heard = dict.fromkeys([spelling.heard(wanted), *spelling.as_heard(wanted)])
    found = {f"heard{n}": {"text": text, "term": usual | {"max_edits": 1}} for n, text in enumerate(heard)}
    return {"size": 0, "suggest": {"typed": typed, **found}}


def nearest(wanted: str, answer: Any) -> list[str]:
    """The folded words of the answer that `wanted` may be a slip of, the likeliest first."""
    edits = spelling.edits(wanted)
    options: dict[str, int] = {}
    for suggestions in answer["suggest"].values():
        for suggestion in suggestions:
            options |= {option["text"]: option["freq"] for option in suggestion["options"]}
    found = [(spelling.distance(wanted, text, edits), -freq, text) for text, freq in options.items() if text != wanted]
    return [text for distance, _, text in sorted(found) if distance <= edits][:CANDIDATES]


def visible_among(candidates: list[str], visible: list[Q]) -> dict[str, Any]:
    """The body of a search for how often, and how written, records that the audience may see have these words."""
    include = "|".join(_literal(f"{word}|") + ".*" for word in candidates)
    there = {"terms": {"folded": candidates}}
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": [*visible, there]}},
        "aggs": {"words": _words(include, 10 * len(candidates))},
    }


def written(candidates: list[str], answer: Any) -> str | None:
    """The first of the candidates that is there, as it is mostly written."""
    counts = _counts(answer["aggregations"]["words"])
    for word in candidates:
        forms = [(count, term) for term, count in counts if term.partition("|")[0] == word]
        if forms:
            return max(forms)[1].partition("|")[2]
    return None


def _words(include: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": "vocabulary", "include": include, "size": size}}


def _counts(aggregation: Any) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in aggregation["buckets"]]


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
