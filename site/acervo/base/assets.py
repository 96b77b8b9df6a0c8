"""Build products: typefaces, one style sheet out of its parts, compiled translations.

Everything is idempotent: a product that is newer than its sources (or equal to what would be written) is left alone.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from . import fonts
from .catalogues import compile_catalogues

STATIC_DIR = Path(__file__).resolve().parents[2] / "static"
IMPORT = re.compile(r'^@import url\("([^"]+)"\);\n?', re.MULTILINE)
FONT_URL = re.compile(r'url\("([^"/]+\.woff2)"\)')


def build_all(*, build_dir: Path, locale_paths: Iterable[Path | str]) -> list[Path]:
    """Make everything; returns the files written in this run."""
    static = Path(build_dir) / "static"
    made = fonts.build(static / "fonts")
    made += build_css(
        STATIC_DIR / "css" / "site.css",
        static / "build" / "site.css",
        fonts_css=static / "fonts" / "fonts.css",
    )
    return made + compile_catalogues(locale_paths)


def build_css(source: Path, target: Path, *, fonts_css: Path) -> list[Path]:
    """Put the style sheet's parts in the place of its imports, after the typefaces. Returns [target] if it changed.

    A part that is missing raises FileNotFoundError: a style sheet with a hole must not be published.
    """

    def part(found: re.Match[str]) -> str:
        return (source.parent / found[1]).read_text(encoding="utf-8") + "\n"

    faces = fonts_css.read_text(encoding="utf-8") if fonts_css.exists() else ""
    text = FONT_URL.sub(r'url("../fonts/\1")', faces) + IMPORT.sub(part, source.read_text(encoding="utf-8"))
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return []
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return [target]
