"""Reading a version's bytes into the database: pages of text, facts, and a definite state."""

import logging
from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents.enums import IngestState
from documents.extraction import Extraction, Limits, Refused, Workshop
from documents.models import FilePage, FileVersion

logger = logging.getLogger(__name__)
PAGES_PER_INSERT = 200


def limits() -> Limits:
    """What one file may cost, from the settings."""
    return Limits(memory_mb=settings.INGEST_MEMORY_MB, file_seconds=float(settings.INGEST_SECONDS))


def ingest(
    version: FileVersion,
    *,
    workshop: Workshop | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FileVersion:
    """Read `version` and leave it in a final state: ready, waiting for OCR, or refused with a reason.

    Runs the reading in the workshop's child process. Safe to repeat: the pages are replaced as a whole, in one
    transaction. An exception other than the file's own fault leaves the version pending and is raised.
    """
    FileVersion.objects.filter(pk=version.pk).update(
        state=IngestState.RUNNING, started_at=timezone.now(), attempts=version.attempts + 1
    )
    try:
        # A workshop of its own unless the caller brings one: a long reading must not hold up the site's page images.
        with version.local_copy() as path, nullcontext(workshop) if workshop else Workshop(limits()) as opened:
            extraction = opened.extract(path, version.kind, progress=progress)
    except Refused as refused:
        logger.info("File version %s refused: %s %s", version.pk, refused.code, refused.detail)
        _store_refusal(version, refused)
    except Exception:
        FileVersion.objects.filter(pk=version.pk).update(state=IngestState.PENDING)
        raise
    else:
        _store(version, extraction)
    version.refresh_from_db()
    return version


def _store_refusal(version: FileVersion, refused: Refused) -> None:
    with transaction.atomic():
        version.page_texts.all().delete()
        FileVersion.objects.filter(pk=version.pk).update(
            state=IngestState.REFUSED,
            refusal=str(refused.code),
            detail=refused.detail,
            finished_at=timezone.now(),
            page_count=0,
        )
        touch_records(version)


def _store(version: FileVersion, extraction: Extraction) -> None:
    scanned = extraction.scanned_pages
    errors = sorted({str(page.error) for page in extraction.pages if page.error})
    warnings = [*extraction.warnings, *(f"page:{code}" for code in errors)]
    if not any(page.text.strip() for page in extraction.pages) and not scanned:
        warnings.append("no_text")
    rows = [
        FilePage(
            version=version,
            number=page.number,
            text=page.text.replace("\x00", ""),
            width=page.width_pt,
            height=page.height_pt,
            is_scan=page.is_scan,
            error=str(page.error or ""),
        )
        for page in extraction.pages
    ]
    with transaction.atomic():
        version.page_texts.all().delete()
        FilePage.objects.bulk_create(rows, batch_size=PAGES_PER_INSERT)
        FileVersion.objects.filter(pk=version.pk).update(
            state=IngestState.WAITING_OCR if scanned else IngestState.READY,
            refusal="",
            detail="",
            warnings=warnings,
            finished_at=timezone.now(),
            page_count=extraction.page_count,
            scanned_pages=len(scanned),
            is_tagged=extraction.tagged if version.kind == "pdf" else None,
            detected_title=extraction.title[:500],
            detected_language=extraction.language or "",
        )
        touch_records(version)


def touch_records(version: FileVersion) -> None:
    """Tell the search that the text of the records with this file changed."""
    from search.indexing import touch

    record_ids = list(version.archive_file.record_files.values_list("page_id", flat=True).distinct())
    if record_ids:
        touch("record", record_ids)
