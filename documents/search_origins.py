"""Where what was found comes from, for feeds and exports of a search: collection, version, last change."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from acervo.base.publicity import public
from search.registry import Origin, OriginKey

from .models import ArchiveFile, CollectionPage, FileVersion, RecordPage
from .services.reading import main_file


def page_origins(pages: QuerySet[Any], keys: Sequence[OriginKey]) -> dict[OriginKey, Origin]:
    """A page has no collection; its version is the day it was last published. One query."""
    rows = public(pages.filter(pk__in={pk for pk, _file in keys})).order_by()
    published = dict(rows.values_list("pk", "last_published_at"))
    return {
        key: Origin(version=_day(published[key[0]]), updated=published[key[0]]) for key in keys if key[0] in published
    }


def record_origins(keys: Sequence[OriginKey], locale: str) -> dict[OriginKey, Origin]:
    """The collection's title in `locale`, and the number of the version that was found, or of the main file's.

    A key's file is the key of a version, as in the index. A constant number of queries.
    """
    pks = {pk for pk, _file in keys}
    records = list(public(RecordPage.objects.filter(pk__in=pks)).prefetch_related("record_files__file__current"))
    open_files = set(public(ArchiveFile.objects.filter(record_files__page__in=pks)).values_list("pk", flat=True))
    versions = FileVersion.objects.filter(pk__in={int(file) for _pk, file in keys if file})
    numbers = dict(versions.values_list("pk", "number"))
    titles = _collection_titles({page.path[: -page.steplen] for page in records}, locale)
    main: dict[int, Origin] = {}
    for page in records:
        file = main_file([item for item in page.record_files.all() if item.file_id in open_files])
        main[page.pk] = Origin(
            collection=titles.get(page.path[: -page.steplen], ""),
            version=str(file.file.current.number) if file else _day(page.last_published_at),
            updated=page.last_published_at,
        )
    return {
        key: replace(main[key[0]], version=str(numbers.get(int(key[1]), ""))) if key[1] else main[key[0]]
        for key in keys
        if key[0] in main
    }


def _day(at: dt.datetime | None) -> str:
    """The version of what has no file: the day it was last published."""
    return localtime(at).date().isoformat() if at else ""


def _collection_titles(paths: set[str], locale: str) -> dict[str, str]:
    """Path of a collection → its title, in `locale` where it is public in it. Two queries."""
    here = list(public(CollectionPage.objects.filter(path__in=paths)).order_by().values_list("path", "translation_key"))
    rows = public(CollectionPage.objects.filter(translation_key__in=[key for _path, key in here])).order_by()
    titles: dict[Any, str] = {}
    for key, title, language in rows.values_list("translation_key", "title", "locale__language_code"):
        if language == locale or key not in titles:
            titles[key] = title
    return {path: titles[key] for path, key in here if key in titles}
