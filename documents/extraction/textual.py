"""Cleaning text as read from a file, and guessing its language. Pure functions, used on both sides."""

import re
import unicodedata

# Everything below space but tab and newline, DEL and C1, noncharacters, zero-width and byte-order marks.
_JUNK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufff9-\uffff\ud800-\udfff]")
# PDFium writes U+FFFE (older versions U+0002) for a hyphen at a line end; others leave a soft hyphen.
_BROKEN_WORD = re.compile("(?<=[^\\W\\d_])[\ufffe\x02\xad]\\s*(?=[a-záéíóúüñ])")
_LINE_END_HYPHEN = re.compile("[\ufffe\x02]\\s?")
# Typesetters before Unicode drew the accent and then the letter.
_ACUTE = re.compile("´([aeiouAEIOUıyY])")
_TILDE = re.compile("˜([nN])")
_DIAERESIS = re.compile("¨([uU])")
LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
_SPECIAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad´˜¨\u0300-\u036f\u200b\u2060\ud800-\udfff\ufb00-\uffff]")


def compose(text: str) -> str:
    """Letters with their accents in one character (NFC), also where the accent came before the letter."""
    if "´" in text:
        text = _ACUTE.sub(lambda hit: hit[1].replace("ı", "i") + "\u0301", text)
    if "˜" in text:
        text = _TILDE.sub("\\1\u0303", text)
    if "¨" in text:
        text = _DIAERESIS.sub("\\1\u0308", text)
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """`text` in NFC with LF line ends, words broken at line ends joined, ligatures spelt out, no control characters.

    True compounds broken at their own hyphen ("físico-matemáticas") are joined too: the file does not tell.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SPECIAL.search(text):  # most pages have nothing special
        text = _BROKEN_WORD.sub("", text)
        text = _LINE_END_HYPHEN.sub("-\n", text).replace("\xad", "")
        text = _JUNK.sub("", text.translate(LIGATURES))
    return compose(text)


_PRODUCER_PREFIX = re.compile(r"^microsoft (?:word|powerpoint|excel)\s*-\s*", re.IGNORECASE)
_NOT_A_TITLE = re.compile(
    r"^(?:untitled.*|sin t[ií]tulo.*|(?:documento?|presentaci[oó]n|presentation|libro|book)\s*\d*"
    r"|powerpoint presentation|presentaci[oó]n de powerpoint"
    r"|[^ ]*\.\w{2,5}|.*\.(?:docx?|pdf|xlsx?|pptx?|indd|odt|tmp))$",
    re.IGNORECASE,
)


def clean_line(text: str, *, limit: int = 300) -> str:
    """One line of plain text, for titles and names."""
    return " ".join(clean(text).split())[:limit].strip()


def clean_title(text: str) -> str:
    """The title that metadata declare, or "" if a program put a file name or nothing there."""
    title = _PRODUCER_PREFIX.sub("", clean_line(text))
    return "" if _NOT_A_TITLE.match(title) else title


_SPANISH = """de la que el en y los del se las por un para con una su al lo como más pero sus le ya o este sí
porque esta entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante ni ser son será ley"""
_ENGLISH = """the of and to in is that for it as was with be by on not he his are this at from but have an they
which or had we their been has will were can all there would if who when what your law shall"""
_STOP = {"es": frozenset(_SPANISH.split()), "en": frozenset(_ENGLISH.split())}
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str | None:
    """The language ("es", "en") of its small words; None if there is too little text or neither prevails."""
    words = [word.lower() for word in _WORD.findall(text[:40_000])]
    if len(words) < 12:
        return None
    scores = {name: sum(word in stop for word in words) / len(words) for name, stop in _STOP.items()}
    best, other = sorted(scores, key=scores.__getitem__, reverse=True)
    return best if scores[best] >= 0.12 and scores[best] > 1.8 * scores[other] else None
