"""What a file is, by its content. Runs in the parent: reads little, unpacks nothing, parses no format."""

import csv
import io
import os
import re
import zipfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import BinaryIO

from . import kinds
from .kinds import Kind

HEAD = 4096
SAMPLE = 128 * 1024
PDF_SEARCH = 1024  # PDFium accepts leading junk up to here
MAX_ENTRIES = 10_000
MAX_DIRECTORY = 4 * 1024 * 1024
_EOCD = b"PK\x05\x06"
_ODF = {
    b"application/vnd.oasis.opendocument.text": kinds.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": kinds.ODS,
}
_OOXML = (("word/document", kinds.DOCX), ("xl/workbook", kinds.XLSX), ("ppt/presentation", kinds.PPTX))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_OTHER_LANGUAGE = re.compile(
    r"\s*(?:<(?:!doctype|html|head|body|script|svg|\?xml|\?php)|\{\\rtf|%!ps|#!)", re.IGNORECASE
)


def detect(source: str | os.PathLike[str] | BinaryIO, *, name: str = "") -> Kind | None:
    """The kind of a file, or None if it is none that the archive accepts (also if it is empty).

    `source` is a path or a binary file, whose position is put back. `name` only decides between CSV and TXT
    where the content leaves it open. Raises OSError if the file cannot be read.
    """
    holder: AbstractContextManager[BinaryIO]
    if isinstance(source, str | os.PathLike):
        name = name or Path(source).name
        holder = open(source, "rb")  # noqa: SIM115 - closed by the `with` below
    else:
        holder = nullcontext(source)
    with holder as file:
        start = file.tell()
        try:
            return _detect(file, name)
        finally:
            file.seek(start)


def _detect(file: BinaryIO, name: str) -> Kind | None:
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        return None
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return kinds.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return kinds.JPEG
    if head[:4] in (b"II*\x00", b"MM\x00*"):
        return kinds.TIFF
    if head.startswith(b"PK\x03\x04"):
        return _detect_zip(file)
    if b"%PDF-" in head[:PDF_SEARCH]:
        return kinds.PDF
    return _detect_text(file, name)


def _detect_zip(file: BinaryIO) -> Kind | None:
    if not _directory_is_small(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                if archive.getinfo("mimetype").file_size > 200:
                    return None
                with archive.open("mimetype") as member:
                    return _ODF.get(member.read(200).strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return None  # damaged, encrypted, or packed with something exotic
    if "[Content_Types].xml" not in names or any(entry.endswith("vbaProject.bin") for entry in names):
        return None
    for prefix, kind in _OOXML:
        if any(entry.startswith(prefix) and entry.endswith(".xml") for entry in names):
            return kind
    return None


def _directory_is_small(file: BinaryIO) -> bool:
    """Look at the end record before `zipfile` builds an object for each of, perhaps, millions of members."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(_EOCD)
    if at < 0 or len(tail) < at + 22:
        return False
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    # 0xFFFF or 0xFFFFFFFF mean ZIP64, which no honest office file needs; both fail the test.
    return entries <= MAX_ENTRIES and directory <= MAX_DIRECTORY


def _detect_text(file: BinaryIO, name: str) -> Kind | None:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    sample = file.read(SAMPLE)
    text = decode_sample(sample, complete=size <= SAMPLE)
    if text is None or not text.strip() or _OTHER_LANGUAGE.match(text):
        return None
    if size > SAMPLE:  # the end too, so that a text head cannot smuggle in a binary
        file.seek(size - HEAD)
        if _CONTROL.search(file.read().decode("latin-1").translate(dict.fromkeys(range(0x80, 0xA0)))):
            return None
    verdict = _is_table(text, complete=size <= SAMPLE)
    if verdict is None:
        verdict = name.lower().endswith(".csv")
    return kinds.CSV if verdict else kinds.TXT


def decode_sample(sample: bytes, *, complete: bool) -> str | None:
    """Text in UTF-8 or else Windows-1252 without control characters, or None."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError as error:
            # A character cut in half by the end of the sample is no fault.
            if complete or encoding == "cp1252" or error.start < len(sample) - 3:
                continue
            text = sample[: error.start].decode(encoding)
        return None if _CONTROL.search(text) else text
    return None


def _is_table(text: str, *, complete: bool) -> bool | None:
    """True if rows have the same several columns, False if nothing divides columns, None if open."""
    lines = text.splitlines()[:60]
    if not complete or len(text.splitlines()) > 60:
        lines = lines[:-1] or lines
    possible = False
    for delimiter in ",;\t|":
        try:
            rows = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        if not rows or max(rows) < 2:
            continue
        possible = True
        common = max(set(rows), key=rows.count)
        if common >= 2 and len(rows) >= 3 and rows[0] == common and rows.count(common) >= 0.9 * len(rows):
            return True
    return None if possible else False
