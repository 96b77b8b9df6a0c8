"""Comparing what people type: folded text, folded headers, the nearest of several terms."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_MARKS = {
    ord(marked): plain for marked, plain in zip("áéíóúüàèìòùäëïöâêîôûãõç", "aeiouuaeiouaeioaeiouaoc", strict=True)
}


def fold(text: str) -> str:
    """Text without case or accents, one space between words; ñ is a letter of its own and stays."""
    plain = text.casefold()
    if not plain.isascii():
        plain = plain.translate(_MARKS)
        if not plain.replace("ñ", "").isascii():
            marked = unicodedata.normalize("NFD", plain.replace("ñ", "\0"))
            plain = "".join(c for c in marked if not unicodedata.combining(c)).replace("\0", "ñ")
    return " ".join(plain.split())


def letters(text: str) -> str:
    """Folded words alone, without signs: «Jta. de Monumentos» is «jta de monumentos», «I.N.A.H.» is «inah»."""
    plain = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", fold(text))
    return " ".join(re.findall(r"[\w]+", plain))


def normal(header: str) -> str:
    """A header as it is compared: «Edo. de conservación» is edo_de_conservacion, «Año inicio» is ano_inicio."""
    return re.sub(r"[^a-z0-9]+", "_", fold(header).replace("ñ", "n")).strip("_")


def nearest(text: str, among: Iterable[str], *, cutoff: float = 0.72) -> str:
    """The one of `among` that is most like `text` (compared folded), or an empty string when none is near."""
    names = {fold(name): name for name in among}
    found = difflib.get_close_matches(fold(text), list(names), n=1, cutoff=cutoff)
    return names[found[0]] if found else ""
