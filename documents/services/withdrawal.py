"""Withdrawing what was public: its addresses stay and answer with the metadata and the reason."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from documents.models import ArchiveFile, RecordPage
from documents.signals import touch_pages


def withdraw_file(archive_file: ArchiveFile, *, reason: str, user=None) -> None:
    """Close every version of a file to the public; their addresses answer with a tombstone that gives `reason`."""
    with transaction.atomic():
        archive_file.withdrawn_at, archive_file.withdrawal_reason = timezone.now(), reason
        archive_file.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        log(archive_file, "documents.withdraw", user=user, data={"reason": reason})


def restore_file(archive_file: ArchiveFile, *, user=None) -> None:
    """Undo the withdrawal of a file; the reason stays in its log."""
    with transaction.atomic():
        archive_file.withdrawn_at, archive_file.withdrawal_reason = None, ""
        archive_file.save(update_fields=["withdrawn_at", "withdrawal_reason"])
        log(archive_file, "documents.restore", user=user)


def withdraw_record(record: RecordPage, *, reason: str, user=None) -> list[RecordPage]:
    """Close a record, in all of its languages, and return what was closed. Its files are not touched."""
    return _set(record, at=timezone.now(), reason=reason, user=user)


def restore_record(record: RecordPage, *, user=None) -> list[RecordPage]:
    """Undo the withdrawal of a record in all of its languages."""
    return _set(record, at=None, reason="", user=user)


def _set(record: RecordPage, *, at, reason: str, user) -> list[RecordPage]:
    records = list(RecordPage.objects.filter(translation_key=record.translation_key).specific())
    with transaction.atomic():
        # Straight to the rows: a withdrawal must work for a record whose other fields would not validate today.
        RecordPage.objects.filter(pk__in=[each.pk for each in records]).update(
            withdrawn_at=at, withdrawal_reason=reason
        )
        for each in records:
            each.withdrawn_at, each.withdrawal_reason = at, reason
            if at:
                log(each, "documents.withdraw", user=user, data={"reason": reason})
            else:
                log(each, "documents.restore", user=user)
        record.withdrawn_at, record.withdrawal_reason = at, reason
        touch_pages(records)
    return records
