"""How much a file may cost. Sizes in bytes unless the name says otherwise."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one `Workshop`. The child enforces memory and CPU on itself, the parent wall time."""

    memory_mb: int = 384  # address space above what the idle child has
    open_seconds: float = 30.0  # wall and CPU time until a file is open (office files are read whole here)
    page_seconds: float = 20.0  # wall and CPU time per page, also for one picture
    file_seconds: float = 900.0  # wall time for all of a file
    page_chars: int = 1_000_000  # text kept of one page (at most 2 to 3 MB)
    file_chars: int = 40_000_000
    max_pages: int = 20_000
    max_troubles: int = 4  # dead children per file, after which its remaining pages are left unread
    max_pixels: int = 16_000_000  # of a rendered picture
    source_pixels: int = 120_000_000  # of an uploaded image
    unpacked: int = 400_000_000  # what a zip-based office file may unpack to
    sheet_rows: int = 20_000  # per spreadsheet page
    max_words: int = 30_000  # per page
    max_outline: int = 5_000
    idle_seconds: float = 300.0  # a child without work goes away
    max_calls: int = 500  # a child is retired after this many files or pictures
    nice: int = 5

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
