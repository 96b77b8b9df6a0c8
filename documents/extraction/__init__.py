"""Everything that touches the bytes of an uploaded, perhaps hostile, file. No Django here.

The parent decides a file's kind by a few bytes (`detect`) and asks a `Workshop`, whose child process, under
limits of memory, CPU and time, opens it: text page by page, facts, pictures, word boxes, outline. `ocr` reads
scans.
"""

from .client import Workshop
from .detect import detect
from .kinds import KINDS, Family, Kind
from .limits import Limits
from .ocr import OcrLimits, ocr_available, ocr_pages, ocr_pdf
from .results import Code, Extraction, OutlineEntry, PageText, Refused, Word
from .shared import shared_workshop

__all__ = [
    "KINDS",
    "Code",
    "Extraction",
    "Family",
    "Kind",
    "Limits",
    "OcrLimits",
    "OutlineEntry",
    "PageText",
    "Refused",
    "Word",
    "Workshop",
    "detect",
    "ocr_available",
    "ocr_pages",
    "ocr_pdf",
    "shared_workshop",
]
