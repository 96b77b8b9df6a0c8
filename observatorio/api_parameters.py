"""The parameters of the inventory's API; paging and the ways to refuse are the house's (`acervo.base.api_paging`)."""

from django.http import QueryDict

from acervo.base.api_paging import Asked, not_one_of, read
from observatorio.services.inventory_listing import KINDS, Filters

from .api_schema import SORTS


def read_monuments(data: QueryDict) -> tuple[Asked, Filters]:
    """Also the listing's filters, whose values must exist where the vocabulary is closed."""
    asked = read(data, "q", *KINDS, "sort")
    asked.sort = "nombre"
    filters = Filters.from_query(data)
    for name, value in filters.unknown:
        if name in KINDS:
            asked.problems.append(not_one_of(name, value, sorted(KINDS[name].values or ())))
    sort = data.get("sort", "").strip()
    if sort in SORTS:
        asked.sort = sort
    elif sort:
        asked.problems.append(not_one_of("sort", sort, SORTS))
    return asked, filters
