"""Articles of laws: where one begins, and which one a query asks for.

Every law cites its articles far more often than it states them, so words alone put the page that *is* article 27 behind
those that mention it. Pages are therefore indexed with the articles that begin on them. In laws of Mexico an article
begins a line, in capitals or with one, and ends in a stop or a dash: «Artículo 27.», «ARTÍCULO 6o.-», «Artículo 4 Bis.»
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.analysis import fold, normal_word

_SERIES = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies")
_BEGINS = re.compile(
    r"^[ \t]*\[?A(?:RT[IÍ]CULO|rt[ií]culo)[ \t]+(?P<number>\d{1,4})[ \t]?[oaºª°]?"
    r"(?:[ \t]*-?[ \t]*(?P<letter>[A-Z])\b|[ \t]+(?P<series>[A-Z]?[A-Za-zá]{2,9})(?:[ \t]+(?P<nth>\d{1,2}))?)?"
    r"[ \t]*(?:[.:–-]|\r?$)",
    re.MULTILINE,
)
_NAMES = frozenset(("articulo", "articulos", "art", "arts"))
_NUMBER = re.compile(r"(\d{1,4})(?:o|a|ro|do|to)?\Z")


def begun(text: str) -> list[str]:
    """The articles that begin on a page, such as `27`, `27-b`, `4-bis`, `4-bis-1`; each once."""
    return list(dict.fromkeys(filter(None, map(_name, _BEGINS.finditer(text)))))


def _name(match: re.Match[str]) -> str:
    parts = [str(int(match["number"]))]
    if match["letter"]:
        parts.append(match["letter"].lower())
    elif match["series"]:
        series = fold(match["series"])
        if series not in _SERIES:
            return ""
        parts += [series, match["nth"]] if match["nth"] else [series]
    return "-".join(parts)


def asked(words: Sequence[str]) -> tuple[str, ...]:
    """The articles that the words of a query name, the closest first: «artículo 27 B» is `27-b`, or else `27`."""
    return tuple(dict.fromkeys(_asked([normal_word(word) for word in words])))


def _asked(words: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(words[:-1]):
        number = _NUMBER.match(words[place + 1]) if word in _NAMES else None
        if not number:
            continue
        name = str(int(number[1]))
        more = words[place + 2 : place + 4]
        if more and (more[0] in _SERIES or (len(more[0]) == 1 and more[0].isalpha())):
            if more[0] in _SERIES and len(more) > 1 and more[1].isdigit():
                yield f"{name}-{more[0]}-{more[1]}"
            yield f"{name}-{more[0]}"
        yield name
