"""The files of a record as its page shows them: what a visitor may read, and a line for what was withdrawn."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from documents.enums import IngestState
from documents.extraction import KINDS
from documents.models import ArchiveFile, FileVersion, RecordFile, RecordPage
from documents.services.access import readable_files
from documents.services.reading import main_file, page_path


@dataclass
class FileView:
    """One file on a record page; `withdrawn` is the reason, and then nothing can be opened."""

    item: RecordFile
    version: FileVersion
    title: str
    read_url: str = ""
    withdrawn: str = ""
    versions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def pk(self) -> int:
        return self.item.file_id

    @property
    def url(self) -> str:
        return self.item.file.get_absolute_url()

    @property
    def type_label(self) -> str:
        kind = KINDS.get(self.version.kind)
        return kind.label if kind else self.version.kind.upper()

    @property
    def status(self) -> str:
        """What a reader should know of it; empty when it is simply ready."""
        version = self.version
        if version.state in (IngestState.PENDING, IngestState.RUNNING):
            return _("Se está leyendo; en unos minutos podrá leerse en línea.")
        if version.state == IngestState.REFUSED:
            return _("No se pudo leer para mostrarlo en línea; puede descargarlo.")
        if version.state == IngestState.WAITING_OCR:
            if version.scanned_pages >= version.page_count:
                return _("Es una imagen escaneada: su texto todavía no se ha reconocido y no se puede buscar.")
            return _("Tiene páginas escaneadas cuyo texto todavía no se ha reconocido.")
        return ""

    @property
    def is_accessible(self) -> bool:
        return bool(self.version.is_tagged)


@dataclass
class RecordFiles:
    """All files of a record, in the editor's order, and the one that the reader opens first."""

    views: list[FileView]
    main: FileView | None
    main_file_id: int | None

    @property
    def readable(self) -> list[FileView]:
        return [view for view in self.views if not view.withdrawn]

    @property
    def pages_total(self) -> int:
        return sum(view.version.page_count for view in self.readable)


def files_of(record: RecordPage, request: HttpRequest, *, record_url: str, is_preview: bool = False) -> RecordFiles:
    """The files of `record` for this visitor. A file that is neither readable nor withdrawn is not mentioned."""
    if is_preview:
        items = [item for item in record.record_files.all() if item.file.current]
        allowed = {item.file_id for item in items}
    else:
        open_now = public(ArchiveFile.objects.filter(pk=OuterRef("file_id"))).order_by()
        items = list(
            record.record_files.select_related("file__current")
            .exclude(file__current=None)
            .annotate(public_now=Exists(open_now))
        )
        allowed = _allowed(record, items, request)
    shown = [item for item in items if item.file_id in allowed and not item.file.is_withdrawn]
    main_item = main_file(shown)
    main_file_id = main_item.file_id if main_item else None
    chains = _chains([item.file for item in shown], record_url)
    views = []
    for item in items:
        if item in shown:
            number_of_pages = item.file.current.page_count
            path = page_path(main_file_id=main_file_id, file_id=item.file_id, number=1)
            views.append(
                FileView(
                    item=item,
                    version=item.file.current,
                    title=str(item),
                    read_url=record_url + path if number_of_pages else "",
                    versions=chains.get(item.file_id, []),
                )
            )
        elif item.file.is_withdrawn and item.file.first_public_at:
            reason = item.file.withdrawal_reason or _("No se dio un motivo.")
            views.append(FileView(item=item, version=item.file.current, title=str(item), withdrawn=reason))
    main = next((view for view in views if view.pk == main_file_id and not view.withdrawn), None)
    main = main or next((view for view in views if not view.withdrawn), None)
    return RecordFiles(views, main, main_file_id)


def _allowed(record: RecordPage, items: list[RecordFile], request: HttpRequest) -> set[int]:
    """For most visitors every file is public, or withdrawn; only then is nothing else asked."""
    open_ones = {item.file_id for item in items if item.public_now}
    now = timezone.now()
    closed = [
        item.file
        for item in items
        if item.file_id not in open_ones
        and not item.file.is_withdrawn
        and not (item.file.embargo_until and item.file.embargo_until > now and not _may_be_editor(request))
    ]
    return open_ones | readable_files(request, record) if closed else open_ones


def _may_be_editor(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def _chains(files: list[ArchiveFile], record_url: str) -> dict[int, list[dict[str, Any]]]:
    """The versions of each file, newest first; who made them is not public, only that the editors did."""
    chains: dict[int, list[dict[str, Any]]] = {}
    current = {file.pk: file.current_id for file in files}
    for version in FileVersion.objects.filter(archive_file__in=list(current)).order_by("archive_file", "-number"):
        chains.setdefault(version.archive_file_id, []).append(
            {
                "number": version.number,
                "url": version.get_absolute_url(),
                "page_url": f"{record_url}archivo/{version.archive_file_id}/version/{version.number}/",
                "date": version.created_at,
                "note": version.reason,
                "size": version.size,
                "sha256": version.sha256,
                "current": version.pk == current[version.archive_file_id],
            }
        )
    return chains
