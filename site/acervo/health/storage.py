"""Whether files can be kept: every storage that a model keeps files in, and the folder of the site's own data."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models import FileField
from django.utils.translation import gettext as _

from .report import Outcome

LOW = 512 * 1024 * 1024  # bytes free below which somebody should make room
PROBE = "salud"  # a name that need not exist


def storage() -> Outcome:
    """Media, archive and data can be written, and there is room. Remote storages answer whether a name is there."""
    folders: dict[Path, str] = {Path(settings.DATA_DIR): "data"}
    known = {Path(settings.MEDIA_ROOT): "media", Path(settings.ARCHIVE_ROOT): "archive"}
    remote: dict[str, Storage] = {}
    for name, found in _storages():
        if isinstance(found, FileSystemStorage):
            folder = Path(found.location)
            folders.setdefault(folder, known.get(folder, name))
        else:
            remote.setdefault(f"{type(found).__qualname__} {getattr(found, 'bucket_name', '')}".strip(), found)
    facts: dict[str, object] = {}
    closed, low = [], []
    for path, name in folders.items():
        there = _nearest(path)
        writable = os.access(there, os.W_OK | os.X_OK)
        free = _free(there)
        facts[name] = {"writable": writable, "free_mb": free // 2**20}
        if not writable:
            closed.append(name)
        if free < LOW:
            low.append(name)
    for name, found in remote.items():
        found.exists(PROBE)  # an error is told by whoever asks us
        facts[name] = {"answers": True}
    if closed:
        return Outcome("failed", _("No se puede escribir: %(names)s.") % {"names": ", ".join(closed)}, facts)
    if low:
        return Outcome("degraded", _("Queda poco espacio: %(names)s.") % {"names": ", ".join(low)}, facts)
    return Outcome("ok", _("Se puede escribir y hay espacio."), facts)


def _storages() -> Iterator[tuple[str, Storage]]:
    for model in apps.get_models():
        for item in model._meta.get_fields():
            if isinstance(item, FileField):
                yield f"{model._meta.label_lower}.{item.name}", item.storage


def _nearest(path: Path) -> Path:
    """The folder itself, or where it will be made by the first file."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _free(path: Path) -> int:
    """Bytes that we may still write there."""
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize
