"""What the archive holds of the things that a plan asks about, read in a few queries for all rows."""

import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from wagtail.models import Locale

from acervo.base.text import fold
from documents.models import CollectionPage, FileVersion, RecordFile, RecordPage

from . import history

CHUNK = 500


@dataclass(slots=True)
class KnownFile:
    """A file of the archive with the names and hashes of all its versions."""

    pk: int
    title: str = ""
    current_sha: str = ""
    names: set[str] = field(default_factory=set)
    shas: set[str] = field(default_factory=set)


@dataclass(slots=True)
class KnownRecord:
    """A record of a collection; `made_from` is the file name of the import that made it, if one did."""

    pk: int
    title: str
    identifier: str
    made_from: str = ""
    files: list[tuple[str, KnownFile]] = field(default_factory=list)  # (role, file), in the record's order


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where bytes are in the archive already."""

    file_id: int
    file_title: str
    record_id: int | None
    record_title: str
    record_url: str


class CollectionView:
    """The records of one collection, found by file name."""

    def __init__(self, collection: CollectionPage) -> None:
        self.collection = collection
        children = RecordPage.objects.child_of(collection)
        self.records = {
            pk: KnownRecord(pk, title, identifier)
            for pk, title, identifier in children.values_list("pk", "draft_title", "identifier")
        }
        for pk, name in history.names_of(self.records).items():
            self.records[pk].made_from = name
        links = RecordFile.objects.filter(page__in=children.order_by().values("pk")).order_by("page_id", "sort_order")
        rows = list(links.values_list("page_id", "role", "file_id"))
        files = _files({file_id for _page, _role, file_id in rows})
        for page_id, role, file_id in rows:
            self.records[page_id].files.append((role, files[file_id]))
        self.by_name: dict[str, list[KnownRecord]] = defaultdict(list)
        for record in self.records.values():
            names = {name for _role, file in record.files for name in file.names}
            for name in names | ({record.made_from} if record.made_from else set()):
                self.by_name[name].append(record)

    def candidates(self, name: str, *, identifier: str) -> list[KnownRecord]:
        """The records that this file name may mean, without those that are known to be another row's."""
        return [
            record
            for record in self.by_name.get(name, [])
            if record.made_from in ("", name) and (not identifier or record.identifier in ("", identifier))
        ]


class Archive:
    """Look-ups that do not depend on one collection."""

    def __init__(self) -> None:
        self.locale = Locale.get_default()
        self._views: dict[int, CollectionView] = {}

    @cached_property
    def collections(self) -> list[CollectionPage]:
        return list(CollectionPage.objects.filter(locale=self.locale).order_by("path"))

    def find_collection(self, text: str) -> CollectionPage | None:
        """By slug, else by title; None when there is none or it is not clear which."""
        found = [page for page in self.collections if page.slug == text]
        found = found or [page for page in self.collections if fold(page.title) == fold(text)]
        return found[0] if len(found) == 1 else None

    def view(self, collection: CollectionPage) -> CollectionView:
        if collection.pk not in self._views:
            self._views[collection.pk] = CollectionView(collection)
        return self._views[collection.pk]

    def by_identifier(self, identifiers: Iterable[str]) -> dict[str, RecordPage]:
        found: dict[str, RecordPage] = {}
        wanted = sorted(set(identifiers))
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            for page in RecordPage.objects.filter(identifier__in=chunk, locale=self.locale):
                found.setdefault(page.identifier, page)
        return found

    def by_sha(self, shas: Iterable[str]) -> dict[str, list[Elsewhere]]:
        """Hash → the files that have a version with these bytes, and a record of each."""
        found: dict[str, list[Elsewhere]] = defaultdict(list)
        wanted = sorted(set(shas))
        for start in range(0, len(wanted), CHUNK):
            chunk = wanted[start : start + CHUNK]
            versions = FileVersion.objects.filter(sha256__in=chunk).order_by("archive_file_id")
            rows = list(versions.values_list("sha256", "archive_file_id", "archive_file__title").distinct())
            links: dict[int, RecordFile] = {}
            for link in RecordFile.objects.filter(file__in={row[1] for row in rows}).select_related("page"):
                links.setdefault(link.file_id, link)
            for sha, file_id, title in rows:
                link = links.get(file_id)
                page = link.page if link else None
                found[sha].append(
                    Elsewhere(
                        file_id,
                        title,
                        page.pk if page else None,
                        page.title if page else "",
                        (page.url or "") if page else "",
                    )
                )
        return found


def _files(ids: set[int]) -> dict[int, KnownFile]:
    files = {pk: KnownFile(pk) for pk in ids}
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        rows = FileVersion.objects.filter(archive_file__in=chunk).values_list(
            "archive_file_id", "archive_file__title", "file", "sha256", "pk", "archive_file__current_id"
        )
        for file_id, title, name, sha, pk, current in rows:
            known = files[file_id]
            known.title = title
            known.names.add(os.path.basename(name))
            known.shas.add(sha)
            if pk == current:
                known.current_sha = sha
    return files
