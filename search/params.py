"""The parameters of a search as they come in an address, checked once for the page and for the API."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from acervo.base.api import Problem
from search import registry
from search.engines.base import SORTS, Sort
from search.query import MAX_LENGTH

MAX_SIZE = 100
DEFAULT_SIZE = 20
DEEPEST = 10_000  # results that can be paged through; beyond it people narrow the search
MAX_VALUES = 50  # values of one facet


@dataclass(slots=True)
class Params:
    q: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: datetime.date | None = None
    date_to: datetime.date | None = None
    sort: Sort = "relevance"
    page: int = 1
    size: int = DEFAULT_SIZE
    problems: list[Problem] = field(default_factory=list)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    @property
    def narrowed(self) -> bool:
        return bool(self.filters or self.date_from or self.date_to)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in a stable order, without the defaults and without the page."""
        pairs = [("q", self.q)] if self.q else []
        for facet in registry.facets():
            pairs += [(facet.name, value) for value in self.filters.get(facet.name, ())]
        if self.date_from:
            pairs.append(("from", self.date_from.isoformat()))
        if self.date_to:
            pairs.append(("to", self.date_to.isoformat()))
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.size != DEFAULT_SIZE:
            pairs.append(("size", str(self.size)))
        return pairs

    def toggled(self, name: str, value: str) -> Params:
        """The same search with one value of a facet chosen, or no longer chosen; from the first page on."""
        values = self.filters.get(name, ())
        values = tuple(v for v in values if v != value) if value in values else (*values, value)
        return replace(self, filters={**self.filters, name: values}, page=1)

    def address(self, *, without: tuple[str, str] | None = None, page: int = 1) -> str:
        """The query string of this search, with one pair left out, or on another page."""
        pairs = [pair for pair in self.pairs() if pair != without]
        if page > 1:
            pairs.append(("page", str(page)))
        return f"?{urlencode(pairs)}"


def read(data: QueryDict) -> Params:
    """Read what can be read; what cannot is named in `problems` and has its default."""
    params = Params()
    params.q = " ".join(data.get("q", "").replace("\0", " ").split())
    if len(params.q) > MAX_LENGTH:
        params.problems.append(
            Problem("q", _("La búsqueda tiene más de %(n)s caracteres; acórtela.") % {"n": MAX_LENGTH})
        )
        params.q = params.q[:MAX_LENGTH].strip()
    for facet in registry.facets():
        _read_facet(params, data, facet.name)
    params.date_from = _read_date(params, data, "from")
    params.date_to = _read_date(params, data, "to")
    if params.date_from and params.date_to and params.date_from > params.date_to:
        reason = _("La fecha «from» (%(a)s) es posterior a «to» (%(b)s); intercámbielas.")
        params.problems.append(Problem("from", reason % {"a": params.date_from, "b": params.date_to}))
        params.date_from = params.date_to = None
    sort = data.get("sort", "")
    if sort in SORTS:
        params.sort = sort
    elif sort:
        reason = _("«sort» no puede ser «%(value)s»; escriba uno de estos: %(choices)s.")
        params.problems.append(Problem("sort", reason % {"value": sort[:50], "choices": ", ".join(SORTS)}))
    params.size = _read_number(params, data, "size", DEFAULT_SIZE, MAX_SIZE)
    params.page = _read_number(params, data, "page", 1, None)
    if params.offset + params.size > DEEPEST:
        reason = _("Solo se pueden recorrer los primeros %(n)s resultados; afine la búsqueda con filtros.")
        params.problems.append(Problem("page", reason % {"n": f"{DEEPEST:,}"}))
        params.page = 1
    return params


def unknown(data: QueryDict, *extra: str) -> list[Problem]:
    """One problem for each parameter that does not exist, so that a slip is not silently ignored."""
    names = ["q", *(facet.name for facet in registry.facets()), "from", "to", "sort", "page", "size", *extra]
    reason = _("El parámetro «%(name)s» no existe; los que hay son: %(names)s.")
    return [
        Problem(name, reason % {"name": name[:50], "names": ", ".join(names)}) for name in data if name not in names
    ]


def _read_facet(params: Params, data: QueryDict, name: str) -> None:
    values = tuple(dict.fromkeys(value.strip() for value in data.getlist(name) if value.strip()))
    if len(values) > MAX_VALUES:
        reason = _("«%(name)s» tiene más de %(n)s valores; quite algunos.")
        params.problems.append(Problem(name, reason % {"name": name, "n": MAX_VALUES}))
        values = values[:MAX_VALUES]
    if name == "year":
        for value in values:
            if not (value.isascii() and value.isdigit() and len(value) == 4):
                reason = _("«year» no puede ser «%(value)s»; escriba un año de cuatro cifras, por ejemplo 2016.")
                params.problems.append(Problem(name, reason % {"value": value[:50]}))
        values = tuple(value for value in values if value.isascii() and value.isdigit() and len(value) == 4)
    if values:
        params.filters[name] = values


def _read_date(params: Params, data: QueryDict, name: str) -> datetime.date | None:
    value = data.get(name, "").strip()
    if not value:
        return None
    try:
        if len(value) != 10:
            raise ValueError(value)
        return datetime.date.fromisoformat(value)
    except ValueError:
        reason = _("«%(name)s» no puede ser «%(value)s»; escriba una fecha como 2016-12-03.")
        params.problems.append(Problem(name, reason % {"name": name, "value": value[:50]}))
        return None


def _read_number(params: Params, data: QueryDict, name: str, default: int, most: int | None) -> int:
    value = data.get(name, "").strip()
    if not value:
        return default
    if value.isascii() and value.isdigit() and len(value) < 8 and 0 < int(value) <= (most or 10**8):
        return int(value)
    reason = (
        _("«%(name)s» no puede ser «%(value)s»; escriba un número entero entre 1 y %(most)s.")
        if most
        else _("«%(name)s» no puede ser «%(value)s»; escriba un número entero desde 1.")
    )
    params.problems.append(Problem(name, reason % {"name": name, "value": value[:50], "most": most}))
    return default
