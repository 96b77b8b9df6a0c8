"""Reading the child's answers with distrust: whatever they hold, results of the right types or ValueError."""

import contextlib
import datetime
import math
from typing import Any

from .results import Code, Extraction, OutlineEntry, PageText, Word
from .textual import detect_language

OLDEST_YEAR = 1980  # before it, a creation date is a clock that was never set
SAMPLE_PAGES = 5
SAMPLE_CHARS = 1_500


def code_of(value: object) -> Code:
    with contextlib.suppress(ValueError):
        return Code(str(value))
    return Code.MALFORMED


def page_of(head: dict[str, Any], body: bytes, *, number: int) -> PageText:
    """The page `number`; ValueError if the answer is about another."""
    if head.get("number") != number:
        raise ValueError(f"page {number} expected")
    return PageText(
        number=number,
        text=body.decode("utf-8", "replace"),
        width_pt=_size(head.get("width_pt")),
        height_pt=_size(head.get("height_pt")),
        is_scan=head.get("is_scan") is True,
        error=code_of(head["error"]) if head.get("error") else None,
        label=str(head.get("label", ""))[:200],
    )


def words_of(value: object) -> list[Word]:
    if not isinstance(value, list):
        raise ValueError("no list of words")
    return [Word(str(text), float(x0), float(y0), float(x1), float(y1)) for text, x0, y0, x1, y1 in value]


def outline_of(value: object) -> list[OutlineEntry]:
    if not isinstance(value, list):
        raise ValueError("no list of bookmarks")
    return [OutlineEntry(int(level), str(title), None if page is None else int(page)) for level, title, page in value]


def take_facts(result: Extraction, head: dict[str, Any]) -> None:
    """Put the facts that the file declares into `result`."""
    result.title = str(head.get("title", ""))
    result.author = str(head.get("author", ""))
    result.created = _moment(head.get("created", ""))
    result.declared_language = _language(head.get("declared_language", ""))
    result.tagged = head.get("tagged") is True
    result.has_outline = head.get("has_outline") is True


def conclude(result: Extraction) -> None:
    """What follows from the pages: whether there is text, and in which language."""
    result.has_text_layer = any(page.text.strip() for page in result.pages)
    result.detected_language = detect_language(_sample(result.pages))


def _sample(pages: list[PageText]) -> str:
    """Text from the start and the middle: covers and forewords may be in another language."""
    middle = max(SAMPLE_PAGES, len(pages) // 2)
    chosen = (*pages[:SAMPLE_PAGES], *pages[middle : middle + SAMPLE_PAGES])
    return " ".join(page.text[:SAMPLE_CHARS] for page in chosen)


def _size(value: object) -> float:
    if isinstance(value, int | float) and math.isfinite(value) and value >= 0:
        return float(value)
    return 0.0


def _moment(value: object) -> datetime.datetime | None:
    """An aware moment (UTC where no zone is given), None if absent or absurd."""
    try:
        moment = datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    latest = datetime.datetime.now(tz=datetime.UTC).year + 1
    return moment if OLDEST_YEAR <= moment.year <= latest else None


def _language(value: object) -> str | None:
    primary = str(value).replace("_", "-").split("-")[0].strip().lower()
    return primary if primary.isascii() and primary.isalpha() and len(primary) in (2, 3) else None
