"""The small markup of the demonstration's texts, the same for the site and for the printed files.

Paragraphs are parted by a blank line; lines that start with `- ` make a list; `## ` makes a heading;
`**bold**` and `[text](address)` work inside. Everything else is escaped.
"""

import re
from html import escape

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def inline(text: str) -> str:
    """One line of markup as safe HTML."""
    text = _LINK.sub(_link, escape(text, quote=False))
    return _BOLD.sub(r"<b>\1</b>", text)


def _link(match: re.Match[str]) -> str:
    label, address = match.groups()
    return f'<a href="{address.replace(chr(34), "%22")}">{label}</a>'


def to_html(text: str) -> str:
    """A whole text of markup as safe HTML."""
    return "".join(_block(block) for block in re.split(r"\n\s*\n", text.strip()) if block.strip())


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().splitlines()]
    if lines[0].startswith("## "):
        rest = "\n".join(lines[1:])
        return f"<h2>{inline(lines[0][3:])}</h2>" + (_block(rest) if rest else "")
    if lines[0].startswith("- "):
        return "<ul>" + "".join(f"<li>{inline(line.removeprefix('- '))}</li>" for line in lines) + "</ul>"
    return f"<p>{inline(' '.join(lines))}</p>"
