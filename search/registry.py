"""What can be searched: the contract between this leaf app and the domain apps.

A domain app's `ready()` registers a `Source`; nothing in `search` imports a domain model. A source answers with
`Entry` objects, each one **record** of the results, with the text of its pages. Only what an anonymous visitor may
see, now or later by date alone, may be put in an `Entry`; the dates themselves are compared when somebody asks.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

TextKey: TypeAlias = tuple[int, str, int]  # (pk of the record, file, page number)
OriginKey: TypeAlias = tuple[int, str]  # (pk of the record, file)
Labels: TypeAlias = Callable[[list[str], str], dict[str, str]]


@dataclass(frozen=True, slots=True)
class PageText:
    """One page of one file. `number` counts from 1; `url` is the reader on that page, without `?q=`."""

    file: str
    number: int
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Of what a feed or an export shows: the name of its collection, its version, and the last change of it."""

    collection: str = ""
    version: str = ""  # «2» of a file's versions
    updated: datetime.datetime | None = None


def _no_pages() -> Iterable[PageText]:
    return ()


@dataclass(slots=True)
class Entry:
    """One searchable record. Everything in it is public (see `visible_from`, `visible_until` for the dates).

    `kind` is the value of the facet "type"; the facets "year" and "language" are derived from `date` and `language`.
    `facets` maps the names "collection", "state", "theme" (and any other registered name) to values.
    `pages` is called only while indexing or hashing and may be called more than once.
    """

    id: str  # "<source>:<pk>"
    kind: str
    title: str
    url: str
    summary: str = ""  # plain text, shown when no page matches
    text: str = ""  # further searchable public text: authority, identifiers, labels, agreements, extracts
    date: datetime.date | None = None
    date_label: str = ""
    state: str = ""  # label for display
    language: str = "es"  # language of the content
    shown_in: tuple[str, ...] = ()  # interface locales in which this entry is shown; empty: all
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    visible_from: datetime.datetime | None = None  # from this second on, inclusive
    visible_until: datetime.datetime | None = None  # until this second, exclusive
    thumbnail: str = ""
    pages_total: int = 0
    pages: Callable[[], Iterable[PageText]] = _no_pages

    @property
    def pk(self) -> int:
        return int(self.id.rpartition(":")[2])

    @property
    def content_hash(self) -> str:
        """A short hash of all that is indexed or shown, pages included; `search_check` compares it."""
        return self.hash_of(self.pages())

    def hash_of(self, pages: Iterable[PageText]) -> str:
        """`content_hash` for pages that the caller has already read."""
        digest = hashlib.blake2b(digest_size=12)
        shown = (self.id, self.kind, self.title, self.url, self.summary, self.text, self.date, self.date_label)
        limits = (self.state, self.language, self.shown_in, sorted(self.facets.items()))
        window = (_second(self.visible_from), _second(self.visible_until), self.thumbnail, self.pages_total)
        values = (*shown, *limits, *window)
        digest.update(repr(values).encode("utf-8", "surrogatepass"))
        for page in pages:
            line = repr((page.file, page.number, page.text, page.url))
            digest.update(line.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def _second(moment: datetime.datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


class Source:
    """What a domain app makes searchable. Subclass it, give `name` and `model`, and fill in the methods.

    `name` is the first half of an entry's id: letters, digits, hyphen and underscore only.
    """

    name: str
    model: type[Model]  # the system check counts this model and its subclasses as covered

    def ids(self) -> Iterable[int]:
        """The keys of everything that is public now, or will be by date alone."""
        raise NotImplementedError

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        """The entries of these keys, in any order; silently without those that may not be indexed."""
        raise NotImplementedError

    def texts(self, keys: Sequence[TextKey]) -> dict[TextKey, str]:
        """The text of these pages, for snippets, in a constant number of queries."""
        return {}

    def origins(self, keys: Sequence[OriginKey], locale: str) -> dict[OriginKey, Origin]:
        """Where these come from, for feeds and exports, in a constant number of queries; keys without are left out.

        A key with the file "" asks for the record as a whole.
        """
        return {}

    def due(self, since: datetime.datetime, until: datetime.datetime) -> Iterable[int]:
        """The keys whose *content* changes by date alone in since < t <= until (a file leaves its embargo…)."""
        return ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow results. `labels(values, locale)` gives the visible name of each value."""

    name: str
    label: str | Promise
    labels: Labels
    order: int


def plain_labels(values: list[str], locale: str) -> dict[str, str]:
    """Labels for a facet whose values are their own names."""
    return {value: value for value in values}


def _language_labels(values: list[str], locale: str) -> dict[str, str]:
    names = {"es": _("Español"), "en": _("Inglés"), "und": _("Sin determinar")}
    return {value: str(names.get(value, value)) for value in values}


_sources: dict[str, Source] = {}
_exempt: dict[type[Model], str] = {}
_facets: dict[str, Facet] = {}
_kinds: dict[str, str | Promise] = {}


def register(source: Source) -> None:
    """Make a source known. A name stands for one class: a second class with that name raises ValueError."""
    if not source.name or not source.name.replace("-", "_").isidentifier():
        raise ValueError(f"search source name {source.name!r}: use letters, digits, hyphen and underscore")
    known = _sources.get(source.name)
    if known is not None and type(known) is not type(source):
        raise ValueError(f"search source {source.name!r} is already registered by {type(known).__qualname__}")
    _sources[source.name] = source


def unregister(name: str) -> None:
    """Forget a source (tests); unknown names are ignored."""
    _sources.pop(name, None)


def exempt(model: type[Model], *, reason: str) -> None:
    """Say that this very model (not its subclasses) is not searchable, and why."""
    if not reason.strip():
        raise ValueError(f"search: say why {model.__name__} is not searchable")
    _exempt[model] = reason


def exemptions() -> dict[type[Model], str]:
    return dict(_exempt)


def sources() -> list[Source]:
    return list(_sources.values())


def anything_to_index() -> bool:
    """Whether any source has a record, that is, whether a site without an index lacks something."""
    return any(True for source in sources() for _ in source.ids())


def source(name: str) -> Source:
    """The source of that name; KeyError when there is none."""
    return _sources[name]


def register_facet(name: str, label: str | Promise, labels: Labels = plain_labels, *, order: int = 100) -> None:
    """Add a facet, or replace the labels of a built-in one (type, collection, state, theme, year, language)."""
    if not name.isidentifier():
        raise ValueError(f"search facet {name!r}: use letters, digits and underscore")
    _facets[name] = Facet(name, label, labels, order)


def facets() -> list[Facet]:
    return sorted(_facets.values(), key=lambda facet: (facet.order, facet.name))


def facet(name: str) -> Facet:
    return _facets[name]


def register_kind(name: str, label: str | Promise) -> None:
    """Name a value of the facet "type" that an app always brings («pagina», «evento»). `label` is translated lazily."""
    if not name.strip():
        raise ValueError("search: a kind has a name")
    _kinds[name] = label


def kind_labels(values: list[str], locale: str) -> dict[str, str]:
    """The names of the kinds that apps registered; a value that nobody named is its own name."""
    with override(locale):
        return {value: str(_kinds.get(value, value)) for value in values}


register_facet("type", _("Tipo"), kind_labels, order=10)
register_facet("collection", _("Colección"), order=20)
register_facet("state", _("Entidad federativa"), order=30)
register_facet("theme", _("Tema"), order=40)
register_facet("year", _("Año"), order=50)
register_facet("language", _("Idioma"), _language_labels, order=60)
