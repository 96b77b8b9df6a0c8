"""Search inside one document: every page with the words, with a snippet and a count."""

import hashlib
import logging
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from acervo.base.stored import StorageUnavailable
from documents.extraction import OutlineEntry, Refused, Word, shared_workshop
from documents.models import FilePage, FileVersion
from documents.services import derived
from documents.services.matching import Box, Matcher, marked, snippet

logger = logging.getLogger(__name__)
KEPT_SECONDS = 600
PAGES_MAX = 2000


@dataclass(frozen=True, slots=True)
class Hit:
    """A page on which words of the query stand."""

    number: int
    count: int
    snippet: SafeString


def pages_with(version: FileVersion, matcher: Matcher, *, language: str) -> tuple[list[Hit], bool]:
    """The pages that hold all that was asked for, and True; if there is none, those that hold some of it, and False.

    Reads the stored text of all pages (about 3 KB each), never the file; the answer is kept for ten minutes.
    """
    if not matcher:
        return [], True
    digest = hashlib.sha256(matcher.text.encode()).hexdigest()
    # The state changes when OCR brings more text, `finished_at` when the file is read again.
    read = version.finished_at.timestamp() if version.finished_at else 0
    key = f"inside:{version.pk}:{version.state}:{read}:{language[:5]}:{digest}"
    kept = cache.get(key)
    if kept is None:
        kept = _pages_with(version, matcher)
        cache.set(key, kept, KEPT_SECONDS)
    found, whole = kept
    return [Hit(number, count, mark_safe(html)) for number, count, html in found], whole  # noqa: S308 - from `marked`


def _pages_with(version: FileVersion, matcher: Matcher) -> tuple[list[tuple[int, int, str]], bool]:
    some: list[tuple[int, int, str]] = []
    whole: set[int] = set()
    pages = FilePage.objects.filter(version=version).order_by("number").values_list("number", "text")
    for number, text in pages.iterator(chunk_size=200):
        found = matcher.find(text)
        if found.spans:
            some.append((number, len(found.spans), str(snippet(text, found.spans))))
            if found.complete:
                whole.add(number)
            if len(some) >= PAGES_MAX:
                break
    return ([hit for hit in some if hit[0] in whole], True) if whole else (some, not some)


def reflowed(text: str) -> str:
    """A page's text without the line breaks of its paper: a line that goes on in lower case joins the one before."""
    lines: list[str] = []
    for line in text.splitlines():
        line = line.strip()
        goes_on = lines and lines[-1] and line[:1].islower() and lines[-1][-1:] not in ".:;?!"
        if goes_on:
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def marked_text(text: str, matcher: Matcher) -> SafeString:
    """A page's text, escaped, with the found words in `<mark>`."""
    return marked(text, matcher.find(text).spans if matcher else ())


def marks_on_image(version: FileVersion, page: int, matcher: Matcher) -> list[Box]:
    """The rectangles of the found words on the image of a page; empty where the file has no word boxes."""
    if not matcher or not version.has_images:
        return []
    return matcher.boxes(_words(version, page))


def _words(version: FileVersion, page: int) -> list[Word]:
    def read() -> list[list[str | float]]:
        try:
            with version.local_copy() as file:
                words = shared_workshop().words(file, page, kind=version.kind)
        except Refused:
            return []
        return [
            [word.text, round(word.x0, 5), round(word.y0, 5), round(word.x1, 5), round(word.y1, 5)] for word in words
        ]

    path = derived.folder_of(version.sha256) / f"{page}-words.json"
    try:
        return [Word(*entry) for entry in derived.json_or_make(path, read)]
    except StorageUnavailable as error:  # the text can be read without them; nothing is kept of this
        logger.warning("Word boxes of version %s, page %s: %s", version.pk, page, error)
        return []


def outline_of(version: FileVersion) -> list[OutlineEntry]:
    """The bookmarks of a PDF that lead to a page; read once and kept."""
    if version.kind != "pdf":
        return []

    def read() -> list[list[int | str | None]]:
        try:
            with version.local_copy() as file:
                entries = shared_workshop().outline(file, kind=version.kind)
        except Refused:
            return []
        return [[entry.level, entry.title, entry.page] for entry in entries]

    try:
        entries = derived.json_or_make(derived.folder_of(version.sha256) / "outline.json", read)
    except StorageUnavailable as error:
        logger.warning("Bookmarks of version %s: %s", version.pk, error)
        return []
    return [OutlineEntry(*entry) for entry in entries if entry[2] and entry[1].strip()]
