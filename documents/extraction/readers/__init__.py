"""Readers of one file each. They run in the child only; each imports its library when it is first needed."""

from importlib import import_module

from ..limits import Limits
from ..results import Code, Refused
from .base import Reader

_MODULES = {
    "pdf": "pdf", "png": "images", "jpeg": "images", "tiff": "images",
    "docx": "docx", "odt": "odf", "ods": "odf", "xlsx": "xlsx", "pptx": "pptx",
    "csv": "plain", "txt": "plain",
}  # fmt: skip


def open_reader(kind: str, path: str, limits: Limits) -> Reader:
    """Open a file. Raises Refused, or whatever its library raises on a damaged file."""
    if kind not in _MODULES:
        raise Refused(Code.UNSUPPORTED, f"no reader for {kind}")
    return import_module(f".{_MODULES[kind]}", __name__).open_file(path, kind, limits)
