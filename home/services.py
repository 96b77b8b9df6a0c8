"""What the front page shows; a fixed number of queries."""

from acervo.base.publicity import public


def front_page(page) -> dict:
    """The doors (with a live figure each) and what is new below `page`."""
    from documents.models import ArchiveIndexPage, FileVersion, RecordPage
    from observatorio.models import ObservatoryPage

    records = public(RecordPage.objects.filter(locale=page.locale))
    new = records.select_related("record_type", "authority").order_by("-first_published_at")[:6]
    archive = public(ArchiveIndexPage.objects.child_of(page)).first()
    observatory = public(ObservatoryPage.objects.child_of(page)).first()
    return {
        "archive": archive,
        "observatory": observatory,
        "record_count": records.count(),
        "page_count": public_page_total(FileVersion),
        "new_records": list(new),
    }


def public_page_total(version_model) -> int:
    """Pages of the newest versions of all public files."""
    from django.db.models import Sum
    from documents.models import ArchiveFile

    total = public(ArchiveFile.objects.all()).aggregate(total=Sum("current__page_count"))["total"]
    return total or 0
