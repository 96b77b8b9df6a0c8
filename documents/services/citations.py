"""Citations of a record: APA in Spanish, BibTeX and RIS.

APA: 7th edition as the Spanish-language academies write it (date in Spanish, "s. f.", type in brackets).
RIS: the tags of Research Information Systems, written by rispy. BibTeX: plain, in UTF-8.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Self

import rispy
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.models import GazetteIssuePage, RecordPage
from documents.services.record_terms import RecordTerms, terms_of

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Code of the record type → RIS reference type; everything else is a government document.
RIS_TYPES = {"ley": "STAT", "reglamento": "STAT", "informe": "RPRT", "guia": "BOOK", "comunicado": "PRESS"}
BIBTEX_TYPES = {"informe": "techreport", "guia": "book"}
STYLES = {"txt": "text/plain", "bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}

_ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([~?])?")
_BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a citation says; `of` fills it from a record. All texts are on one line."""

    title: str
    url: str
    author: str = ""
    publisher: str = ""
    kind: str = ""
    kind_code: str = ""
    issued: str = ""  # EDTF
    container: str = ""  # the gazette: organ, volume, number
    volume: str = ""
    number: str = ""
    page: int | None = None
    language: str = ""
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        record: RecordPage,
        *,
        url: str = "",
        page: int | None = None,
        keywords: tuple[str, ...] = (),
        terms: RecordTerms | None = None,
    ) -> Self:
        """The citation of a record, or of one of its pages; `url` defaults to the record's own address.

        `terms`: the record's terms where they have been read already.
        """
        terms = terms or terms_of(record)
        author, publisher, organ, kind = (
            str(terms.get(slot) or "") for slot in ("authority", "publisher", "organ", "record_type")
        )
        is_gazette = isinstance(record, GazetteIssuePage)
        container = ", ".join(filter(None, [organ, record.citation_label])) if is_gazette else ""
        type_term = terms.get("record_type")
        return cls(
            title=_line(record.title).rstrip("."),
            url=url or absolute_url(record),
            author=_line(author).rstrip("."),
            publisher=_line(publisher) if publisher != author else "",
            kind=_line(kind),
            kind_code=type_term.code if type_term else "",
            issued=record.issued,
            container=_line(container),
            volume=record.volume if is_gazette else "",
            number=str(record.number or "") if is_gazette else "",
            page=page,
            language=record.language,
            abstract=_line(record.abstract),
            keywords=tuple(_line(word) for word in keywords),
        )

    # --- APA --------------------------------------------------------------------------------------------
    def _apa_parts(self) -> tuple[str, str, str]:
        """What stands before the title, the title, and what follows it."""
        date = f"({apa_date(self.issued)})."
        says_kind = self.title.casefold().startswith(self.kind.casefold())  # also where no kind is known
        bracket = "" if says_kind else f" [{self.kind}]"
        place = f" (p. {self.page})" if self.page else ""
        source = ". ".join(part.rstrip(".") for part in (self.container, self.publisher) if part)
        after = f"{bracket}{place}. " + (f"{source}. " if source else "") + self.url
        if self.author:
            return f"{self.author}. {date} ", self.title, after
        return "", self.title, f"{bracket}{place}. {date} " + (f"{source}. " if source else "") + self.url

    def apa(self) -> str:
        """The reference as plain text."""
        return "".join(self._apa_parts())

    def apa_html(self) -> SafeString:
        """The reference with its title in <cite>."""
        return format_html("{}<cite>{}</cite>{}", *self._apa_parts())

    def short(self) -> str:
        """`Congreso de la Unión (1992)`: one line without the title, which stands above it."""
        date = apa_date(self.issued)
        pieces = [self.author or self.container, self.container if self.author else ""]
        return ". ".join(filter(None, [f"{pieces[0]} ({date})" if pieces[0] else f"({date})", pieces[1]]))

    # --- BibTeX -----------------------------------------------------------------------------------------
    def key(self) -> str:
        """`congreso1992ley`: first word of the author, year, first long word of the title, in plain letters."""
        words = [_plain(word) for word in self.title.split()]
        author = [_plain(word) for word in self.author.split()]
        year = self.issued[:4] if self.issued[:4].isdigit() else "sf"
        return (next(iter(author), "") or "acervo") + year + next((word for word in words if len(word) > 2), "")

    def bibtex(self) -> str:
        """One entry; names of bodies and the title are braced so that BibTeX leaves their letters alone."""
        kind = BIBTEX_TYPES.get(self.kind_code, "misc")
        year, month, day = _date_parts(self.issued)
        publisher = self.publisher or self.author
        source = {"book": "publisher", "techreport": "institution"}.get(kind, "howpublished")
        fields: dict[str, str] = {
            "author": _braced(self.author) if self.author else "",
            "title": _braced(self.title),
            "year": f"{{{year}}}" if year else "",
            "month": BIBTEX_MONTHS[month - 1] if month else "",
            "day": f"{{{day}}}" if day else "",
            source: f"{{{_bibtex(self.container or publisher)}}}" if self.container or publisher else "",
            "type": f"{{{_bibtex(self.kind)}}}" if self.kind else "",
            "volume": f"{{{_bibtex(self.volume)}}}" if self.volume else "",
            "number": f"{{{_bibtex(self.number)}}}" if self.number else "",
            "pages": f"{{{self.page}}}" if self.page else "",
            "language": f"{{{_bibtex(self.language)}}}" if self.language else "",
            "url": "{" + self.url.replace("{", "%7B").replace("}", "%7D") + "}",
        }
        lines = [f"  {name} = {value}," for name, value in fields.items() if value]
        return "\n".join([f"@{kind}{{{self.key()},", *lines, "}", ""])

    # --- RIS --------------------------------------------------------------------------------------------
    def ris(self) -> str:
        year, month, day = _date_parts(self.issued)
        entry: dict[str, str | list[str]] = {
            "type_of_reference": RIS_TYPES.get(self.kind_code, "GOVDOC"),
            "authors": [self.author] if self.author else [],
            "title": self.title,
            "year": str(year or ""),
            "date": f"{year}/{month:02}/{day:02}/" if year and month and day else "",
            "secondary_title": self.container,
            "publisher": self.publisher or self.author,
            "volume": self.volume,
            "number": self.number,
            "type_of_work": self.kind,
            "start_page": str(self.page or ""),
            "language": self.language,
            "abstract": self.abstract,
            "keywords": list(self.keywords),
            "urls": [self.url],
        }
        return rispy.dumps([{name: value for name, value in entry.items() if value}]).lstrip("1.\r\n")

    def in_style(self, style: str) -> str:
        """The citation in one of STYLES. Raises KeyError for another."""
        return {"txt": lambda: self.apa() + "\n", "bib": self.bibtex, "ris": self.ris}[style]()


def absolute_url(record: RecordPage, request=None) -> str:
    """The complete address of a record, on the host that this site is known by."""
    url = record.get_url(request) or ""
    return settings.BASE_URL + url if url.startswith("/") else url


def apa_date(issued: str) -> str:
    """An EDTF date as APA in Spanish writes it: `2016, 3 de diciembre`; `s. f.` for none."""
    if "/" in issued:
        first, _, last = issued.partition("/")
        return f"{apa_date(first)} - {apa_date(last)}"
    year, month, day = _date_parts(issued)
    if not year:
        return issued.strip() or "s. f."
    text = str(year)
    if month:
        text += f", {day} de {MONTHS[month - 1]}" if day else f", {MONTHS[month - 1]}"
    return f"ca. {text}" if issued[-1] in "~?" else text


def _date_parts(issued: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day, as far as the first date of an EDTF value says them."""
    match = _ISO.fullmatch(issued.partition("/")[0].strip())
    if not match:
        return None, None, None
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    if month is not None and not 1 <= month <= 12:  # EDTF seasons
        return year, None, None
    if day is not None:
        try:
            dt.date(year or 1, month or 1, day)
        except ValueError:
            day = None
    return year, month, day


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]", "", folded)


def _bibtex(text: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(character, character) for character in text)


def _braced(text: str) -> str:
    return "{{" + _bibtex(text) + "}}"
