"""Which file of a record the reader opens, and the addresses of its pages."""

from collections.abc import Sequence

from documents.enums import FileRole
from documents.models import RecordFile


def main_file(record_files: Sequence[RecordFile]) -> RecordFile | None:
    """The file that `…/pagina/<n>/` shows: the first full text with pages, else the first file with pages."""
    with_pages = [item for item in record_files if item.file.current and item.file.current.page_count]
    full = [item for item in with_pages if item.role == FileRole.FULL_TEXT]
    return next(iter(full or with_pages), None)


def page_path(*, main_file_id: int | None, file_id: int, number: int) -> str:
    """The part of a page's address below its record's; also the suffix of its short link."""
    if file_id == main_file_id:
        return f"pagina/{number}/"
    return f"archivo/{file_id}/pagina/{number}/"
