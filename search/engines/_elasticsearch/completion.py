"""The lines under the search box, and the word that a misspelt one was meant to be: from what the audience may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search import spelling
from search.analysis import LANGUAGES, analyzer, fold, words
from search.engines._elasticsearch import queries
from search.engines._elasticsearch import words as dictionary
from search.engines._elasticsearch.words import Ask
from search.engines.base import Audience, Completion
from search.plan import plan
from search.query import parse

TYPED = 100  # characters that are read


def complete(ask: Ask, text: str, who: Audience, limit: int) -> list[Completion]:
    """Titles that hold the words typed so far, then ways to finish the last word beside the others."""
    typed = words(text[:TYPED])
    if not typed:
        return []
    *before, last = [fold(word) for word in typed]
    head = text[: text.rfind(typed[-1])]
    titles, ends = ask([_titles(before, last, who, limit), dictionary.endings(last, _beside(head, who), 2 * limit)])
    shown = [hit["_source"]["data"] for hit in titles["hits"]["hits"]]
    completions = [Completion(data["title"], data["url"]) for data in shown]
    room = limit - len(completions)
    return completions + [Completion(f"{head}{word}".strip()) for word, _ in dictionary.ended(ends)[:room]]


def _titles(before: list[str], last: str, who: Audience, limit: int) -> dict[str, Any]:
    held: list[queries.Q] = [{"term": {"title_words": word}} for word in before]
    held.append({"prefix": {"title_words": last}})
    found = {"bool": {"must": [queries.ALL], "filter": [*held, *queries.audience(who)]}}
    return {
        "query": queries.with_recency(found),
        "size": limit,
        "_source": queries.SHOWN,
        "sort": ["_score", "by_title"],
        "track_total_hits": False,
    }


def _beside(head: str, who: Audience) -> list[queries.Q]:
    """Visible records that hold what was typed before the last word."""
    context = parse(head)
    if context.is_empty:
        return queries.audience(who)
    plans = [plan(context, analyzer(code)) for code in LANGUAGES]
    return [*queries.audience(who), queries.any_of(queries.matching(p) for p in plans)]


def mend(ask: Ask, typed: Iterable[str], who: Audience) -> dict[str, str]:
    """word → the one that it may be a slip of, for those of `typed` that are not there and have one near."""
    visible = queries.audience(who)
    asked = [word for word in typed if words(word) == [word]]
    if not asked:
        return {}
    there = ask([_there(word, visible) for word in asked])
    missing = [word for word, answer in zip(asked, there, strict=True) if not answer["hits"]["total"]["value"]]
    missing = [word for word in missing if spelling.edits(fold(word))]
    if not missing:
        return {}
    near = ask([dictionary.near(fold(word)) for word in missing])
    found = {}
    for word, answer in zip(missing, near, strict=True):
        if better := dictionary.first_visible(ask, dictionary.nearest(fold(word), answer), visible):
            found[word] = better
    return found


def _there(word: str, visible: list[queries.Q]) -> dict[str, Any]:
    present = queries.any_of({"term": {f"text_{code}": analyzer(code).term(word)}} for code in LANGUAGES)
    return {"query": {"bool": {"filter": [present, *visible]}}, "size": 0, "terminate_after": 1}
