"""Who sits in the local technical secretariats (STL) on a day, and their composition in totals that name nobody.

Gender is what each person answered in their own words, and is told only in totals. Its rule (`GENDER_MINIMUM`):

- with fewer than three people in the total nothing is told of gender, for it would be told of somebody;
- women and men are always counted in it: whether a public body is balanced is of public interest (LGTAIP, art. 70), and
  in a post of public record it is no secret;
- any other answer is told by itself only where three people or more gave it; below that it is joined with those who gave
  none, since who lives it is known by few and the answer is a sensitive datum (LGPDPPSO, art. 3 X).

The joined part bears the same name whether it holds such answers or none, so that its name tells nothing either.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from estados.enums import Seat, Sector
from estados.models import Figure, SecretariatMember

GENDER_MINIMUM = 3
WOMEN, MEN, UNSAID = "mujer", "hombre", ""
#: Ways to write the two most common answers, folded.
_WOMEN = frozenset({"mujer", "mujeres", "femenino", "femenina", "f", "woman", "female"})
_MEN = frozenset({"hombre", "hombres", "masculino", "masculina", "m", "man", "male"})

#: Scope and indicators of the quoted national totals (`Figure`), as the demonstration and the import write them.
SCOPE = "nacional"
PEOPLE = "integrantes de los STL"
BY_SECTOR = "integrantes de los STL por sector"
BY_GENDER = "integrantes de los STL por género"
SECRETARIATS = "STL instalados"


@dataclass(frozen=True, slots=True)
class Part:
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Composition:
    """Totals of people. `by_gender` is empty where there are too few to tell; `seats`: titulars and substitutes."""

    total: int
    by_sector: tuple[Part, ...]
    by_gender: tuple[Part, ...]
    seats: tuple[Part, ...]

    @property
    def gender_is_told(self) -> bool:
        return bool(self.by_gender)

    def percent(self, part: Part) -> int:
        return round(100 * part.count / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """Totals that a source gives for one date, where no rows stand behind them."""

    date: str
    source: str
    total: int | None
    by_sector: tuple[Part, ...]
    by_gender: tuple[Part, ...]
    kind: str = ""
    secretariats: int | None = None


@dataclass(frozen=True, slots=True)
class NationalComposition:
    """`computed` from the rows of `states` states; `quoted` from sources, newest first. Never added together."""

    computed: Composition
    states: tuple[str, ...]
    quoted: tuple[Quoted, ...]


def members_on(state: str | None, on: dt.date) -> QuerySet[SecretariatMember]:
    """Public rows of those who sat on the day `on`, in a state or (None) in all of them.

    A first day that nobody wrote down counts as before any day, a last day that is empty as after it.
    """
    found = public(SecretariatMember.objects.all())
    if state is not None:
        found = found.filter(state=state)
    return found.filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on))


def composition(queryset: QuerySet[SecretariatMember], on: dt.date | None = None) -> Composition:
    """Totals of `queryset`, of those who sat on `on` if it is given. One query; no name leaves it."""
    if on is not None:
        queryset = queryset.filter(Q(since=None) | Q(since__lte=on), Q(until=None) | Q(until__gte=on))
    rows = list(queryset.order_by().values_list("sector", "gender", "seat"))
    sectors = Counter(sector for sector, _gender, _seat in rows)
    seats = Counter(seat for _sector, _gender, seat in rows)
    return Composition(
        total=len(rows),
        by_sector=tuple(Part(s.value, str(s.label), sectors[s.value]) for s in Sector if sectors[s.value]),
        by_gender=_genders(gender for _sector, gender, _seat in rows) if len(rows) >= GENDER_MINIMUM else (),
        seats=tuple(Part(s.value, str(s.label), seats[s.value]) for s in Seat if seats[s.value]),
    )


def national_composition(on: dt.date) -> NationalComposition:
    """Of all public rows on a day, and what the sources say of the nation. Three queries."""
    members = members_on(None, on)
    states = members.order_by("state").values_list("state", flat=True).distinct()
    return NationalComposition(composition(members), tuple(states), tuple(quoted_compositions()))


def quoted_compositions() -> list[Quoted]:
    """The totals of the sources, one for each date and source, newest first. One query."""
    figures = public(Figure.objects.filter(scope=SCOPE, indicator__in=[PEOPLE, BY_SECTOR, BY_GENDER, SECRETARIATS]))
    groups: dict[tuple[str, str], dict[str, list[Figure]]] = {}
    for figure in figures.order_by("pk"):
        groups.setdefault((figure.date, figure.source), {}).setdefault(figure.indicator, []).append(figure)
    found = []
    for (date, source), of in groups.items():
        if not of.keys() & {PEOPLE, BY_SECTOR, BY_GENDER}:
            continue
        one = next(iter(of.values()))[0]
        found.append(
            Quoted(
                date, source, _single(of.get(PEOPLE)), _parts(of.get(BY_SECTOR)), _parts(of.get(BY_GENDER)),
                one.get_kind_display(), _single(of.get(SECRETARIATS)),
            )
        )  # fmt: skip
    return sorted(found, key=lambda item: item.date, reverse=True)


def _single(figures: list[Figure] | None) -> int | None:
    return int(figures[0].value) if figures else None


def _parts(figures: list[Figure] | None) -> tuple[Part, ...]:
    return tuple(Part(figure.category, figure.category, int(figure.value)) for figure in figures or ())


def _genders(answers: Iterable[str]) -> tuple[Part, ...]:
    """Women, men, the other answers that three people or more gave, and all the rest together."""
    counts: Counter[str] = Counter()
    spelled: dict[str, Counter[str]] = {}
    for answer in answers:
        plain = " ".join(answer.split())
        key = _key(plain)
        counts[key] += 1
        spelled.setdefault(key, Counter())[plain] += 1
    others = {key: n for key, n in counts.items() if key not in (WOMEN, MEN, UNSAID)}
    told = {key: n for key, n in others.items() if n >= GENDER_MINIMUM}
    rest = counts[UNSAID] + sum(n for key, n in others.items() if key not in told)
    parts: list[Any] = [(WOMEN, _("Mujeres"), counts[WOMEN]), (MEN, _("Hombres"), counts[MEN])]
    parts += [(key, _capital(spelled[key].most_common(1)[0][0]), n) for key, n in sorted(told.items())]
    parts.append((UNSAID, _("Sin dato u otra respuesta"), rest))
    return tuple(Part(key, label, n) for key, label, n in parts if n)


def _key(answer: str) -> str:
    folded = answer.casefold()
    if folded in _WOMEN:
        return WOMEN
    return MEN if folded in _MEN else folded


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
