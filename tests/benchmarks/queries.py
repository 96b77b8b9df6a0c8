"""What is asked of the generated pages: several different queries of each kind, always the same ones."""

import random
from collections.abc import Sequence

from tests.benchmarks.spanish import CONTENT, PHRASES, PLACES, TYPES

EACH = 40

ONE, TWO, PHRASE, RARE = "one common word", "two common words", "phrase", "rare word"
FILTERED, PREFIX, SLIP, ALL = "common word, two filters", "autocomplete, 3 to 5 letters", "misspelt word", "no words"
SEARCHES = (ONE, TWO, PHRASE, RARE, FILTERED)


def parameters(texts: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """Kind → parameters of `/api/v1/search`. `texts`: some pages, to take phrases and rare words from."""
    pick = random.Random(97)
    common = CONTENT[:60]
    places = sorted({place for text in texts for place in PLACES if place in text}) or PLACES  # few pages have none
    long = [word for word in CONTENT if len(word) > 7]
    return {
        ONE: [{"q": word} for word in pick.sample(common, EACH)],
        TWO: [{"q": " ".join(pick.sample(common, 2))} for _ in range(EACH)],
        PHRASE: [{"q": f'"{pick.choice(PHRASES)}"'} for _ in range(EACH // 2)]
        + [{"q": f'"{_three_words(pick.choice(texts), pick)}"'} for _ in range(EACH // 2)],
        RARE: [{"q": word} for word in pick.choices(places, k=EACH)],
        FILTERED: [
            {"q": pick.choice(common), "type": pick.choice(TYPES), "state": f"{pick.randrange(33):02d}"}
            for _ in range(EACH)
        ],
        SLIP: [{"q": _slip(pick.choice(long), pick)} for _ in range(EACH)],
        ALL: [{"sort": sort} for sort in ("newest", "oldest", "title") for _ in range(EACH // 3)],
    }


def prefixes() -> list[str]:
    """What people have typed when the site completes it."""
    pick = random.Random(126)
    return [pick.choice(CONTENT)[: pick.randint(3, 5)] for _ in range(EACH)]


def _three_words(text: str, pick: random.Random) -> str:
    words = pick.choice([line for line in text.rstrip(".").split("\n") if line.count(" ") > 6]).rstrip(".").split()
    at = pick.randrange(len(words) - 3)
    return " ".join(words[at : at + 3])


def _slip(word: str, pick: random.Random) -> str:
    """One letter lost in the middle."""
    at = pick.randrange(2, len(word) - 1)
    return word[:at] + word[at + 1 :]
