"""Reading scanned pages with OCR, where the `ocr` extra and Tesseract's Spanish are installed."""

import logging
import tempfile
from pathlib import Path

from django.db import transaction

from documents.enums import IngestState
from documents.models import FileVersion

logger = logging.getLogger(__name__)


def available() -> bool:
    """Whether this machine can read scans."""
    from documents.extraction.ocr import ocr_available

    return ocr_available()


def read_scans(version: FileVersion) -> FileVersion:
    """Give the scanned pages of `version` their text; without OCR, or when it fails, the version goes on waiting."""
    from documents.extraction.ocr import OcrFailed, ocr_pages

    if not available():
        return version
    pages = {page.number: page for page in version.page_texts.filter(is_scan=True)}
    with tempfile.TemporaryDirectory(prefix="acervo-ocr-") as folder:
        try:
            texts = ocr_pages(version.file.path, Path(folder), kind=version.kind, pages=sorted(pages))
        except OcrFailed as failed:
            logger.warning("OCR of file version %s failed: %s", version.pk, failed)
            FileVersion.objects.filter(pk=version.pk).update(detail=str(failed)[:1000])
            version.refresh_from_db()
            return version
    read = []
    for number, text in texts.items():
        page = pages[number]
        page.text, page.from_ocr = text.replace("\x00", ""), True
        read.append(page)
    with transaction.atomic():
        from documents.models import FilePage
        from documents.services.ingest import touch_records

        FilePage.objects.bulk_update(read, ["text", "from_ocr"], batch_size=200)
        FileVersion.objects.filter(pk=version.pk).update(state=IngestState.READY, detail="")
        touch_records(version)
    version.refresh_from_db()
    return version
