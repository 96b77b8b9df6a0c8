"""How easily a Spanish text is read: the scale of Fernández-Huerta, and the sentences that weigh most on it.

J. Fernández Huerta, «Medidas sencillas de lecturabilidad», Consigna 214 (1959): 206.84 − 60·(syllables per word) −
1.02·(words per sentence). Higher is easier; syllables and words are counted by textstat.
"""

import re
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

#: Texts longer than this (characters) are measured up to here.
LONGEST = 200_000
#: Fewer words than this tell nothing.
FEWEST_WORDS = 30
HARDEST = 5
#: A sentence of fewer words is never called hard: a title, an item of a list.
SHORT_SENTENCE = 8

_ABBREVIATIONS = re.compile(
    r"\b(arts?|núms?|no|fracc|párr|inc|cap|págs?|pp?|vol|ed|lic|dr|dra|mtro|mtra|ing|arq|c|sr|sra|gral|av|col|km|etc|ej"
    r"|[A-ZÁÉÍÓÚÑ])\.(?=\s|[A-ZÁÉÍÓÚÑ]\.|$)",
    re.IGNORECASE,
)
_END = re.compile(r"(?<=[.!?…])[»”\"')\]]*\s+(?=[¿¡«“\"'(\[]?[A-ZÁÉÍÓÚÜÑ0-9])|\n+")


class Band(Enum):
    """Fernández-Huerta's seven bands: the lowest score of each and its name."""

    VERY_EASY = (90, _("muy fácil"))
    EASY = (80, _("fácil"))
    FAIRLY_EASY = (70, _("algo fácil"))
    NORMAL = (60, _("normal"))
    FAIRLY_HARD = (50, _("algo difícil"))
    HARD = (30, _("difícil"))
    VERY_HARD = (float("-inf"), _("muy difícil"))

    @property
    def label(self) -> str:
        return str(self.value[1])

    @classmethod
    def of(cls, score: float) -> "Band":
        return next(band for band in cls if score >= band.value[0])


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    score: float
    words: int


@dataclass(frozen=True, slots=True)
class Reading:
    """`score` and `band` are None for a text too short to tell. `hardest`: the hardest first, only what is below normal."""

    score: float | None
    band: Band | None
    words: int
    sentences: int
    hardest: list[Sentence]


def measure(text: str) -> Reading:
    """Measure plain Spanish text; lines are sentences of their own, as titles and items of lists are."""
    sentences = [sentence for sentence in split(text[:LONGEST]) if _words(sentence)]
    counts = [_words(sentence) for sentence in sentences]
    words = sum(counts)
    if words < FEWEST_WORDS:
        return Reading(None, None, words, len(sentences), [])
    whole = _score("\n".join(f"{_one_sentence(sentence)}." for sentence in sentences))
    hard = [
        Sentence(sentence, round(score, 1), count)
        for sentence, count in zip(sentences, counts, strict=True)
        if count >= SHORT_SENTENCE and (score := _score(f"{_one_sentence(sentence)}.")) < Band.NORMAL.value[0]
    ]
    hard.sort(key=lambda sentence: sentence.score)
    return Reading(round(whole, 1), Band.of(whole), words, len(sentences), hard[:HARDEST])


def split(text: str) -> list[str]:
    """The sentences of a text; the dot of an abbreviation («art. 27», «núm. 3», «J. Pérez») ends none."""
    kept = _ABBREVIATIONS.sub(lambda found: found[0][:-1] + "\u2024", text)  # a dot that ends no sentence
    return [part.replace("\u2024", ".").strip() for part in _END.split(kept) if part.strip()]


def _one_sentence(sentence: str) -> str:
    """Without the marks at which textstat would split it."""
    return re.sub(r"[.!?…¿¡]+", "", sentence)


def _words(sentence: str) -> int:
    return len(re.findall(r"\w*[^\W\d_]\w*", sentence))


def _score(text: str) -> float:
    # Imported here: it takes 0.7 s and memory that a process without editors never needs.
    import textstat

    textstat.set_lang("es")
    return float(textstat.fernandez_huerta(text))
