"""The open data of the states: what each resource is called, what its fields mean, and how its rows are read.

One registry for the downloads (CSV, XLSX, JSON), the data dictionary, the Table Schemas and the data package. An app's
module says `RESOURCES = (Resource(…), …)` and is registered in `apps.py: ready()`.

`rows(filters)` gives plain dictionaries, one a row, with the names of the fields as keys: text, int, Decimal, bool, date,
or None where nothing is known. They are read as they are written out, so a reader works in a constant number of queries
and in chunks, asks `acervo.base.publicity.public` for every row, and never gives what is not public.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.states import STATE_ABBREVIATIONS, STATE_NAMES, STATES
from acervo.base.text import fold
from estados.models import slug_of

Text = str | Promise
Row = Mapping[str, Any]
#: Name of a filter → its values, checked: for «entidad» INEGI keys. A filter that was not asked for is not in it.
Filters = Mapping[str, tuple[str, ...]]
#: Types of a field, as Table Schema calls them (https://specs.frictionlessdata.io/table-schema/).
TYPES = ("string", "integer", "number", "boolean", "date", "datetime", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column. `description` says what it means, with its unit; `source` the standard, law or rule it comes from.

    `terms`: (value, label) of a closed vocabulary; cells hold the values. `format`: «uri» for addresses of the web.
    """

    name: str
    title: Text
    type: str = "string"
    description: Text = ""
    source: Text = ""
    format: str = "default"
    terms: Sequence[tuple[str, Text]] = ()
    required: bool = False

    @property
    def kind(self) -> str:
        """Its type in words."""
        if self.terms:
            return _("término de una lista")
        if self.format == "uri":
            return _("dirección web")
        words = {
            "integer": _("número entero"), "number": _("número decimal"), "boolean": _("sí o no"),
            "date": _("fecha (AAAA-MM-DD)"), "datetime": _("fecha y hora (UTC)"), "year": _("año"),
        }  # fmt: skip
        return words.get(self.type, _("texto"))


class BadFilter(ValueError):
    """A value that its filter does not have. The message is a Spanish sentence."""


@dataclass(frozen=True, slots=True)
class Filter:
    """`?name=value` of a download; may be repeated. `read` gives the value that rows are asked with, or BadFilter."""

    name: str
    description: Text
    read: Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table of open data. `name` is its address (`/estados/datos/<name>.csv`): do not change it.

    `key`: the fields that tell its rows apart (primary key). `note`: a warning that stands wherever it is offered.
    `references`: (own field, other resource, its field).
    """

    name: str
    title: Text
    description: Text
    fields: Sequence[Field]
    rows: Callable[[Filters], Iterator[Row]]
    key: Sequence[str] = ()
    filters: Sequence[Filter] = field(default_factory=tuple)
    references: Sequence[tuple[str, str, str]] = ()
    note: Text = ""

    @property
    def headers(self) -> list[str]:
        return [item.name for item in self.fields]


def _state(value: str) -> str:
    """The INEGI key of a state by key, name, abbreviation or the name in its address."""
    found = _STATE_WORDS.get(fold(value))
    if found is None:
        raise BadFilter(
            _("«%(value)s» no es una entidad; escriba su clave del INEGI o su nombre, por ejemplo 32 o zacatecas.")
            % {"value": value[:50]}
        )
    return found


_STATE_WORDS: dict[str, str] = {
    fold(word): key
    for key, name in STATES[1:]
    for word in (key, key.lstrip("0"), name, slug_of(key), STATE_ABBREVIATIONS[key])
}
#: The filter of every resource with a state.
STATE = Filter("entidad", gettext_lazy("Clave del INEGI o nombre de la entidad."), _state)

_resources: dict[str, Resource] = {}


def register(*resources: Resource) -> None:
    """Raises ValueError for a type that Table Schema does not have or a key that is no field."""
    for resource in resources:
        if wrong := [item.name for item in resource.fields if item.type not in TYPES]:
            raise ValueError(f"{resource.name}: unknown type in {wrong}")
        if missing := set(resource.key) - set(resource.headers):
            raise ValueError(f"{resource.name}: the key {missing} is no field")
        _resources[resource.name] = resource


def resource(name: str) -> Resource:
    """Raises KeyError if no resource has that name."""
    return _resources[name]


def resources() -> list[Resource]:
    return list(_resources.values())


def filters_of(resource: Resource, data: QueryDict) -> Filters:
    """The filters of an address. Raises BadFilter for a value or a filter that the resource does not have."""
    known = {item.name: item for item in resource.filters}
    found: dict[str, tuple[str, ...]] = {}
    for name in data:
        if name not in known:
            raise BadFilter(
                _("El filtro «%(name)s» no existe aquí; los que hay son: %(names)s.")
                % {"name": name[:50], "names": ", ".join(known) or "—"}
            )
        values = [known[name].read(value.strip()) for value in data.getlist(name) if value.strip()]
        if values:
            found[name] = tuple(dict.fromkeys(values))
    return found


def state_fields() -> tuple[Field, Field]:
    """The two columns that name the state of a row; `state_cells` fills them."""
    return (
        Field(name="clave_entidad", title=gettext_lazy("Clave de la entidad"), required=True,
              description=gettext_lazy("Dos cifras."), source=gettext_lazy("INEGI, Marco Geoestadístico Nacional")),
        Field(name="entidad", title=gettext_lazy("Entidad federativa"), required=True),
    )  # fmt: skip


def state_cells(state: str) -> dict[str, str]:
    return {"clave_entidad": state, "entidad": STATE_NAMES[state]}


def terms(choices: Any) -> list[tuple[str, Text]]:
    """The vocabulary of a `Choices` class, as `Field.terms` wants it."""
    return [(str(value), label) for value, label in choices.choices]
