"""Images without what the camera wrote in them.

A published image carries no EXIF (GPS, serial numbers, owner), no XMP, no IPTC and no comments; its orientation is
applied to the pixels and its colour profile stays. What a specialist needs, when and where it was taken, is read first
and kept apart. The pixels are written anew, so that trailers and hidden previews go too.
"""

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

import pillow_heif
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps

MAX_PIXELS = 64_000_000  # decoded: 256 MB at four bytes a pixel
MAX_FRAMES = 200
#: Pillow's name of a format → the extension that is stored. Everything else is refused.
STORED_AS = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif", "GIF": ".gif", "HEIF": ".jpg"}  # fmt: skip
_NEEDED = ("icc_profile", "transparency", "gamma", "loop", "duration", "disposal", "blend", "background")

pillow_heif.register_heif_opener()


class ImageRefusedError(ValueError):
    """The bytes are no image that can be read, or one too large; the message is for whoever sent them."""


class CleanFile(ContentFile):
    """Bytes that have been through `strip`; `camera` is what was kept of their metadata."""

    def __init__(self, content: bytes, *, name: str, camera: dict[str, Any]) -> None:
        super().__init__(content, name=name)
        self.camera = camera


@dataclass(frozen=True, slots=True)
class Stripped:
    """`content` to be stored, its extension, and `camera`: `taken` (ISO), `latitude`, `longitude` (degrees, WGS 84),
    `altitude` (m); each only if the camera wrote it."""

    content: bytes
    extension: str
    camera: dict[str, Any]


def strip(source: BinaryIO | bytes, *, max_pixels: int = MAX_PIXELS, max_side: int | None = None) -> Stripped:
    """The image of `source` without metadata, upright, no side longer than `max_side`. Raises ImageRefusedError."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    try:
        image = Image.open(stream, formats=None)
        extension = STORED_AS.get(image.format or "")
        if extension is None:
            raise ImageRefusedError(_("Este archivo no es una imagen JPEG, PNG, WebP, AVIF, GIF o HEIC."))
        if image.width * image.height > max_pixels:
            millions = max_pixels // 1_000_000
            raise ImageRefusedError(
                _("La imagen es demasiado grande: el máximo son {n} megapíxeles.").format(n=millions)
            )
        if getattr(image, "n_frames", 1) > MAX_FRAMES:
            raise ImageRefusedError(_("La imagen tiene demasiados cuadros."))
        camera = camera_data(image)
        return Stripped(_written(image, extension, max_side), extension, camera)
    except ImageRefusedError:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError, TypeError, IndexError,
            KeyError, OverflowError, MemoryError, ZeroDivisionError, RuntimeError) as error:  # fmt: skip
        # What Pillow's decoders raise on damaged or hostile bytes.
        raise ImageRefusedError(_("No se pudo leer la imagen: está dañada o no es lo que dice ser.")) from error


def clean_file(source: Any, *, name: str, max_pixels: int = MAX_PIXELS, max_side: int | None = None) -> CleanFile:
    """`source` ready to be stored below `name`, with the extension of what it really is. Raises ImageRefusedError."""
    result = strip(source, max_pixels=max_pixels, max_side=max_side)
    stem = PurePath(name).stem or "imagen"
    given = PurePath(name).suffix.lower()
    extension = given if given in (".jpeg", ".jpg") and result.extension == ".jpg" else result.extension
    return CleanFile(result.content, name=stem + extension, camera=result.camera)


def camera_data(image: Image.Image) -> dict[str, Any]:
    """When and where, of the EXIF block; nothing that names a person or a device. Broken values are left out."""
    try:
        exif = image.getexif()
    except (SyntaxError, ValueError, KeyError, TypeError, OSError, IndexError):
        return {}
    found: dict[str, Any] = {}
    details = exif.get_ifd(ExifTags.IFD.Exif)
    written = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        found["taken"] = dt.datetime.strptime(str(written).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        pass
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef), limit=90)
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef), limit=180)
    if latitude is not None and longitude is not None:
        found |= {"latitude": latitude, "longitude": longitude}
        try:
            altitude = round(float(gps[ExifTags.GPS.GPSAltitude]), 1)
            found["altitude"] = -altitude if gps.get(ExifTags.GPS.GPSAltitudeRef) in (1, b"\x01") else altitude
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            pass
    return found


def _degrees(parts: Any, reference: Any, *, limit: int) -> float | None:
    """Degrees, minutes and seconds of EXIF as decimal degrees."""
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= limit:  # also for NaN
        return None
    return round(-value if str(reference).strip("\0 ").upper() in ("S", "W") else value, 6)


def _written(image: Image.Image, extension: str, max_side: int | None) -> bytes:
    """The pixels of `image`, upright, in a new file of the format of `extension`."""
    orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    too_large = max_side is not None and max(image.size) > max_side
    untouched = image.format == "JPEG" and orientation in (0, 1) and not too_large
    animated = getattr(image, "is_animated", False) and image.format in ("GIF", "WEBP", "PNG", "AVIF")
    lossless = image.format == "WEBP" and _is_lossless_webp(image)
    if max_side is not None and too_large and image.format == "JPEG":
        image.draft(None, (max_side, max_side))  # decoded at half or a quarter: less memory, same result
    image.load()
    if not untouched and not animated:
        image = ImageOps.exif_transpose(image)
        if max_side is not None:
            image.thumbnail((max_side, max_side))
    image.info = {key: value for key, value in image.info.items() if key in _NEEDED}
    out = io.BytesIO()
    options: dict[str, Any] = {"exif": b"", "icc_profile": image.info.get("icc_profile")}
    match extension:
        case ".jpg":
            if image.mode not in ("RGB", "L", "CMYK"):
                image = image.convert("RGB")
            # The camera's own quantisation where no pixel moves: writing it again loses next to nothing.
            options |= {"quality": "keep" if untouched else 95, "optimize": True}
            image.save(out, "JPEG", comment=b"", xmp=b"", **options)
        case ".png":
            image.save(out, "PNG", optimize=False, save_all=animated, **options)
        case ".webp":
            image.save(out, "WEBP", lossless=lossless, quality=92, xmp=b"", save_all=animated, **options)
        case ".avif":
            image.save(out, "AVIF", quality=90, xmp=b"", save_all=animated, **options)
        case ".gif":
            image.save(out, "GIF", save_all=animated, comment=b"")
    return out.getvalue()


def _is_lossless_webp(image: Image.Image) -> bool:
    stream: Any = getattr(image, "fp", None)
    if stream is None:
        return False
    position = stream.tell()
    stream.seek(0)
    head = stream.read(4096)
    stream.seek(position)
    return b"VP8L" in head
