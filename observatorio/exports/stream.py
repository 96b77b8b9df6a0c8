"""Public monuments with everything they have several of, one by one: constant memory and a constant number of queries.

Each table of child rows is read once, in the order of the monuments, and walks in step with them (a merge join); so
6,600 monuments cost as many queries as 66, and never more than one monument with its rows is held.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from acervo.base.publicity import public
from documents.models import ArchiveImage, RecordPage
from observatorio.models import (
    Citation,
    Fabric,
    FieldRestriction,
    Monument,
    MonumentRecord,
    Phase,
    Photo,
    Protection,
)  # fmt: skip
from observatorio.services.public_version import PublicMonument

CHUNK = 200


class _Rows:
    """The rows of one table, ordered by their monument, asked for in that order."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self._rows = queryset.iterator(chunk_size=CHUNK)
        self._next = next(self._rows, None)

    def of(self, pk: int) -> list[Any]:
        found = []
        while self._next is not None and self._next.monument_id <= pk:
            if self._next.monument_id == pk:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


def public_monuments(monuments: QuerySet[Monument]) -> Iterator[PublicMonument]:
    """The public ones of `monuments` (not sliced; its order is ignored), by key of the database.

    Also what they point to is public: the ensemble, the images, the records of the archive, the gazette of a protection.
    """
    return (PublicMonument(monument, on=day) for monument, day in _loaded(public(monuments)))


def all_monuments(monuments: QuerySet[Monument]) -> Iterator[Monument]:
    """The monuments themselves, every field of them: for staff who may see it. Never for a public surface."""
    return (monument for monument, _day in _loaded(monuments))


def _loaded(monuments: QuerySet[Monument]) -> Iterator[tuple[Monument, Any]]:
    day = timezone.localdate()
    keys = monuments.order_by().values("pk")
    ensemble = public(Monument.objects.filter(pk=OuterRef("part_of")))
    rows = monuments.order_by("pk").select_related("part_of", "heritage_site").annotate(ensemble_open=Exists(ensemble))
    # The monuments first: were a field closed between the queries, the restriction is read after the value.
    stream = rows.iterator(chunk_size=CHUNK)
    first = next(stream, None)
    if first is None:
        return
    children = _children(keys)
    institutions = _Rows(
        Monument.institutions.through.objects.filter(monument__in=keys)
        .select_related("institution")
        .order_by("monument_id", "institution__abbreviation")
    )
    monument: Monument | None = first
    while monument is not None:
        related: dict[str, list[Any]] = {name: table.of(monument.pk) for name, table in children.items()}
        related["institutions"] = [row.institution for row in institutions.of(monument.pk)]
        for protection in related["protections"]:
            if not protection.gazette_open:
                protection.gazette = None
        if not monument.ensemble_open:
            monument.part_of = None
        monument._cluster_related_objects = related  # where modelcluster's managers look first
        yield monument, day
        monument = next(stream, None)


def _children(keys: QuerySet[Any]) -> dict[str, _Rows]:
    gazette = public(RecordPage.objects.filter(pk=OuterRef("gazette")))
    tables: dict[str, QuerySet[Any]] = {
        "restrictions": FieldRestriction.objects.all(),
        "phases": Phase.objects.all(),
        "fabric": Fabric.objects.all(),
        "protections": Protection.objects.select_related("authority", "gazette").annotate(gazette_open=Exists(gazette)),
        "photos": Photo.objects.filter(image__in=public(ArchiveImage.objects.all()).values("pk")).select_related("image"),
        "bibliography": Citation.objects.all(),
        "records": MonumentRecord.objects.filter(record__in=public(RecordPage.objects.all()).values("pk"))
        .select_related("record__locale"),
    }  # fmt: skip
    return {
        name: _Rows(table.filter(monument__in=keys).order_by("monument_id", "sort_order", "pk"))
        for name, table in tables.items()
    }
