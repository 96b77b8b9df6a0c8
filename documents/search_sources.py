"""What the archive makes searchable: records with the pages of their files, and collections."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import Any

from django.db.models import Model, Q
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.models import Locale, Page

from acervo.base.publicity import public
from search.registry import Entry, Origin, OriginKey, PageText, Source, TextKey

from .models import ArchiveFile, CollectionPage, FilePage, RecordPage
from .search_origins import page_origins, record_origins
from .services.reading import main_file, page_path

CHUNK = 100


class PageSource(Source):
    """A source of Wagtail pages: one entry a page, shown in each language that has no translation of its own."""

    model: type[Model]
    kind: str

    def queryset(self):
        return self.model._default_manager.all()

    def ids(self) -> Iterable[int]:
        return public(self.queryset()).order_by("pk").values_list("pk", flat=True)

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        pks = list(pks)
        for start in range(0, len(pks), CHUNK):
            chunk = pks[start : start + CHUNK]
            pages = list(public(self.queryset().filter(pk__in=chunk)).select_related("locale"))
            shown = _shown_in(pages)
            prepared = self.prepare(pages)
            for page in pages:
                url = page.get_url()
                if url:
                    yield self.entry(page, url, shown[page.pk], prepared)

    def prepare(self, pages: list[Any]) -> Any:
        """Whatever `entry` needs for all of the pages, in a fixed number of queries."""
        return None

    def entry(self, page: Any, url: str, shown_in: tuple[str, ...], prepared: Any) -> Entry:
        return Entry(
            id=f"{self.name}:{page.pk}",
            kind=self.kind,
            title=page.title,
            url=url,
            summary=page.search_description or self.text(page)[:400],
            text=self.text(page),
            language=page.locale.language_code.split("-")[0],
            shown_in=shown_in,
            visible_until=page.expire_at,
        )

    def text(self, page: Any) -> str:
        """The words of the page besides its title; plain text."""
        return ""

    def origins(self, keys: Sequence[OriginKey], locale: str) -> dict[OriginKey, Origin]:
        return page_origins(self.queryset(), keys)

    def due(self, since: dt.datetime, until: dt.datetime) -> Iterable[int]:
        """Expiry needs no new content: the engine compares `visible_until` when somebody asks."""
        return ()


class CollectionSource(PageSource):
    """Collections, by their title and introduction."""

    name = "collection"
    model = CollectionPage
    kind = "coleccion"

    def text(self, page: CollectionPage) -> str:
        return plain(page.intro)


class RecordSource(PageSource):
    """Records, with everything a person may remember of one: metadata, agreements, extracts, every page."""

    name = "record"
    model = RecordPage

    def queryset(self):
        return RecordPage.objects.select_related("record_type", "authority", "publisher")

    def prepare(self, pages: list[RecordPage]) -> dict[str, Any]:
        pks = [page.pk for page in pages]
        open_files = set(public(ArchiveFile.objects.filter(record_files__page__in=pks)).values_list("pk", flat=True))
        typed = {page.pk: page for page in RecordPage.objects.filter(pk__in=pks).specific()}
        records = RecordPage.objects.filter(pk__in=pks).prefetch_related(
            "themes", "audiences", "record_files__file__current"
        )
        collections = CollectionPage.objects.filter(
            path__in={page.path[: -page.steplen] for page in pages}
        ).select_related("locale")
        sources = _in_default_language(collections)
        return {
            "open": open_files,
            "typed": typed,
            "records": {record.pk: record for record in records},
            "collections": {page.path: sources.get(page.translation_key, page.slug) for page in collections},
        }

    def entry(self, page: RecordPage, url: str, shown_in: tuple[str, ...], prepared: dict[str, Any]) -> Entry:
        record = prepared["records"][page.pk]
        files = [item for item in record.record_files.all() if item.file_id in prepared["open"] and item.file.current]
        main = main_file(files)
        with override(page.locale.language_code):
            date_label, state_name = page.issued_display, page.state_name
            words = [
                page.abstract, str(page.record_type or ""), str(page.authority or ""), str(page.publisher or ""),
                page.identifier, state_name, page.municipality, date_label, page.source_note,
                *(term.name for term in record.themes.all()), *(term.name for term in record.audiences.all()),
                *(str(item) for item in files), prepared["typed"][page.pk].search_text(),
            ]  # fmt: skip
        collection = prepared["collections"].get(page.path[: -page.steplen], "")
        versions = {item.file_id: item.file.current for item in files}
        thumbnail = ""
        if main and main.file.current.has_images:
            from django.urls import reverse

            thumbnail = reverse("documents:page_image", args=[main.file_id, main.file.current.number, 1, "s"])
        return Entry(
            id=f"{self.name}:{page.pk}",
            kind=page.record_type.code if page.record_type else "documento",
            title=page.title,
            url=url,
            summary=page.abstract,
            text="\n".join(filter(None, words)),
            date=page.issued_from,
            date_label=date_label,
            state=state_name,
            language=page.language,
            shown_in=shown_in,
            facets={
                "collection": (collection,) if collection else (),
                "state": (page.state,) if page.state else (),
                "theme": tuple(sorted(term.code for term in record.themes.all())),
            },
            visible_until=page.expire_at,
            thumbnail=thumbnail,
            pages_total=sum(version.page_count for version in versions.values()),
            pages=lambda: _pages(url, versions, main.file_id if main else None),
        )

    def texts(self, keys: Sequence[TextKey]) -> dict[TextKey, str]:
        wanted = Q()
        for version, number in {(file, number) for _pk, file, number in keys}:
            wanted |= Q(version_id=int(version), number=number)
        if not keys:
            return {}
        found = {
            (str(version), number): text
            for version, number, text in FilePage.objects.filter(wanted).values_list("version_id", "number", "text")
        }
        return {key: found[key[1:]] for key in keys if key[1:] in found}

    def origins(self, keys: Sequence[OriginKey], locale: str) -> dict[OriginKey, Origin]:
        return record_origins(keys, locale)

    def due(self, since: dt.datetime, until: dt.datetime) -> Iterable[int]:
        """Records that left an embargo in the window, their own or one of their files'."""
        window = (since, until)
        ended = Q(embargo_until__range=window) | Q(record_files__file__embargo_until__range=window)
        return RecordPage.objects.filter(ended).distinct().values_list("pk", flat=True)


def _pages(url: str, versions: dict[int, Any], main_file_id: int | None) -> Iterator[PageText]:
    """The pages with text; the key of a file is its version, whose text never changes meaning."""
    by_version = {version.pk: file_id for file_id, version in versions.items()}
    rows = FilePage.objects.filter(version__in=by_version).exclude(text="").order_by("version_id", "number")
    for version_id, number, text in rows.values_list("version_id", "number", "text"):
        path = page_path(main_file_id=main_file_id, file_id=by_version[version_id], number=number)
        yield PageText(file=str(version_id), number=number, text=text, url=url + path)


def _shown_in(pages: list[Page]) -> dict[int, tuple[str, ...]]:
    """For each page the interface languages in which it is shown: its own, and those without a public translation."""
    languages = set(Locale.objects.values_list("language_code", flat=True))
    translated: dict[Any, set[str]] = {}
    keys = [page.translation_key for page in pages]
    rows = public(Page.objects.filter(translation_key__in=keys)).values_list("translation_key", "locale__language_code")
    for key, code in rows.order_by():
        translated.setdefault(key, set()).add(code)
    default = Locale.get_default().language_code
    shown = {}
    for page in pages:
        own = page.locale.language_code
        has = translated.get(page.translation_key, set()) | {own}
        # Where a reader's language has no translation, one of the others stands in: the default language's if it can.
        stands_in = own == default or (default not in has and own == min(has))
        shown[page.pk] = tuple(sorted({own} | (languages - has if stands_in else set())))
    return shown


def _in_default_language(collections) -> dict[Any, str]:
    """Translation key → slug in the default language: the same facet value in every language."""
    keys = [page.translation_key for page in collections]
    rows = CollectionPage.objects.filter(translation_key__in=keys, locale=Locale.get_default())
    return dict(rows.order_by().values_list("translation_key", "slug"))


def plain(html: str) -> str:
    """The words of rich text, one block from the next by a space."""
    return " ".join(unescape(strip_tags(str(html).replace("<", " <"))).split())
