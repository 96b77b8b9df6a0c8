"""Reading scanned pages with OCR, where the `ocr` extra and Tesseract's Spanish are installed."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents.enums import IngestState
from documents.extraction import KINDS, Refused, Workshop
from documents.extraction.ocr import ocr_available, ocr_pages
from documents.models import FilePage, FileVersion

logger = logging.getLogger(__name__)


def layer_path(version: FileVersion) -> Path:
    """Where the PDF with the text that OCR laid over the scan is kept, for the word boxes; a cache."""
    return settings.CACHE_DIR / "ocr" / f"{version.sha256}.pdf"


def read_scans(version: FileVersion) -> FileVersion:
    """Give the scanned pages of `version` their text; without OCR, or when it fails, the version goes on waiting."""
    from documents.services.ingest import touch_records

    if not ocr_available():
        return version
    pages = {page.number: page for page in version.page_texts.filter(is_scan=True)}
    layer = layer_path(version)
    layer.parent.mkdir(parents=True, exist_ok=True)
    try:
        with version.local_copy() as path, Workshop() as workshop:
            found = ocr_pages(workshop, path, pages, kind=KINDS[version.kind], out_path=layer)
    except Refused as refused:
        logger.warning("OCR of file version %s failed: %s", version.pk, refused)
        FileVersion.objects.filter(pk=version.pk).update(detail=f"OCR: {refused}")
        version.refresh_from_db()
        return version
    for number, page in pages.items():
        if number in found:
            page.text, page.from_ocr = found[number].text.replace("\x00", ""), True
    with transaction.atomic():
        FilePage.objects.bulk_update(pages.values(), ["text", "from_ocr"], batch_size=200)
        FileVersion.objects.filter(pk=version.pk).update(state=IngestState.READY, detail="", finished_at=timezone.now())
        touch_records(version)
    version.refresh_from_db()
    return version
