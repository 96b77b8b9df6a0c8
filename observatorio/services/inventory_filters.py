"""What a visitor asks of the inventory, and the monuments that answer it. List, map, facets, exports and API ask here.

A filter looks only at fields that the public may see of each monument (`where_public`): a reserved condition must not
be told by a count, nor by being found.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Lower, Replace
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from acervo.base.publicity import public
from acervo.base.states import STATE_NAMES
from acervo.base.text import fold
from observatorio.inventory.fields import BY_NAME
from observatorio.inventory.values import ROMAN
from observatorio.models import (
    Classification,
    Condition,
    Monument,
    Protection,
    ProtectionKind,
    UseCategory,
)  # fmt: skip

from .public_version import where_public


@dataclass(frozen=True, slots=True)
class FilterKind:
    """One parameter of the address: its label, the inventory's field it looks at, and its values if they are closed."""

    name: str
    label: Promise
    field: str
    values: frozenset[str] | None = None


#: In the order of the page. Open vocabularies (None) take any word: one that nobody uses finds nothing.
KINDS: dict[str, FilterKind] = {
    kind.name: kind
    for kind in (
        FilterKind("siglo", _("Siglo"), "century", frozenset(ROMAN[1:])),
        FilterKind("clase", _("Clasificación"), "classification", frozenset(Classification.values)),
        FilterKind("uso", _("Uso actual"), "current_uses", frozenset(UseCategory.values)),
        FilterKind("proteccion", _("Protección"), "protections", frozenset(ProtectionKind.values)),
        FilterKind("conservacion", _("Estado de conservación"), "condition", frozenset(Condition.values)),
        FilterKind("instancia", _("Instancia"), "institutions"),
        FilterKind("municipio", _("Municipio"), "municipality"),
        FilterKind("entidad", _("Entidad"), "state", frozenset(STATE_NAMES)),
        FilterKind("sitio", _("Sitio del Patrimonio Mundial"), "heritage_site"),
    )
}
ORDERS: dict[str, Promise] = {
    "nombre": _("Por nombre"),
    "antiguos": _("Más antiguos"),
    "recientes": _("Más recientes"),
    "clave": _("Por clave"),
}
MOST_VALUES, MOST_WORDS, MOST_LETTERS = 20, 8, 100
#: Words that say nothing of a monument.
_STOP = {"de", "del", "la", "las", "el", "los", "y", "en", "a", "al"}


@dataclass(frozen=True, slots=True)
class Filters:
    """`chosen`: parameter → values, alternatives to each other; the parameters add up. `unknown`: what is no value of
    its parameter, to be told to whoever asked; it filters nothing."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "nombre"
    unknown: tuple[tuple[str, str], ...] = ()

    @classmethod
    def from_query(cls, parameters: QueryDict) -> "Filters":
        """The filters of an address. Never raises: what it does not know goes to `unknown`."""
        chosen: dict[str, tuple[str, ...]] = {}
        unknown: list[tuple[str, str]] = []
        for name, kind in KINDS.items():
            asked = dict.fromkeys(_clean(value) for value in parameters.getlist(name)[:MOST_VALUES])
            values = [value for value in (_normal(name, word) for word in asked) if value]
            known = tuple(value for value in values if kind.values is None or value in kind.values)
            unknown += [(name, value) for value in values if value not in known]
            if known:
                chosen[name] = known
        order = _clean(parameters.get("orden", "")) or "nombre"
        if order not in ORDERS:
            unknown.append(("orden", order))
            order = "nombre"
        text = _clean(parameters.get("q", ""))
        return cls(text=text, chosen=chosen, order=order, unknown=tuple(unknown))

    @property
    def active_count(self) -> int:
        return sum(len(values) for values in self.chosen.values())

    def toggled(self, name: str, value: str) -> "Filters":
        """With one value more, or without it if it was there."""
        had = self.chosen.get(name, ())
        values = tuple(v for v in had if v != value) if value in had else (*had, value)
        others = {key: kept for key, kept in self.chosen.items() if key != name}
        return replace(self, chosen={**others, name: values} if values else others)

    def query(self, **more: str) -> str:
        """As the query of an address, without «?»; what is as by default is left out. `more`: other parameters."""
        out = QueryDict(mutable=True)
        if self.text:
            out["q"] = self.text
        for name in KINDS:
            if values := self.chosen.get(name):
                out.setlist(name, list(values))
        if self.order != "nombre":
            out["orden"] = self.order
        for name, value in more.items():
            if value:
                out[name] = value
        return out.urlencode()


def apply(monuments: QuerySet[Monument], filters: Filters) -> QuerySet[Monument]:
    """The public ones of `monuments` that answer the filters, each once, not ordered anew."""
    monuments = with_text(public(monuments), filters.text)
    for name, values in filters.chosen.items():
        monuments = where_public(monuments, KINDS[name].field).filter(_condition(name, values))
    return monuments


def ordered(monuments: QuerySet[Monument], order: str) -> QuerySet[Monument]:
    """In one of ORDERS; by a field only where the public may see it, the others last."""
    name = _plain(F("name"))
    if order == "clave":
        return monuments.order_by("code")
    if order in ("antiguos", "recientes"):
        year, century = _public_value("dating", "year_from"), _public_value("century", "century_from")
        if order == "antiguos":
            return monuments.order_by(century.asc(nulls_last=True), year.asc(nulls_last=True), name, "code")
        return monuments.order_by(century.desc(nulls_last=True), year.desc(nulls_last=True), name, "code")
    return monuments.order_by(name, "code")


def with_text(monuments: QuerySet[Monument], text: str) -> QuerySet[Monument]:
    """Those that bear all words of `text` in their public names, keys, street or place, whatever their accents."""
    words = _words(text)
    if not words:
        return monuments
    monuments = monuments.alias(public_words=_public_words())
    for word in words:
        monuments = monuments.filter(public_words__iregex=_pattern(word))
    return monuments


def _condition(name: str, values: tuple[str, ...]) -> Q | Exists:
    match name:
        case "siglo":
            condition = Q()
            for number in (ROMAN.index(value) for value in values):
                condition |= Q(century_from__lte=number, century_to__gte=number)
            return condition
        case "proteccion":
            return Exists(Protection.objects.filter(monument=OuterRef("pk"), kind__in=values))
        case "instancia":
            through = Monument.institutions.through.objects
            return Exists(through.filter(monument=OuterRef("pk"), institution__code__in=values))
        case "sitio":
            return Q(heritage_site__reference__in=values) | Q(heritage_site__slug__in=values)
    attribute = {"clase": "classification", "uso": "use_category", "conservacion": "condition",
                 "municipio": "municipality", "entidad": "state"}[name]  # fmt: skip
    return Q(**{f"{attribute}__in": values})


# --- Words ---------------------------------------------------------------------------------------------------------
def _clean(value: str) -> str:
    """Without control characters, which PostgreSQL refuses, and not endless."""
    return " ".join("".join(c if c.isprintable() else " " for c in value[:MOST_LETTERS]).split())


def _normal(name: str, word: str) -> str:
    """The value that a word means: centuries also in small letters or in figures."""
    if name == "siglo":
        return ROMAN[int(word)] if word.isascii() and word.isdigit() and int(word) in range(1, 22) else word.upper()
    return word


def _words(text: str) -> list[str]:
    found = dict.fromkeys(re.findall(r"[0-9a-zñ]+(?:-[0-9a-zñ]+)*", fold(text)))
    return [word for word in found if word not in _STOP][:MOST_WORDS] or list(found)[:1]


_VARIANTS = {"a": "áàâä", "e": "éèêë", "i": "íìîï", "o": "óòôö", "u": "úùûü", "ñ": "", "c": "ç"}


def _pattern(word: str) -> str:
    """A regular expression that finds a folded word in text with accents; the same on SQLite and PostgreSQL.

    Lists are kept as JSON, which on SQLite writes «ó» as the six signs of its escape.
    """
    return "".join(_letter(letter) for letter in word)


def _letter(letter: str) -> str:
    if letter not in _VARIANTS:
        return letter
    plain = letter + _VARIANTS[letter]
    beyond = [v for v in plain + plain.upper() if not v.isascii()]
    escapes = "|".join(rf"\\u{ord(variant):04x}" for variant in beyond)
    return f"(?:[{plain}{plain.upper()}]|{escapes})"


_ACCENTS = dict(zip("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU", strict=True))


def _plain(expression: Any) -> Any:
    """For sorting: without accents and case, which SQLite puts after Z."""
    for accented, letter in _ACCENTS.items():
        expression = Replace(expression, Value(accented), Value(letter))
    return Lower(expression)


#: Where words are looked for: the inventory's field → its attributes.
_WORDS_OF = {
    "name": ("name",), "code": ("code",), "municipality": ("municipality",), "original_name": ("original_name",),
    "other_names": ("other_names",), "inah_key": ("inah_key",), "locality": ("locality",),
    "street": ("street_type", "street", "exterior_number"), "settlement": ("settlement",),
}  # fmt: skip


def _public_words() -> Func:
    parts: list[Any] = []
    for name, attributes in _WORDS_OF.items():
        words: Any = _joined([Cast(attribute, TextField()) for attribute in attributes])
        if not BY_NAME[name].fixed:
            words = Case(When(_seen(name), then=words), default=Value(""), output_field=TextField())
        parts.append(words)
    return _joined(parts)


def _joined(parts: list[Any]) -> Func:
    """Side by side with spaces between. Not `Concat`, which nests so deep that SQLite's parser gives up."""
    spaced = [part for word in parts for part in (word, Value(" "))]
    return Func(*spaced, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def _public_value(name: str, attribute: str) -> Case:
    """The attribute where the public may see its field `name`, else nothing."""
    return Case(When(_seen(name), then=F(attribute)), default=None)


def _seen(name: str) -> Exists:
    return Exists(where_public(Monument.objects.filter(pk=OuterRef("pk")), name))
