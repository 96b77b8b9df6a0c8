"""Why a file of the archive may not be deleted, in words that an editor can act on."""

from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from documents.models import ArchiveFile, RecordPage


@dataclass(frozen=True)
class Use:
    """Something that stands on an object: its name and, where there is one, its page in the admin."""

    label: str
    url: str = ""


@dataclass
class Objection:
    """Why `archive_file` stays: a sentence, what to do instead, and the records that use it."""

    archive_file: ArchiveFile
    sentence: str
    mend: str
    uses: list[Use] = field(default_factory=list)

    @property
    def edit_url(self) -> str:
        return reverse("wagtaildocs:edit", args=[self.archive_file.pk])


def page_use(page: Page) -> Use:
    return Use(label=page.get_admin_display_title(), url=reverse("wagtailadmin_pages:edit", args=[page.pk]))


def objection_to_deleting(archive_file: ArchiveFile) -> Objection | None:
    """What speaks against deleting a file: it was public, or a record (also a draft of one) has it."""
    attached = RecordPage.objects.filter(record_files__file=archive_file).values_list("pk", flat=True)
    keys = {*attached, *drafts_with_file(archive_file).values_list("pk", flat=True)}
    uses = [page_use(page) for page in RecordPage.objects.filter(pk__in=keys).order_by("title")]
    if archive_file.first_public_at:
        return Objection(
            archive_file,
            _("«%(title)s» ya fue público: alguien pudo citarlo o imprimir su dirección, y por eso no se borra.")
            % {"title": archive_file.title},
            _("Retírelo: nadie podrá abrirlo y su dirección dirá por qué."),
            uses,
        )
    if uses:
        return Objection(
            archive_file,
            _("«%(title)s» no se puede borrar porque hay registros que lo usan.") % {"title": archive_file.title},
            _("Quítelo primero de estos registros."),
            uses,
        )
    return None


def drafts_with_file(archive_file: ArchiveFile):
    """Records whose latest draft has the file although the published record does not."""
    drafts = Revision.page_revisions.filter(
        pk__in=RecordPage.objects.filter(has_unpublished_changes=True).values("latest_revision")
    )
    pattern = rf'"file": {archive_file.pk}[,}}]'  # a child object of the draft's JSON, whose spacing Django fixes
    found = drafts.annotate(as_text=Cast("content", TextField())).filter(as_text__regex=pattern)
    return RecordPage.objects.filter(latest_revision__in=found.values("pk"))
