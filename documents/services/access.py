"""Who may read a file: the public by the one rule, restricted visitors through a page that let them in, editors."""

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction
from wagtail.permissions import policy_registry

from acervo.base.per_request import restricted_paths
from acervo.base.publicity import is_public, public
from documents.models import ArchiveFile, RecordPage


def may_edit(request: HttpRequest, archive_file: ArchiveFile) -> bool:
    """Whether the visitor is an editor of the file's collection."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return False
    policy = policy_registry.get_by_type(ArchiveFile)
    return policy.user_has_any_permission_for_instance(user, ["change", "choose"], archive_file)


def may_read(request: HttpRequest, archive_file: ArchiveFile) -> bool:
    """Whether this visitor may have the bytes and the text of the file."""
    if is_public(archive_file) or may_edit(request, archive_file):
        return True
    return _let_in(request, archive_file)


def lost_its_record(archive_file: ArchiveFile) -> bool:
    """Whether the file was public once and no record, not even a draft, holds it any more.

    An embargo or a private collection of its own closes it all the same: then nothing is said of it.
    """
    if archive_file.first_public_at is None or archive_file.record_files.exists():
        return False
    if archive_file.embargo_until and archive_file.embargo_until > timezone.now():
        return False
    path = archive_file.collection.path
    _pages, collections = restricted_paths()
    return not any(path.startswith(closed) for closed in collections)


def readable_files(request: HttpRequest, page: RecordPage) -> set[int]:
    """The keys of the record's files that this visitor may read."""
    files = ArchiveFile.objects.filter(record_files__page=page)
    open_ones = set(public(files).values_list("pk", flat=True))
    rest = [f for f in files.select_related("collection").distinct() if f.pk not in open_ones]
    return open_ones | {f.pk for f in rest if may_edit(request, f) or _let_in(request, f)}


def _let_in(request: HttpRequest, archive_file: ArchiveFile) -> bool:
    """A record whose privacy this visitor passed opens its files, unless something else closes them."""
    if archive_file.is_withdrawn or (archive_file.embargo_until and archive_file.embargo_until > timezone.now()):
        return False
    collection = archive_file.collection
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        inside = collection.path.startswith(restriction.collection.path)
        if inside and not restriction.accept_request(request):
            return False
    records = public(RecordPage.objects.filter(record_files__file=archive_file), privacy=False)
    return any(_passes(request, record) for record in records.distinct())


def _passes(request: HttpRequest, record: RecordPage) -> bool:
    restrictions = PageViewRestriction.objects.filter(page__in=record.get_ancestors(inclusive=True))
    return all(restriction.accept_request(request) for restriction in restrictions)
