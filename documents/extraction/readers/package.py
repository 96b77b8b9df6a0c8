"""Zip packages (OOXML, ODF): opened only if what they claim to unpack to is bearable; their metadata."""

import zipfile
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from ..limits import Limits
from ..results import Code, Refused
from .base import names

DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
MAX_RATIO = 250  # of one large member; real XML packs up to about 1:60
MAX_METADATA = 1_000_000


def open_package(path: str, limits: Limits) -> zipfile.ZipFile:
    """Raises Refused(TOO_LARGE | ENCRYPTED | MALFORMED). `zipfile` unpacks no more than claimed."""
    try:
        package = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise Refused(Code.MALFORMED, str(error)) from error
    total = 0
    for member in package.infolist():
        if member.flag_bits & 1:
            raise Refused(Code.ENCRYPTED, member.filename[:100])
        total += member.file_size
        if member.file_size > 10_000_000 and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise Refused(Code.TOO_LARGE, f"{member.filename[:100]} unpacks to {member.file_size} bytes")
    if total > limits.unpacked:
        raise Refused(Code.TOO_LARGE, f"unpacks to {total} bytes")
    return package


def core_facts(package: zipfile.ZipFile) -> dict[str, Any]:
    """Title, author, date and language that an OOXML or ODF package declares; empty where it does not."""
    for name in ("docProps/core.xml", "meta.xml"):
        root = _metadata(package, name)
        if root is not None:
            return names(
                title=root.findtext(f".//{DC}title"),
                author=root.findtext(f".//{META}initial-creator") or root.findtext(f".//{DC}creator"),
                created=root.findtext(f".//{DCTERMS}created") or root.findtext(f".//{META}creation-date"),
                language=root.findtext(f".//{DC}language"),
            )
    return {}


def _metadata(package: zipfile.ZipFile, name: str) -> Element | None:
    try:
        if package.getinfo(name).file_size > MAX_METADATA:
            return None
        return fromstring(package.read(name))
    except (
        KeyError,
        ValueError,
        SyntaxError,
        zipfile.BadZipFile,
    ):  # SyntaxError: ParseError; ValueError: defusedxml
        return None
