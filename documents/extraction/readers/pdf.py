"""PDF through PDFium, opened by path so that only the objects of the pages asked for are read."""

import ctypes
import re
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ..limits import Limits
from ..results import Code, PageText, Refused
from ..textual import clean_line, clean_title
from .base import Box, Reader
from .pdf_words import page_words
from .webp import encode, fit

SCAN_MAX_LETTERS = 40  # a stamp or a page number typed over a scan leaves it a scan
SCAN_MIN_COVER = 0.5
MAX_OBJECTS = 3_000
_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?\s*(?:(Z)|([+-])(\d\d)'?(\d\d)?)?")
_CODES = {
    raw.FPDF_ERR_PASSWORD: Code.ENCRYPTED,
    raw.FPDF_ERR_SECURITY: Code.ENCRYPTED,
    raw.FPDF_ERR_FILE: Code.MISSING,
}


def open_file(path: str, kind: str, limits: Limits) -> "PdfReader":
    return PdfReader(path, limits)


class PdfReader(Reader):
    def __init__(self, path: str, limits: Limits) -> None:
        super().__init__(limits)
        try:
            self._pdf = pdfium.PdfDocument(path)
        except pdfium.PdfiumError as error:
            raise Refused(_CODES.get(getattr(error, "err_code", None), Code.MALFORMED), str(error)) from error
        self.page_count = len(self._pdf)
        self._forms = False
        self._first: pdfium.PdfPage | None = None  # kept after reading it, because `facts` looks at it again

    def _page(self, number: int) -> pdfium.PdfPage:
        self.check(number)
        try:
            return self._pdf[number - 1]
        except pdfium.PdfiumError as error:
            raise Refused(Code.MALFORMED, f"page {number}: {error}") from error

    def page(self, number: int) -> PageText:
        page = self._page(number)
        try:
            width, height = page.get_size()
            found = PageText(number, width_pt=width, height_pt=height)
            text = page.get_textpage()
            try:
                count = text.count_chars()
                if count > self.limits.page_chars:
                    count, found.error = self.limits.page_chars, Code.TOO_LARGE_PAGE
                found.text = text.get_text_range(0, count) if count else ""
            finally:
                text.close()
            self.cut(found)
            if len(found.text) < 4 * SCAN_MAX_LETTERS and sum(map(str.isalnum, found.text)) < SCAN_MAX_LETTERS:
                found.is_scan = _image_cover(page) >= SCAN_MIN_COVER
            return found
        finally:
            if number == 1 and self._first is None and self._pdf.is_tagged():
                self._first = page
            else:
                page.close()

    def facts(self) -> dict[str, Any]:
        metadata = self._pdf.get_metadata_dict()
        first = raw.FPDFBookmark_GetFirstChild(self._pdf, None)
        return {
            "title": clean_title(metadata.get("Title", "")),
            "author": clean_line(metadata.get("Author", ""), limit=200),
            "created": iso_date(metadata.get("CreationDate", "")),
            "declared_language": self._language(),
            "has_outline": bool(first),
            "tagged": self._is_tagged(),
        }

    def _language(self) -> str:
        size = raw.FPDFCatalog_GetLanguage(self._pdf, None, 0)
        if not 2 < size <= 128:
            return ""
        buffer = (ctypes.c_ushort * (size // 2))()
        raw.FPDFCatalog_GetLanguage(self._pdf, buffer, size)
        return clean_line(bytes(buffer)[: size - 2].decode("utf-16-le", "ignore"), limit=35)

    def _is_tagged(self) -> bool:
        """Marked as tagged, and with a structure tree behind the mark on one of the first pages."""
        if not self._pdf.is_tagged():
            return False
        for number in range(1, min(self.page_count, 3) + 1):
            try:
                page = self._first if number == 1 and self._first else self._page(number)
            except Refused:
                continue
            tree = raw.FPDF_StructTree_GetForPage(page)
            try:
                if tree and raw.FPDF_StructTree_CountChildren(tree) > 0:
                    return True
            finally:
                if tree:
                    raw.FPDF_StructTree_Close(tree)
                self._first = None
                page.close()
        return False

    def render(self, number: int, width: int) -> bytes:
        if not self._forms and self._pdf.get_formtype() != raw.FORMTYPE_NONE:
            self._pdf.init_forms()  # else filled-in fields stay blank; must come before the page is loaded
        self._forms = True
        page = self._page(number)
        try:
            size = fit(*page.get_size(), width=width, limits=self.limits)
            bitmap = pdfium.PdfBitmap.new_native(*size, raw.FPDFBitmap_BGR)
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, *size)
            place = (0, 0, *size, 0, raw.FPDF_ANNOT | raw.FPDF_RENDER_LIMITEDIMAGECACHE)
            raw.FPDF_RenderPageBitmap(bitmap, page, *place)
            if page.formenv:
                raw.FPDF_FFLDraw(page.formenv, bitmap, page, *place)
            try:
                return encode(bitmap.to_pil())
            finally:
                bitmap.close()
        finally:
            page.close()

    def words(self, number: int) -> list[Box]:
        page = self._page(number)
        try:
            text = page.get_textpage()
            try:
                return page_words(page, text, limit=self.limits.max_words)
            finally:
                text.close()
        finally:
            page.close()

    def outline(self) -> list[tuple[int, str, int | None]]:
        entries: list[tuple[int, str, int | None]] = []
        for mark in self._pdf.get_toc(max_depth=10):  # guards against circles itself
            target = mark.get_dest()
            index = target.get_index() if target else None
            title = clean_line(mark.get_title())
            if title:
                entries.append(
                    (mark.level, title, None if index is None or not 0 <= index < self.page_count else index + 1)
                )
            if len(entries) >= self.limits.max_outline:
                break
        return entries

    def close(self) -> None:
        if self._first is not None:
            self._first.close()
        self._pdf.close()


def iso_date(value: str) -> str:
    """A PDF date (D:20161203120000-06'00') as ISO 8601, "" if it is none."""
    hit = _DATE.match(value.strip())
    if not hit:
        return ""
    year, month, day, hour, minute, second, zulu, sign, zone_hours, zone_minutes = hit.groups()
    text = f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"
    if zulu:
        return text + "+00:00"
    return text + (f"{sign}{zone_hours}:{zone_minutes or '00'}" if sign else "")


def _image_cover(page: pdfium.PdfPage) -> float:
    """Share of the page under images (0 to 1), also inside form objects. Overlaps count twice."""
    left, bottom, right, top = page.get_bbox()
    area = abs(right - left) * abs(top - bottom)
    if not area:
        return 0.0
    covered = 0.0
    a, b, c, d = (ctypes.c_float() for _ in range(4))
    for index in range(min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS)):
        item = raw.FPDFPage_GetObject(page, index)
        if not item or not _has_image(item, 0) or not raw.FPDFPageObj_GetBounds(item, a, b, c, d):
            continue
        wide = min(c.value, right) - max(a.value, left)
        high = min(d.value, top) - max(b.value, bottom)
        covered += max(0.0, wide) * max(0.0, high)
    return min(1.0, covered / area)


def _has_image(item: Any, depth: int) -> bool:
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        return True
    if kind != raw.FPDF_PAGEOBJ_FORM or depth > 3:
        return False
    count = min(raw.FPDFFormObj_CountObjects(item), 50)
    return any(_has_image(raw.FPDFFormObj_GetObject(item, index), depth + 1) for index in range(count))
