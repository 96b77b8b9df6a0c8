"""The fingerprint of what proves a milestone, taken when it is attached: what is printed today can be compared later."""

from documents.models import RecordPage
from estados.models import Evidence


def fingerprint_of(record: RecordPage) -> str:
    """SHA-256 of the current version of the record's first file; empty if it has none."""
    first = record.record_files.select_related("file__current").order_by("sort_order", "pk").first()
    return first.file.current.sha256 if first and first.file.current else ""


def fingerprint(evidence: Evidence, *, before: int | None = None) -> None:
    """Write it down in `evidence` if its record is new (`before`: key of the record it had). Saves nothing."""
    if evidence.record is None:
        evidence.sha256 = ""
    elif not evidence.sha256 or before != evidence.record_id:
        evidence.sha256 = fingerprint_of(evidence.record)
