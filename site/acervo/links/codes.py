"""The codes of short links: drawn at random, easy to read from paper and to type.

Rules of the alphabet: no 0/o, 1/l/i; of 2/z, 5/s, 8/b and 9/q only the digit; no vowels (nor y), so that
no draw spells a word. 23 characters in 7 places give 3.4 thousand million codes: with a million links
given out, one draw in 3,400 is already taken, and whoever draws tries again.
"""

import secrets

ALPHABET = "23456789cdfghjkmnprtvwx"
LENGTH = 7

_LOOKALIKES = str.maketrans("zsbq", "2589")


def new_code() -> str:
    """A random code; whether it is still free is for the caller to find out."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """What somebody typed from paper, as it is stored: lower case, with letters that mimic a digit mended."""
    return typed.strip().lower().translate(_LOOKALIKES)
