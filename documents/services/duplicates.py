"""The same bytes twice: recognised by their SHA-256 before they are stored again."""

from contextlib import AbstractContextManager

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from acervo.base import locks
from documents.models import ArchiveFile, FileVersion
from documents.storage import sha256_of


def one_at_a_time() -> AbstractContextManager[None]:
    """A transaction in which nobody else can store an upload, so that the search for a copy stays true until the end."""
    return locks.turn("uploads")


def find_copy(sha256: str, *, besides: int | None = None) -> FileVersion | None:
    """The newest version with these bytes in any file but the one with the key `besides`."""
    versions = FileVersion.objects.filter(sha256=sha256).exclude(archive_file=besides)
    return versions.select_related("archive_file").order_by("-created_at").first()


def refuse_copy(upload: File, *, archive_file: ArchiveFile | None = None, user=None) -> None:
    """Raise ValidationError when the bytes of `upload` are in the archive, with a link to where they are.

    For a new version of `archive_file` its own older versions do not count: going back to one is no copy.
    The message is safe HTML; a user who may not open the other file learns only that it exists.
    """
    sha256 = sha256_of(upload)
    if archive_file and archive_file.pk and archive_file.current and archive_file.current.sha256 == sha256:
        raise ValidationError(
            _("Este archivo es idéntico a la versión vigente (%(number)d): no hay nada que cambiar.")
            % {"number": archive_file.current.number},
            code="same",
        )
    copy = find_copy(sha256, besides=archive_file.pk if archive_file else None)
    if copy is None:
        return
    if not may_open(user, copy.archive_file):
        raise ValidationError(
            _(
                "Este archivo ya está en el acervo, en un lugar que usted no puede abrir. "
                "Pida a quien administra el sitio que le dé acceso."
            ),
            code="duplicate",
        )
    url = reverse("wagtaildocs:edit", args=[copy.archive_file_id])
    title = copy.archive_file.title
    if copy.archive_file.current_id != copy.pk:
        message = _(
            "Este archivo ya está en el acervo: es la versión {number} de "
            "<a href='{url}'>«{title}»</a>. Úselo desde ahí."
        )
    elif copy.archive_file.is_withdrawn:
        message = _("Este archivo ya está en el acervo, retirado: <a href='{url}'>«{title}»</a>. Puede restituirlo.")
    else:
        message = _("Este archivo ya está en el acervo como <a href='{url}'>«{title}»</a>. Úselo desde ahí.")
    raise ValidationError(format_html(message, url=url, title=title, number=copy.number), code="duplicate")


def may_open(user, archive_file: ArchiveFile) -> bool:
    """Whether the file's page in the admin opens for this user; nobody (a command) may see everything."""
    if user is None:
        return True
    policy = policy_registry.get_by_type(ArchiveFile)
    return policy.user_has_permission_for_instance(user, "change", archive_file)
