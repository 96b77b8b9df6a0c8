"""Unpacking an uploaded ZIP, which may be hostile: counted while it unpacks, nothing written outside its folder."""

import lzma
import os
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .folder import IGNORED

CHUNK = 256 * 1024
ENCRYPTED = 0x1
#: What `zipfile` raises for damaged, encrypted or exotically packed members.
DAMAGED = (
    zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, zlib.error, lzma.LZMAError,
)  # fmt: skip
UTF8_NAMES = 0x800


class BadZip(Exception):
    """The ZIP is not unpacked; the message is a Spanish sentence that says how to mend it."""


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """Sizes in bytes."""

    members: int = 10_000
    directory: int = 8 * 1024 * 1024  # of the list of members, before any is looked at
    each: int = 100 * 1024 * 1024
    total: int = 2 * 1024 * 1024 * 1024
    ratio: int = 200  # a text of spaces packs 1000:1; documents do not reach 100:1
    name: int = 240
    depth: int = 10
    spare_disk: int = 200 * 1024 * 1024


def default_limits() -> ZipLimits:
    """As large as uploads of single files may be, twenty times."""
    each = settings.UPLOAD_MAX_MB * 1024 * 1024
    return ZipLimits(each=each, total=20 * each)


def unpack(
    source: Path,
    target: Path,
    *,
    limits: ZipLimits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Unpack the ZIP `source` into the new folder `target`; returns the number of files. Raises BadZip.

    One hostile member refuses the whole ZIP: whoever made it so cannot be trusted with the rest. On BadZip `target` is
    gone again.
    """
    limits = limits or default_limits()
    target.mkdir(parents=True)
    try:
        return _unpack(source, target, limits, progress)
    except DAMAGED as error:
        shutil.rmtree(target, ignore_errors=True)
        raise BadZip(_("El ZIP está dañado o tiene contraseña. Vuelva a crearlo y súbalo de nuevo.")) from error
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _unpack(source: Path, target: Path, limits: ZipLimits, progress: Callable[[int, int], None] | None) -> int:
    _check_directory(source, limits)
    with zipfile.ZipFile(source) as archive:
        members = [(info, name) for info in archive.infolist() if (name := _name(info, limits)) is not None]
        _check_members(members, limits)
        declared = sum(info.file_size for info, _name_ in members)
        if declared > shutil.disk_usage(target).free - limits.spare_disk:
            raise BadZip(_("No hay espacio en el servidor para este ZIP. Súbalo en partes."))
        left = limits.total
        for done, (info, name) in enumerate(members, start=1):
            left -= _write(archive, info, target / name, limits, left)
            if progress is not None:
                progress(done, len(members))
    return len(members)


def _check_directory(source: Path, limits: ZipLimits) -> None:
    """Look at the end record before `zipfile` makes an object of each of, perhaps, millions of members."""
    with source.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(0, size - 65_557))
        tail = opened.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        raise BadZip(_("El archivo subido no es un ZIP. Comprima la carpeta como ZIP y súbala de nuevo."))
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if entries > limits.members or directory > limits.directory:
        raise BadZip(_("El ZIP tiene más de %(limit)d archivos. Súbalo en partes.") % {"limit": limits.members})


def _check_members(members: list[tuple[zipfile.ZipInfo, str]], limits: ZipLimits) -> None:
    if not members:
        raise BadZip(_("El ZIP no tiene archivos."))
    if len(members) > limits.members:
        raise BadZip(_("El ZIP tiene más de %(limit)d archivos. Súbalo en partes.") % {"limit": limits.members})
    seen: dict[str, str] = {}
    for info, name in members:
        other = seen.setdefault(name.casefold(), name)
        if other is not name:
            raise BadZip(_("El ZIP tiene dos archivos con el mismo nombre: «%(name)s».") % {"name": name})
        if info.file_size > limits.each:
            raise BadZip(
                _("«%(name)s» mide %(size)s y el máximo es %(limit)s.")
                % {"name": name, "size": filesizeformat(info.file_size), "limit": filesizeformat(limits.each)}
            )
    if sum(info.file_size for info, _name_ in members) > limits.total:
        raise _too_much(limits)
    parents = {str(parent).casefold() for _info, name in members for parent in PurePosixPath(name).parents}
    for _info, name in members:
        if name.casefold() in parents:
            raise BadZip(_("El ZIP tiene un archivo y una carpeta con el mismo nombre: «%(name)s».") % {"name": name})


def _name(info: zipfile.ZipInfo, limits: ZipLimits) -> str | None:
    """The safe relative name of a member; None for folders and for what systems add by themselves."""
    name = unicodedata.normalize("NFC", _decoded(info)).replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    hostile = (
        name.startswith("/")
        or ".." in parts
        or "\0" in info.orig_filename
        or any(":" in part or any(ord(letter) < 32 for letter in part) for part in parts)
        or len(parts) > limits.depth
        or any(len(part.encode()) > limits.name for part in parts)
    )
    mode = info.external_attr >> 16
    special = stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR)
    if hostile or special:
        shown = ascii(name)[1:-1][:60]
        raise BadZip(
            _("El ZIP tiene un nombre o un enlace que no se admite: «%(name)s». Vuelva a crearlo con archivos simples.")
            % {"name": shown}
        )
    if info.is_dir() or name.endswith("/") or not parts:
        return None
    if parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1].casefold() in IGNORED:
        return None
    if info.flag_bits & ENCRYPTED:
        raise BadZip(_("El ZIP tiene contraseña. Quítesela y súbalo de nuevo."))
    return "/".join(parts)


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: Windows in Spanish writes code page 850 and does not say so."""
    if info.flag_bits & UTF8_NAMES:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _write(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, limits: ZipLimits, left: int) -> int:
    """Unpack one member, counting; the sizes that a ZIP declares may lie."""
    path.parent.mkdir(parents=True, exist_ok=True)
    allowed = min(limits.each, left)
    dense = max(info.compress_size * limits.ratio, 1024 * 1024)
    written = 0
    with archive.open(info) as packed, path.open("xb") as out:
        while chunk := packed.read(CHUNK):
            written += len(chunk)
            if written > allowed or written > dense:
                raise _too_much(limits)
            out.write(chunk)
    return written


def _too_much(limits: ZipLimits) -> BadZip:
    return BadZip(
        _("El ZIP se desempaca en demasiados datos; el máximo es %(limit)s. Súbalo en partes.")
        % {"limit": filesizeformat(limits.total)}
    )
