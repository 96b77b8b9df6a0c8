"""Years in words: «2003, 2006 a 2009 y 2012»."""

from collections.abc import Iterable

from django.utils.translation import gettext as _


def runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of years that follow one another."""
    found: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if found and year == found[-1][1] + 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found


def in_words(years: Iterable[int]) -> str:
    """An empty string for no years."""
    parts = []
    for first, last in runs(years):
        if first == last:
            parts.append(str(first))
        elif last == first + 1:
            parts += [str(first), str(last)]
        else:
            parts.append(_("%(first)d a %(last)d") % {"first": first, "last": last})
    if len(parts) < 2:
        return "".join(parts)
    return _("%(many)s y %(last)s") % {"many": ", ".join(parts[:-1]), "last": parts[-1]}
