"""What an upload leaves behind when its process is killed: a temporary file that nobody will ever read."""

import logging
import time
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)
KEPT_SECONDS = 24 * 3600.0  # longer than any upload takes


def remove(now: float | None = None) -> int:
    """Delete the uploads in FILE_UPLOAD_TEMP_DIR that nobody has written to for a day; returns how many.

    Without that setting the machine's own temporary folder is used, and clearing that is the machine's work. Only names
    that Django gives (`*.upload*`) are touched.
    """
    if not settings.FILE_UPLOAD_TEMP_DIR:
        return 0
    before = (time.time() if now is None else now) - KEPT_SECONDS
    removed = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            removed += 1
    if removed:
        logger.warning("%d uploads that were cut off were deleted.", removed)
    return removed
