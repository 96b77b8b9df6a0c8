"""Everything that touches the bytes of an uploaded, perhaps hostile, file. No Django here.

The parent decides a file's kind by a few bytes (`detect`) and asks a `Workshop`, whose child process, under limits of
memory, CPU and time, opens it: text page by page, facts, pictures, word boxes, outline. `ocr` reads scans.
"""

from .client import Workshop, shared_workshop
from .detect import detect
from .kinds import KINDS, Family, Kind
from .limits import Limits
from .results import Code, Extraction, OutlineEntry, PageText, Refused, Word

__all__ = [
    "KINDS",
    "Code",
    "Extraction",
    "Family",
    "Kind",
    "Limits",
    "OutlineEntry",
    "PageText",
    "Refused",
    "Word",
    "Workshop",
    "detect",
    "shared_workshop",
]
