"""What changes in the database reaches the public index: plain handlers, connected in `apps.py`."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Collection, Page

from acervo.base.publicity import public
from search import registry
from search.indexing import touch

from .models import ArchiveFile, RecordPage


def touch_pages(pages: Iterable[Page]) -> None:
    """Ask for these pages to be indexed again, or removed, each in the source that covers its class."""
    by_source: dict[str, set[int]] = {}
    for page in pages:
        model = page.specific_class or type(page)
        for source in registry.sources():
            if issubclass(model, source.model):
                by_source.setdefault(source.name, set()).add(page.pk)
    for name, pks in by_source.items():
        touch(name, sorted(pks))


def page_changed(sender, instance, **kwargs) -> None:
    """Published, unpublished or deleted: the page and its translations (which stand in for each other)."""
    touch_pages([instance, *Page.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)])
    if isinstance(instance, RecordPage):
        note_first_public(instance)


def subtree_changed(sender, instance, **kwargs) -> None:
    """Moved, or its address changed: everything below it has another address."""
    touch_pages(Page.objects.filter(path__startswith=instance.path))


def page_privacy_changed(sender, instance, **kwargs) -> None:
    """The page, what is below it, and their aliases elsewhere in the tree, which are as private as they."""
    path = instance.page.path
    touch_pages(Page.objects.filter(Q(path__startswith=path) | Q(alias_of__path__startswith=path)))


def collection_privacy_changed(sender, instance, **kwargs) -> None:
    collections = Collection.objects.filter(path__startswith=instance.collection.path)
    touch_files(ArchiveFile.objects.filter(collection__in=collections))


def file_changed(sender, instance, **kwargs) -> None:
    touch_files(ArchiveFile.objects.filter(pk=instance.pk))


def term_changed(sender, instance, **kwargs) -> None:
    """A term's new name is among the words its records are found by."""
    field = {"Theme": "themes", "Audience": "audiences", "RecordType": "record_type", "Authority": "authority"}
    records = RecordPage.objects.filter(**{field[type(instance).__name__]: instance.pk})
    touch("record", list(records.values_list("pk", flat=True)))


def touch_files(files) -> None:
    pks = RecordPage.objects.filter(record_files__file__in=files).distinct().values_list("pk", flat=True)
    touch("record", list(pks))


def note_first_public(record: RecordPage) -> None:
    """Remember that a file has been public: from then on it can be withdrawn but not deleted."""
    files = ArchiveFile.objects.filter(record_files__page=record, first_public_at=None)
    pks = list(public(files).values_list("pk", flat=True))
    if pks:
        ArchiveFile.objects.filter(pk__in=pks).update(first_public_at=timezone.now())
