"""ODT and ODS, read as a stream of XML events, so that no tree of the whole file is built."""

from collections.abc import Iterator
from typing import IO, Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from ..limits import Limits
from ..results import Code, PageText, Refused
from .base import TextReader
from .package import core_facts, open_package
from .paginate import BREAK, paginate

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SKIPPED = frozenset((f"{OFFICE}annotation", f"{TEXT}tracked-changes", f"{TEXT}note-citation"))
_PARAGRAPHS = frozenset((f"{TEXT}p", f"{TEXT}h"))
MAX_REPEAT = 64


def open_file(path: str, kind: str, limits: Limits) -> TextReader:
    """ODT pages break where the author or the writing program broke them; an ODS sheet is a page."""
    with open_package(path, limits) as package:
        facts = core_facts(package)
        try:
            content = package.open("content.xml")
        except KeyError as error:
            raise Refused(Code.MALFORMED, "no content.xml") from error
        with content:
            if kind == "odt":
                return TextReader(limits, paginate(_paragraphs(content)), facts)
            return _sheets(content, limits, facts)


def _paragraphs(content: IO[bytes]) -> Iterator[str]:
    breaking: set[str] = set()
    depth = 0  # paragraphs nest in frames and notes; the outermost is yielded, with all the text inside
    pending_break = ""
    for event, node in iterparse(content, events=("start", "end")):
        if event == "start":
            depth += node.tag in _PARAGRAPHS
            if node.tag == f"{TEXT}soft-page-break" and not depth:
                pending_break = BREAK
            continue
        if node.tag == f"{STYLE}style":
            if any(child.get(f"{FO}break-before") == "page" for child in node):
                breaking.add(node.get(f"{STYLE}name", ""))
        elif node.tag in _PARAGRAPHS:
            depth -= 1
            if not depth:
                broken = node.get(f"{TEXT}style-name") in breaking
                yield (BREAK if broken else pending_break) + "".join(_inner(node, 0))
                pending_break = ""
                node.clear()


def _inner(node: Element, depth: int) -> Iterator[str]:
    if node.text:
        yield node.text
    for child in node:
        if child.tag == f"{TEXT}s":
            yield " " * min(int(child.get(f"{TEXT}c") or 1), MAX_REPEAT)
        elif child.tag == f"{TEXT}tab":
            yield "\t"
        elif child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag == f"{TEXT}soft-page-break":
            yield BREAK
        elif child.tag not in _SKIPPED and depth < 100:
            yield from _inner(child, depth + 1)
            if child.tag in _PARAGRAPHS:
                yield "\n"
        if child.tail:
            yield child.tail


def _sheets(content: IO[bytes], limits: Limits, facts: dict[str, Any]) -> TextReader:
    pages: list[PageText] = []
    cut: list[str] = []
    lines: list[str] = []
    size = 0
    for event, node in iterparse(content, events=("start", "end")):
        if event == "start":
            if node.tag == f"{TABLE}table":
                pages.append(PageText(number=len(pages) + 1, label=(node.get(f"{TABLE}name") or "")[:200]))
                lines, size = [], 0
        elif node.tag == f"{TABLE}table-row" and pages:
            line = "\t".join(_cells(node)).rstrip("\t")
            node.clear()
            if line and len(lines) < limits.sheet_rows and size <= limits.page_chars:
                lines.append(line)
                size += len(line)
            elif line and f"rows_cut:{len(pages)}" not in cut:
                cut.append(f"rows_cut:{len(pages)}")
        elif node.tag == f"{TABLE}table" and pages:
            pages[-1].text = "\n".join(lines)
            node.clear()
    reader = TextReader(limits, pages, facts)
    reader.warnings.extend(cut)
    return reader


def _cells(row: Element) -> Iterator[str]:
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        text = " ".join("".join(_inner(part, 0)) for part in cell if part.tag in _PARAGRAPHS)
        repeat = min(int(cell.get(f"{TABLE}number-columns-repeated") or 1), MAX_REPEAT)
        yield from [text.replace("\t", " ").replace("\n", " ")] * repeat
