"""CSV and TXT."""

from ..limits import Limits
from ..results import Code, Refused
from .base import TextReader
from .paginate import paginate


def open_file(path: str, kind: str, limits: Limits) -> TextReader:
    """UTF-8 (with or without mark), else Windows-1252. CSV breaks between rows, TXT between paragraphs."""
    with open(path, "rb") as file:
        raw = file.read(limits.file_chars + 1)
    text, guessed = decode(raw[: limits.file_chars])
    if not text.strip():
        raise Refused(Code.EMPTY, "only blanks")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "csv":
        pages = paginate(text.replace("\f", " ").split("\n"), separator="\n")
    else:
        pages = paginate(text.split("\n\n"))
    reader = TextReader(limits, pages)
    if guessed:
        reader.warnings.append("charset_guessed")
    if len(raw) > limits.file_chars:
        reader.warnings.append("text_cut")
    return reader


def decode(raw: bytes) -> tuple[str, bool]:
    """The text, and whether its charset is a guess."""
    try:
        return raw.decode("utf-8-sig"), False
    except UnicodeDecodeError as error:
        if error.start >= len(raw) - 3:  # cut in the middle of a character
            return raw[: error.start].decode("utf-8-sig"), False
        return raw.decode("cp1252", "replace"), True
