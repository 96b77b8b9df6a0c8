"""What a line over the years says, in plain sentences: from first to last, the highest point, what is missing.

A generator by rules, so that the words are always those of the figures. Values above zero or zero; per cents are rounded
to whole numbers, and «igual» is said where the change rounds to nothing.
"""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from acervo.base.charts import number

from .years import in_words

Point = tuple[int, Decimal | None]
Say = Callable[[Decimal], str]
#: From here on growth is told as a multiple: «más de 3 veces» reads better than «214 % más».
TWICE = Decimal(2)


def sentences(points: Sequence[Point], say: Say, *, relative: bool = True) -> list[str]:
    """`points` in the order of the years; `say` writes a value with its unit. One sentence at least.

    `relative` False: values that are per cents themselves, of which nobody should say that they rose by so many per cent.
    """
    known = [(year, value) for year, value in points if value is not None]
    missing = [year for year, value in points if value is None]
    if not known:
        return [_("No hay ninguna cifra publicada.")]
    if len(known) == 1:
        found = [
            _("Solo se conoce la cifra de %(year)d: %(value)s.") % {"year": known[0][0], "value": say(known[0][1])}
        ]
    else:
        found = [_change(known, say, relative=relative)]
        if peak := _peak(known, say):
            found.append(peak)
    if missing:
        found.append(_("No hay cifra de %(years)s.") % {"years": in_words(missing)})
    return found


def _change(known: list[tuple[int, Decimal]], say: Say, *, relative: bool) -> str:
    (first_year, first), (last_year, last) = known[0], known[-1]
    words = {"first": first_year, "last": last_year, "from": say(first), "to": say(last)}
    if first == last:
        return _("En %(last)d era la misma que en %(first)d: %(to)s.") % words
    if not first or (not relative and last > first):
        return _("De %(first)d a %(last)d subió de %(from)s a %(to)s.") % words
    if not last or not relative:
        return _("De %(first)d a %(last)d bajó de %(from)s a %(to)s.") % words
    ratio = last / first
    percent = (abs(ratio - 1) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if not percent:
        return _("De %(first)d a %(last)d casi no cambió: pasó de %(from)s a %(to)s.") % words
    if ratio >= TWICE:
        words["times"] = number(ratio.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
        return _("De %(first)d a %(last)d subió de %(from)s a %(to)s: es %(times)s veces la de %(first)d.") % words
    words["percent"] = f"{number(percent)}\u00a0%"
    if ratio > 1:
        return _("De %(first)d a %(last)d subió de %(from)s a %(to)s: %(percent)s más.") % words
    return _("De %(first)d a %(last)d bajó de %(from)s a %(to)s: %(percent)s menos.") % words


def _peak(known: list[tuple[int, Decimal]], say: Say) -> str:
    """The highest point, when it is neither all of them nor told already."""
    top = max(value for _year, value in known)
    years = [year for year, value in known if value == top]
    words = {"years": in_words(years), "value": say(top)}
    if len(years) == len(known):
        return ""
    if len(years) > 1:
        return _("La cifra más alta, %(value)s, se repite en %(years)s.") % words
    if years[0] in (known[0][0], known[-1][0]):
        return "" if len(known) == 2 else _("%(years)s es el año con la cifra más alta.") % words
    return _("El punto más alto fue %(years)s, con %(value)s.") % words
