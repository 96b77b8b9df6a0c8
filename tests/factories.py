"""Things to test with, as the site itself makes them: pages in the tree, files with versions, small PDFs."""

import io
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen import canvas
from wagtail.models import Locale, Page, Site

from documents.models import (
    ArchiveFile,
    ArchiveIndexPage,
    Authority,
    CollectionPage,
    GenericRecordPage,
    RecordFile,
    RecordPage,
    RecordType,
)  # fmt: skip
from home.models import HomePage


def site_tree() -> SimpleNamespace:
    """Home, archive index and a collection below Wagtail's root, served at any host."""
    spanish, _ = Locale.objects.get_or_create(language_code="es-mx")
    english, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    Page.objects.filter(depth=2).exclude(pk__in=HomePage.objects.values("pk")).delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(title="Acervo de prueba", slug="inicio", locale=spanish))
    Site.objects.all().delete()
    site = Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
    archive = home.add_child(
        instance=ArchiveIndexPage(title="Acervo", slug="acervo", locale=spanish, show_in_menus=True)
    )
    collection = archive.add_child(instance=CollectionPage(title="Leyes", slug="leyes", locale=spanish))
    return SimpleNamespace(
        root=root, home=home, site=site, archive=archive, collection=collection, spanish=spanish, english=english
    )


def record(parent: Page, title: str = "Ley de prueba", *, model: type[RecordPage] = GenericRecordPage, **fields: Any):
    """A published record (any type); `live=False` makes a draft. `themes` and `audiences` are set after it exists."""
    many = {name: fields.pop(name) for name in ("themes", "audiences") if name in fields}
    if model is GenericRecordPage:
        fields.setdefault("record_type", RecordType.for_code("ley", name="Ley"))
    fields.setdefault("authority", Authority.for_code("congreso", name="Congreso de la Unión"))
    live = fields.pop("live", True)
    page = model(title=title, locale=parent.locale, live=live, **fields)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    for name, values in many.items():
        getattr(page, name).set(values)
    if many:
        page.save()
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def archive_file(content: bytes, *, name: str = "ley.pdf", title: str = "Ley", **fields: Any) -> ArchiveFile:
    """A file with its first version; read at once if the caller runs the `on_commit` callbacks."""
    made = ArchiveFile(title=title, **fields)
    made.file.save(name, ContentFile(content), save=False)
    made.save()
    return made


def ingested(content: bytes, **fields: Any) -> ArchiveFile:
    """A file whose bytes have been read."""
    from documents.services.ingest import ingest

    made = archive_file(content, **fields)
    ingest(made.current)
    made.refresh_from_db()
    return made


def attach(page: RecordPage, made: ArchiveFile, **fields: Any) -> RecordFile:
    """Make `made` a file of the record."""
    return RecordFile.objects.create(page=page, file=made, sort_order=page.record_files.count(), **fields)


def pdf(*pages: str, title: str = "Documento") -> bytes:
    """A PDF in letter size with one page for each text; lines are split at line breaks."""
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=letter, invariant=True)
    drawing.setTitle(title)
    for text in pages or ("",):
        drawing.setFont("Helvetica", 12)
        for index, line in enumerate(text.splitlines() or [""]):
            drawing.drawString(72, 720 - 16 * index, line)
        drawing.showPage()
    drawing.save()
    return out.getvalue()
