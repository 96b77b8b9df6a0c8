"""Which monument a row means: by a key, else by its name and place, which a person confirms.

Keys are sure: our own code, the institution's number, the INAH record. Without a key a row is sure only when the same
institution has already said that name in that municipality (its sheet, brought again). Any other likeness of names makes
the row doubtful, with the candidates listed: no monument is ever doubled silently.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from acervo.base.text import fold, letters
from acervo.tabular.models import Batch
from observatorio.models import Institution, Monument, SourceRecord

#: Words that half of all monuments have in their names.
COMMON = frozenset(
    [
        "a",
        "al",
        "antigua",
        "antiguo",
        "casa",
        "con",
        "de",
        "del",
        "e",
        "el",
        "en",
        "ex",
        "la",
        "las",
        "los",
        "nuestra",
        "para",
        "por",
        "san",
        "santa",
        "santo",
        "senora",
        "señora",
        "templo",
        "un",
        "una",
        "y",
        "capilla",
        "casona",
        "edificio",
        "plaza",
        "jardin",
        "monumento",
        "museo",
        "palacio",
        "centro",
        "iglesia",
        "parroquia",
        "hacienda",
    ]
)
LIKE = 0.87  # of difflib's ratio, between the telling words of two names
PREFIX = 4
MANY = 60  # monuments that share the beginning of a word: too many to tell anything
MOST = 6  # candidates shown


@dataclass(frozen=True, slots=True)
class Candidate:
    pk: int
    why: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class _Known:
    pk: int
    name: str
    words: str
    street: str
    number: str
    inah_key: str


class NameIndex:
    """The names of the inventory, folded. Its size follows the inventory, not the sheet; what the batch itself made is
    left out, so that a resumed batch decides as an undisturbed one."""

    def __init__(self, batch: Batch, institution: Institution) -> None:
        self._exact: dict[tuple[str, str], list[tuple[_Known, bool]]] = defaultdict(list)
        self._words: dict[tuple[str, str], list[_Known]] = defaultdict(list)
        #: What this institution said without a key: (place, name) → monuments; and the keys it gave.
        self._own: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._keys: dict[int, str] = {}
        self._load(batch)
        if self._exact:
            self._load_own(batch, institution)

    def _load(self, batch: Batch) -> None:
        rows = Monument.objects.exclude(batch=batch).values_list(
            "pk", "name", "other_names", "state", "municipality", "street", "exterior_number", "inah_key"
        )
        for pk, name, others, state, municipality, street, number, inah_key in rows.order_by().iterator(
            chunk_size=2000
        ):
            place = place_of(state, municipality)
            folded = fold(name)
            telling = telling_words(folded)
            known = _Known(pk, folded, " ".join(telling), letters(street), letters(number), inah_key)
            self._exact[place, folded].append((known, True))
            for other in others:
                if (plain := fold(other)) != folded:
                    self._exact[place, plain].append((known, False))
            for word in {word[:PREFIX] for word in telling}:
                self._words[place, word].append(known)

    def _load_own(self, batch: Batch, institution: Institution) -> None:
        rows = SourceRecord.objects.filter(institution=institution).exclude(batch=batch)
        said = rows.order_by("received_at", "pk").values_list(
            "monument_id", "key", "values__name", "values__state", "values__municipality"
        )
        for pk, key, name, state, municipality in said.iterator(chunk_size=2000):
            if key:
                self._keys[pk] = key
            elif name:
                self._own[place_of(state or "", municipality or ""), fold(name)].add(pk)

    def find(self, values: dict[str, Any], *, key: str) -> tuple[int | None, list[Candidate]]:
        """The monument that is meant for sure, or None and the candidates to be confirmed."""
        if not self._exact:
            return None, []
        place = place_of(values["state"], values["municipality"])
        name = fold(values["name"])
        street, number = letters(values.get("street", "")), letters(values.get("exterior_number", ""))
        if not key and len(own := self._own.get((place, name), ())) == 1:
            return next(iter(own)), []
        found: dict[int, Candidate] = {}
        for text, is_name in [(name, True), *((fold(other), False) for other in values.get("other_names", ()))]:
            for known, is_their_name in self._exact.get((place, text), ()):
                if (is_name or is_their_name) and self._possible(known, values, key, street, number):
                    why = (
                        _("mismo nombre y municipio")
                        if is_name and is_their_name
                        else _("uno lleva como otro nombre el del otro")
                    )
                    found.setdefault(known.pk, Candidate(known.pk, why, is_name and is_their_name))
        if not found:
            for known in self._like(place, name):
                if self._possible(known, values, key, street, number):
                    found[known.pk] = Candidate(known.pk, _("nombre parecido en el mismo municipio"), False)
        ordered = sorted(found.values(), key=lambda candidate: (not candidate.is_exact, candidate.pk))
        return None, ordered[:MOST]

    def _possible(self, known: _Known, values: dict[str, Any], key: str, street: str, number: str) -> bool:
        """Not when a register tells them apart, nor when both have a street number and it is another."""
        if key and self._keys.get(known.pk, key) != key:
            return False
        inah_key = values.get("inah_key")
        if inah_key and known.inah_key and inah_key != known.inah_key:
            return False
        numbered = street and known.street and any(map(str.isdigit, number)) and any(map(str.isdigit, known.number))
        return not (numbered and (street, number) != (known.street, known.number))

    def _like(self, place: str, name: str) -> Iterable[_Known]:
        words = telling_words(name)
        if not words:
            return
        text, seen = " ".join(words), set()
        for word in {word[:PREFIX] for word in words}:
            posted = self._words.get((place, word), ())
            if len(posted) > MANY:
                continue
            for known in posted:
                if known.pk in seen:
                    continue
                seen.add(known.pk)
                matcher = SequenceMatcher(None, known.words, text)
                if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE and matcher.ratio() >= LIKE:
                    yield known


def place_of(state: str, municipality: str) -> str:
    return f"{state}/{fold(municipality)}"


def telling_words(folded: str) -> list[str]:
    """The words of a name that tell it from others, in order."""
    words = [word.strip(".,()«»\"'") for word in folded.split()]
    return [word for word in words if word and word not in COMMON]


class Registers:
    """Which keys an inventory has at all, asked once for a run: what nobody has needs no looking up."""

    def __init__(self, batch: Batch, institution: Institution, attribute: str) -> None:
        others = Monument.objects.exclude(batch=batch)
        self.institution, self.attribute = institution, attribute
        said = SourceRecord.objects.filter(institution=institution)
        self.has_numbers = said.exclude(batch=batch).exclude(key="").exists()
        self.has_attribute = bool(attribute) and others.exclude(**{attribute: ""}).exists()
        self.has_fichas = others.exclude(inah_key="").exists()


class Keys:
    """The monuments that the keys of one chunk of rows name; four queries at most."""

    def __init__(
        self, registers: Registers, *, codes: Sequence[str], numbers: Sequence[str], fichas: Sequence[str]
    ) -> None:
        self.codes = dict(Monument.objects.filter(code__in=codes).values_list("code", "pk")) if codes else {}
        self.fichas: dict[str, set[int]] = defaultdict(set)
        self.numbers: dict[str, set[int]] = defaultdict(set)
        if fichas and registers.has_fichas:
            for key, pk in Monument.objects.filter(inah_key__in=fichas).values_list("inah_key", "pk"):
                self.fichas[key].add(pk)
        if numbers and registers.has_numbers:
            said = SourceRecord.objects.filter(institution=registers.institution, key__in=numbers)
            for key, pk in said.order_by().values_list("key", "monument_id"):
                self.numbers[key].add(pk)
        if numbers and registers.has_attribute:
            name = registers.attribute
            for key, pk in Monument.objects.filter(**{f"{name}__in": numbers}).order_by().values_list(name, "pk"):
                self.numbers[key].add(pk)
