"""Images of the pages of a version: drawn on demand in the workshop's child process, kept on disk as WebP.

Only the page asked for is read; drawing page 400 of a file does not load the other 499.
"""

from django.utils.translation import gettext as _

from documents.extraction import Code, Refused, shared_workshop
from documents.models import FileVersion
from documents.services import derived

#: Widths in pixels: thumbnails, the reader, the reader's zoom and dense screens.
SIZES = {"s": 320, "m": 1000, "l": 1600}
#: Height over width of a page whose size is unknown: US letter, the size of most Mexican official papers.
LETTER = 11 / 8.5


def page_image(version: FileVersion, *, page: int, size: str) -> bytes:
    """The page (from 1) as WebP. Raises Refused when it cannot be drawn, also for an hour after it could not.

    Raises StorageUnavailable when its file is out of reach for now.
    """
    path = derived.folder_of(version.sha256) / f"{page}-{size}.webp"
    if path.exists():
        return path.read_bytes()
    if code := derived.failed_before(path):
        raise Refused(Code(code), "failed before")

    def draw() -> bytes:
        if code := derived.failed_before(path):  # somebody else tried while this request waited
            raise Refused(Code(code), "failed before")
        try:
            with version.local_copy() as file:
                return shared_workshop().render(file, page, SIZES[size], kind=version.kind)
        except Refused as refused:
            derived.remember_failure(path, refused.code)
            raise

    return derived.read_or_make(path, draw)


def displayed_size(*, width: float, height: float, size: str = "m") -> tuple[int, int]:
    """Pixels of the image of a page of `width` × `height` points; what the page's layout reserves for it."""
    ratio = height / width if width > 0 and height > 0 else LETTER
    return SIZES[size], max(1, round(SIZES[size] * ratio))


def placeholder() -> str:
    """An SVG that stands for a page that cannot be drawn."""
    first = _("No se pudo dibujar esta página.")
    second = _("Lea su texto o descargue el archivo.")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 850 1100" width="850" height="1100">'
        '<rect width="850" height="1100" fill="#fbfaf7"/>'
        '<g font-family="sans-serif" font-size="30" text-anchor="middle" fill="#565e66">'
        f'<text x="425" y="520">{first}</text><text x="425" y="570">{second}</text></g></svg>'
    )
