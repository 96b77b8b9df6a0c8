"""Words of the index as people write them: to finish a word, and to mend one.

A word is offered only if a document that the audience may see has it, so what stands in something hidden, deleted or
not yet public can never be offered, although the index's dictionary still holds it for a while.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from search import spelling
from search.engines._elasticsearch.queries import Q

Ask = Callable[[Sequence[dict[str, Any]]], list[Any]]  # bodies of searches for records → answers, in one round trip
SAMPLE = 200  # records whose words are read to finish or to write one
CANDIDATES = 30
AT_ONCE = 3  # candidates that are looked for in one round trip; the first is there nearly always
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


def first_visible(ask: Ask, candidates: Sequence[str], visible: list[Q]) -> str | None:
    """The first of the folded `candidates` that a record which the audience may see has, as it is mostly written."""
    for at in range(0, len(candidates), AT_ONCE):
        some = candidates[at : at + AT_ONCE]
        for answer in ask([_with_writings(word, visible) for word in some]):
            if forms := _counts(answer["aggregations"]["sample"]["words"]):
                term, _ = max(forms, key=lambda form: (form[1], form[0]))
                return term.partition("|")[2]
    return None


def _with_writings(word: str, visible: list[Q]) -> dict[str, Any]:
    """The body of a search for how visible records write the folded `word`. Some of them do: each has all its words
    counted, and a common word is in thousands."""
    return {
        "size": 0,
        "track_total_hits": False,
        "query": {"bool": {"filter": [*visible, {"term": {"folded": word}}]}},
        "aggs": {
            "sample": {"sampler": {"shard_size": SAMPLE}, "aggs": {"words": _words(_literal(f"{word}|") + ".*", 10)}}
        },
    }


def _words(include: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": "vocabulary", "include": include, "size": size}}


def _counts(aggregation: Any) -> list[tuple[str, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in aggregation["buckets"]]


def _literal(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
