"""From text to terms, one way for indexing, querying, snippets and the reader's highlights.

Rules (why each: the shared search notes):
- accents are folded **before** stemming, and ñ is a letter of its own (año ≠ ano);
- a plural step, then Snowball, so that acta/actas, año/años, lápiz/lápices meet;
- numbers, codes and Roman numerals are never stemmed; "1o", "1º" and "1.º" are "1";
- "art." is artículo and "núm." is número; -ista and -ismo meet (autista, autismo) but do not lose their ending:
  Snowball would make periodista, periódico and periodo one word;
- stop words stay in the index as themselves, because they count inside a quoted phrase; queries drop them;
- a code such as SNT/001/2020 is the words snt, 001, 2020 in a row: the query side asks for that exact row.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from search.words import ENGLISH_STOP_WORDS, SPANISH_STOP_WORDS

CACHE_LIMIT = 60_000  # tokens; about 10 MB. When full it is emptied: simpler and faster than eviction
TERM_LIMIT = 40  # characters; longer runs are binary noise or ruled lines

_WORD = re.compile(r"[^\W_]+")
# Decomposed accents, soft hyphens and PDF line-end hyphens (U+FFFE, U+0002) belong to the word around them.
_JOINERS = "\u00ad\u0300-\u036f\u200b-\u200d\ufeff"
_BREAKS = "\u0002\ufffe"
_ODD = re.compile(f"[{_JOINERS}{_BREAKS}]")
_ODD_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_JOINERS}]|[{_BREAKS}]\s*(?=[^\W_]))*")
_INVISIBLE = re.compile(rf"[\u00ad\u200b-\u200d\ufeff{_BREAKS}\s]+")
# Outside of this, one letter may be written in more ways than `_WRITINGS` has (ligatures, fractions, other scripts).
_UNUSUAL = re.compile("[^\x00\x01\x03-\xac\xae-\xbb\xbf-\xff\u2010-\u2015\u2018-\u201f\u2022\u2026]")
_ACCENTS = re.compile("[\u0300-\u036f\\s]+")  # those that no letter takes, and the space NFKC makes of some signs
_ORDINAL = re.compile(r"(\d+)(?:o|a|er|ro|ra|do|da|to|ta)\Z")
_SHORT = {"art": "articulo", "arts": "articulos", "num": "numero", "nums": "numeros"}
_TRADE = re.compile(r"(.{3,})is(?:ta|mo)\Z")
_ROMAN = re.compile(r"m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})\Z")


class Token(NamedTuple):
    """A term and where its word stands in the original text, as character offsets."""

    term: str
    start: int
    end: int


def _folded_character(character: str) -> str:
    """Lower case without accents, always one character; ñ stays, ü becomes u."""
    lower = character.lower()
    lower = lower if len(lower) == 1 else character
    if lower == "ñ":
        return lower
    base = unicodedata.normalize("NFD", lower)[0]
    return base if base.isalnum() == lower.isalnum() else lower


class _FoldMap(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded_character(chr(code))
        return folded


_FOLD = _FoldMap()


def fold(text: str) -> str:
    """Lower case, accents away, ñ kept; the result has the same length, so offsets stay true."""
    return text.translate(_FOLD)


def normal_word(word: str) -> str:
    """The folded form of one word as it may stand in a PDF: decomposed accents, ligatures, hyphens inside."""
    if not word.isalnum() or not word.isascii():
        word = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word))
        word = _ACCENTS.sub("", word)
    return fold(word)[:TERM_LIMIT]


def _writings() -> dict[str, str]:
    """Folded letter → all characters of Latin-1 that become it."""
    found: dict[str, str] = {}
    for character in map(chr, range(256)):
        if character.isalnum():
            letter = normal_word(character)
            found[letter] = found.get(letter, "") + character
    return found


_WRITINGS = _writings()


def spanish_singular(word: str) -> str:
    """The singular of a folded Spanish word, by its ending; z and c meet (lápiz, lápices; enlace, enlaces).

    Words that only look like plurals change too, but always in the same way, so they still meet themselves.
    """
    if len(word) < 3:
        return word
    if word[-1] == "z":
        return word[:-1] + "c"
    if word[-1] != "s" or len(word) < 4:
        return word
    if word.endswith("es"):
        stem = word[:-2]
        if stem[-1] in _VOWELS:
            return word[:-1]  # lees
        if stem.endswith("es") and len(stem) > 3:
            stem = stem[:-2]  # intereses, as interés
        ends_a_word = stem[-1] in "dlnrsxjy" and stem[-2:-1] in _VOWELS
        return stem if ends_a_word else stem + "e"  # leyes, sesiones; but nombres, presidentes, lápices
    if word[-2] in "iu":
        return word  # país, crisis, virus: plurals in -is and -us are rare
    return word[:-1]


_VOWELS = frozenset("aeiou")


class Analyzer:
    """Analysis for one language. Instances are shared; use `analyzer(language)`. Safe to use from threads."""

    def __init__(self, code: str, stemmer: str, stops: frozenset[str], singular: Callable[[str], str]) -> None:
        self.code = code
        self.stops = stops
        self._stem = Stemmer.Stemmer(stemmer, 0).stemWord  # own cache off: `_Cache` is faster
        self._singular = singular
        self._cache = _Cache(self._term)
        # So many letters of a word stay as they are: the Spanish rules change endings only, the English make dying die.
        self._kept = 2 if code == "es" else 1

    def _term(self, word: str) -> str:
        folded = normal_word(word)
        if folded in self.stops:
            return folded
        if folded.isalpha():
            if len(folded) > 1 and _ROMAN.match(folded):
                return folded
            return self._word(folded)
        ordinal = _ORDINAL.match(folded)
        return ordinal[1] if ordinal else folded

    def _word(self, folded: str) -> str:
        if self.code != "es":
            return self._stem(self._singular(folded))
        singular = self._singular(_SHORT.get(folded, folded))
        trade = _TRADE.match(singular)
        return f"{trade[1]}ist" if trade else self._stem(singular)

    def term(self, word: str) -> str:
        """The term of one word (a run of letters and digits)."""
        return self._cache[word]

    def terms(self, text: str) -> list[str]:
        """The terms of a text, in order, stop words included."""
        return [*map(self._cache.__getitem__, words(text))]

    def joined(self, text: str) -> str:
        """The terms with one space between: what an index with a white-space tokenizer takes."""
        return " ".join(map(self._cache.__getitem__, words(text)))

    def tokens(self, text: str) -> Iterator[Token]:
        """Terms with the offsets of their words in `text`."""
        cache = self._cache
        for match in _pattern(text).finditer(text):
            yield Token(cache[match[0]], match.start(), match.end())

    def located(self, text: str) -> tuple[list[re.Match[str]], list[str]]:
        """The places of all words, and their terms: `tokens` for who needs the offsets of few of them."""
        cache = self._cache
        places = list(_pattern(text).finditer(text))
        return places, [cache[place[0]] for place in places]

    def matching(self, text: str, wanted: Collection[str]) -> list[tuple[str, str]]:
        """The different words of `text`, which has no odd words, whose term is in `wanted`, each with its term.

        Only words that begin like a wanted term are analysed: a page has hundreds of others, and in a large archive
        most of those are not in the cache.
        """
        cache = self._cache
        if any(len(term) < self._kept for term in wanted):
            near = set(_WORD.findall(text))
        else:
            heads = {term[: self._kept] for term in wanted}
            if _UNUSUAL.search(text) is None:
                near = {word for head in heads for word in _beginning(head).findall(text)}
            else:
                starts = {start for head in heads for start in (head, head.upper(), head.capitalize())}
                near = {
                    word
                    for word in set(_WORD.findall(text))
                    if (start := word[: self._kept]) in starts or not (start.isascii() and start.lower() == start)
                }
        return [(word, term) for word in near if (term := cache[word]) in wanted]

    def rows(self, text: str, row: Sequence[str]) -> list[tuple[int, int]]:
        """Where the terms of `row` stand one after the other in `text`, which has no odd words: [start, end)."""
        cache = self._cache
        places = []
        for word, _term in self.matching(text, (row[0],)):
            for start in whole(text, word):
                end = start + len(word)
                for term in row[1:]:
                    following = _WORD.search(text, end)
                    if following is None or cache[following[0]] != term:
                        break
                    end = following.end()
                else:
                    places.append((start, end))
        return sorted(places)

    def is_stop(self, term: str) -> bool:
        return term in self.stops


class _Cache(dict[str, str]):
    """word → term, filled on demand and emptied when it holds `CACHE_LIMIT` words."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make
        self._lock = threading.Lock()

    def __missing__(self, word: str) -> str:
        with self._lock:  # a Snowball stemmer keeps state between its steps
            term = self._make(word)
        if len(self) >= CACHE_LIMIT:
            self.clear()
        self[word] = term
        return term


def _pattern(text: str) -> re.Pattern[str]:
    return _ODD_WORD if has_odd_words(text) else _WORD


def has_odd_words(text: str) -> bool:
    """Whether words of this text hold characters that are no letters: decomposed accents, soft hyphens."""
    return "\u0002" in text if text.isascii() else _ODD.search(text) is not None


@lru_cache(maxsize=2_000)
def _beginning(head: str) -> re.Pattern[str]:
    """Words that begin with the folded letters `head`, in any writing that Latin-1 has.

    The look-behind stands after the letters: in front of them it would be tried at each character of the text.
    """
    letters = "".join(f"[{re.escape(_WRITINGS.get(letter, letter))}]" for letter in head)
    return re.compile(rf"{letters}(?<![^\W_]{'.' * len(head)})[^\W_]*", re.DOTALL)


def whole(text: str, word: str) -> list[int]:
    """Where `word` stands in `text` as a whole word."""
    starts = []
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and text[at - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            starts.append(at)
        at = text.find(word, end)
    return starts


def words(text: str) -> list[str]:
    """The words of a text as written: runs of letters and digits."""
    return _pattern(text).findall(text)


def _as_is(word: str) -> str:
    return word


@lru_cache(maxsize=8)
def _analyzer(code: str) -> Analyzer:
    if code == "en":
        return Analyzer("en", "english", ENGLISH_STOP_WORDS, _as_is)
    return Analyzer("es", "spanish", SPANISH_STOP_WORDS, spanish_singular)


def analyzer(language: str) -> Analyzer:
    """The analyzer for a language code such as "es", "es-mx", "en"; languages without one use the Spanish."""
    return _analyzer("en" if language.lower().partition("-")[0] == "en" else "es")


LANGUAGES = ("es", "en")  # the languages that have an analysis of their own
