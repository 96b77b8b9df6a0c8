"""PNG, JPEG and TIFF: each frame is a page that waits for OCR."""

import warnings
from typing import Any, cast

from PIL import Image, ImageOps, UnidentifiedImageError

from ..limits import Limits
from ..results import Code, PageText, Refused
from .base import Reader
from .webp import encode, fit

DEFAULT_DPI = 96.0


def open_file(path: str, kind: str, limits: Limits) -> "ImageReader":
    return ImageReader(path, kind, limits)


class ImageReader(Reader):
    def __init__(self, path: str, kind: str, limits: Limits) -> None:
        super().__init__(limits)
        Image.MAX_IMAGE_PIXELS = limits.source_pixels
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            self._image = Image.open(path, formats=[kind.upper()])
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused(Code.TOO_LARGE, str(error)) from error
        except UnidentifiedImageError as error:
            raise Refused(Code.MALFORMED, "not readable as an image") from error
        self.page_count = min(getattr(self._image, "n_frames", 1), limits.max_pages) if kind == "tiff" else 1

    def _frame(self, number: int) -> Image.Image:
        self.check(number)
        try:
            self._image.seek(number - 1)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused(Code.TOO_LARGE_PAGE, str(error)) from error
        return self._image

    def page(self, number: int) -> PageText:
        image = self._frame(number)
        width, height = image.size
        if image.getexif().get(0x0112, 1) in (5, 6, 7, 8):  # turned by a quarter when displayed
            width, height = height, width
        dpi = _dpi(image.info)
        return PageText(number, width_pt=width * 72 / dpi, height_pt=height * 72 / dpi, is_scan=True)

    def render(self, number: int, width: int) -> bytes:
        image = self._frame(number)
        size = fit(*image.size, width=max(width, 1), limits=self.limits)
        image.draft("RGB", (size[0] * 2, size[1] * 2))  # JPEG only: decode at a fraction of the size
        image = ImageOps.exif_transpose(image)
        size = fit(*image.size, width=width, limits=self.limits)
        if image.mode in ("P", "LA", "PA", "RGBA", "RGBa", "La"):
            image = image.convert("RGBA")
            paper = Image.new("RGB", image.size, "white")
            paper.paste(image, mask=image.getchannel("A"))
            image = paper
        elif image.mode.startswith("I") or image.mode == "F":  # 16 or more bits a pixel: spread over 8
            image = ImageOps.autocontrast(_eight_bits(image))
        image = image.convert("L" if image.mode in ("1", "L") else "RGB")
        return encode(image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0))

    def close(self) -> None:
        self._image.close()


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of any depth as 8 bits; sixteen-bit values lose their lower byte."""
    wide = image.convert("F")
    _, high = cast(tuple[float, float], wide.getextrema())
    return wide.point(lambda value: value * (255 / max(high, 255.0)) + 0.0).convert("L")


def _dpi(info: dict[Any, Any]) -> float:
    try:
        dpi = float(info["dpi"][0])
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError):
        return DEFAULT_DPI
    return dpi if 30 <= dpi <= 2400 else DEFAULT_DPI
