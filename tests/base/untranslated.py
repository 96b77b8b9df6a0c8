"""What a visitor may read that gettext never sees: words of templates and sentences of Python outside translation.

A reading by rule, not a proof: it knows text nodes, the attributes that are read aloud or shown, words handed to
included templates, and Spanish sentences in Python.
"""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import DebugLexer, TokenType

WORD = re.compile(r"[^\W\d_]{2,}")
#: Words that are the same in every language: names of formats and of the product.
SAME = frozenset(
    [
        "Acervo",
        "APA",
        "API",
        "BibTeX",
        "CSV",
        "HTML",
        "JSON",
        "OCR",
        "OpenAPI",
        "PDF",
        "PNG",
        "QR",
        "RIS",
        "SHA",
        "SVG",
        "URL",
        "ZIP",
    ]
)
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
READ_ATTRIBUTES = frozenset(("alt", "title", "placeholder", "aria-label", "aria-description", "label"))
SILENT = frozenset(("script", "style", "code"))
#: Blocks of base.html that hold no words for people.
CLASSES = re.compile(r"^block\s+body_class\b")
#: A literal of a tag that is for people: it begins as a sentence does or has a letter that only Spanish has.
FOR_PEOPLE = re.compile(r"^[A-ZÁÉÍÓÚÑ¿¡«][a-záéíóúñ]+(\s|$)|[áéíóúñ¿¡«]")
LITERAL = re.compile(r"""(?P<marked>_\()?(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
SPANISH = re.compile(r"[áéíóúñ¿¡«]|\b(?:el|la|los|las|un|una|del|para|que|con|sin|este|esta|su|sus)\b", re.IGNORECASE)
GETTEXT = frozenset(
    ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext",
     "npgettext_lazy", "gettext_noop"),
)  # fmt: skip


class ShownText(HTMLParser):
    """Collects in `found` what a page of HTML shows or reads aloud, but for code and what declares another language.

    `own`: what the page's own language begins with; an element with another `lang` is left out with its content.
    """

    def __init__(self, *, own: str = "es") -> None:
        super().__init__()
        self.own = own
        self.found: list[str] = []
        self._left_out: list[str] = []  # the open elements from the outermost one that is left out

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        other = tag != "html" and not values.get("lang", self.own).startswith(self.own)
        if tag in VOID:
            if other or self._left_out:
                return
        elif self._left_out or tag in SILENT or other:
            self._left_out.append(tag)
            return
        read = [values.get(name, "") for name in READ_ATTRIBUTES]
        if tag == "meta" and values.get("name") == "description":
            read.append(values.get("content", ""))
        if tag == "input" and values.get("type") in ("submit", "button", "reset"):
            read.append(values.get("value", ""))
        self.found += [value for value in read if value]

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass

    def handle_data(self, data):
        if not self._left_out and data.strip():
            self.found.append(" ".join(data.split()))


def shown(html: str, *, own: str = "es") -> list[str]:
    """What a page shows, piece by piece."""
    reader = ShownText(own=own)
    reader.feed(html)
    reader.close()
    return reader.found


def _outside_translation(source: str) -> Iterator[tuple[TokenType, str]]:
    """The pieces of a template but for its comments and what stands between blocktranslate and its end."""
    until = ""
    for token in DebugLexer(source).tokenize():
        name = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        if until:
            until = "" if name == until else until
        elif name in ("comment", "blocktranslate", "blocktrans"):
            until = f"end{name}"
        elif CLASSES.match(token.contents):
            until = "endblock"
        elif name not in ("translate", "trans") and token.token_type != TokenType.COMMENT:
            yield token.token_type, token.contents


def words_of_template(source: str) -> list[str]:
    """What a template shows without asking gettext."""
    html, found = "", []
    for kind, contents in _outside_translation(source):
        if kind == TokenType.TEXT:
            html += contents
            continue
        if kind == TokenType.VAR:
            html += "x" if html.endswith(("<", "</")) else "0"  # a value; after "<" it is the name of an element
        found += [m["text"] for m in LITERAL.finditer(contents) if not m["marked"] and FOR_PEOPLE.search(m["text"])]
    return [text for text in [*found, *shown(html)] if set(WORD.findall(text)) - SAME]


def sentences_of_python(source: str) -> list[str]:
    """Spanish sentences (two words or more) of a module that are in no call of gettext and no docstring."""
    found: list[str] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in GETTEXT:
                return
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return  # a docstring
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if len(WORD.findall(text)) > 1 and SPANISH.search(text):
                found.append(" ".join(text.split()))
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(source))
    return found


def sources(root: Path, apps: tuple[str, ...], pattern: str) -> Iterator[Path]:
    """The files of ours below the apps, in order."""
    for app in apps:
        yield from sorted((root / app).rglob(pattern))
