"""The file types that the archive accepts. Content decides (`detect`), never the file's name."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What can be done with a file: pages with boxes, a picture, paragraphs, or bare text."""

    PDF = "pdf"
    IMAGE = "image"
    OFFICE = "office"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """One accepted type. `code` is stored and sent to the child; `label` is a proper name, not translated."""

    code: str
    mime: str
    extension: str
    label: str
    family: Family

    @property
    def has_images(self) -> bool:
        """Whether `Workshop.render` can draw its pages."""
        return self.family in (Family.PDF, Family.IMAGE)

    def __str__(self) -> str:
        return self.code


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

PDF = Kind("pdf", "application/pdf", ".pdf", "PDF", Family.PDF)
DOCX = Kind("docx", f"{_OOXML}.wordprocessingml.document", ".docx", "Word (DOCX)", Family.OFFICE)
ODT = Kind("odt", f"{_ODF}.text", ".odt", "OpenDocument (ODT)", Family.OFFICE)
XLSX = Kind("xlsx", f"{_OOXML}.spreadsheetml.sheet", ".xlsx", "Excel (XLSX)", Family.OFFICE)
ODS = Kind("ods", f"{_ODF}.spreadsheet", ".ods", "OpenDocument (ODS)", Family.OFFICE)
PPTX = Kind("pptx", f"{_OOXML}.presentationml.presentation", ".pptx", "PowerPoint (PPTX)", Family.OFFICE)
CSV = Kind("csv", "text/csv", ".csv", "CSV", Family.TEXT)
TXT = Kind("txt", "text/plain", ".txt", "TXT", Family.TEXT)
PNG = Kind("png", "image/png", ".png", "PNG", Family.IMAGE)
JPEG = Kind("jpeg", "image/jpeg", ".jpg", "JPEG", Family.IMAGE)
TIFF = Kind("tiff", "image/tiff", ".tif", "TIFF", Family.IMAGE)

KINDS = {kind.code: kind for kind in (PDF, DOCX, ODT, XLSX, ODS, PPTX, CSV, TXT, PNG, JPEG, TIFF)}
