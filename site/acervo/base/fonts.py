"""Typefaces of our own: Source Serif and Source Sans, cut down to what Spanish and English need.

The full files come from the pip packages font-source-serif-pro and font-source-sans-pro (SIL Open Font License);
the results are build products below BUILD_DIR and never stand in the repository. The licence reserves the names
"Source" for unmodified fonts, so the cut faces carry the family names "Acervo Serif" and "Acervo Sans".
"""

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Basic Latin, Latin-1, the few Latin Extended letters of names and loanwords, dashes, quotes, bullets,
# ellipsis, fractions, primes, euro, arrows, minus, and the shapes used as markers.
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x0152, 0x0153, 0x0160, 0x0161, 0x017D, 0x017E, 0x02C6, 0x02DC),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x2023),
    *(0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122),
    *(0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25B4, 0x25BE),
]
FEATURES = [
    "kern",
    "liga",
    "lnum",
    "onum",
    "tnum",
    "pnum",
    "locl",
    "mark",
    "mkmk",
    "ccmp",
    "frac",
    "ordn",
    "sups",
]


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a family, as @font-face names it."""

    package: str
    source: str  # file name in the package
    family: str
    weight: int
    style: str = "normal"

    @property
    def name(self) -> str:
        kind = "italic" if self.style == "italic" else "regular"
        return f"{self.family.lower().replace(' ', '-')}-{self.weight}-{kind}.woff2"

    @property
    def path(self) -> Path:
        """The full font in its package; FileNotFoundError or ModuleNotFoundError when that is not installed."""
        return Path(str(resources.files(self.package))) / "files" / self.source


SERIF, SANS = "font_source_serif_pro", "font_source_sans_pro"
FACES = (
    Face(SERIF, "SourceSerifPro-Regular.ttf", "Acervo Serif", 400),
    Face(SERIF, "SourceSerifPro-It.ttf", "Acervo Serif", 400, "italic"),
    Face(SERIF, "SourceSerifPro-Semibold.ttf", "Acervo Serif", 600),
    Face(SANS, "SourceSansPro-Regular.ttf", "Acervo Sans", 400),
    Face(SANS, "SourceSansPro-It.ttf", "Acervo Sans", 400, "italic"),
    Face(SANS, "SourceSansPro-Semibold.ttf", "Acervo Sans", 600),
)


def build(folder: Path) -> list[Path]:
    """Write every face and `fonts.css` into `folder`; returns the files that were made anew.

    A face newer than both its source and this module is left alone. Packages that are not installed are left
    out of fonts.css, and the page falls back on the system's typefaces.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made, rules = [], []
    for face in FACES:
        try:
            source = face.path
            stamp = max(source.stat().st_mtime, Path(__file__).stat().st_mtime)
        except (ModuleNotFoundError, FileNotFoundError):
            continue
        target = folder / face.name
        if not target.exists() or target.stat().st_mtime < stamp:
            _cut(source, target, family=face.family)
            made.append(target)
        rules.append(_rule(face))
    css = folder / "fonts.css"
    text = "".join(rules)
    if not css.exists() or css.read_text(encoding="utf-8") != text:
        css.write_text(text, encoding="utf-8")
        made.append(css)
    return made


def _rule(face: Face) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'font-display: swap; src: url("{face.name}") format("woff2"); }}\n'
    )


def _cut(source: Path, target: Path, *, family: str) -> None:
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 13, 14],
    )
    font = TTFont(source, lazy=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=UNICODES)
    cutter.subset(font)
    for record in list(font["name"].names):
        if record.nameID == 1:
            font["name"].setName(family, 1, record.platformID, record.platEncID, record.langID)
    font.flavor = "woff2"
    part = target.with_suffix(".part")
    font.save(part)
    part.replace(target)  # a reader never sees half a file
