"""The demonstration's content as read from `content/`: plain data, without Django."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "content"
FILES = HERE / "files"


@dataclass(frozen=True)
class Content:
    """What the files of `content/` say; each item is the table of its TOML file.

    `english` holds the English version of some records, by identifier.
    """

    vocabularies: dict[str, dict[str, dict[str, str]]]
    collections: list[dict[str, Any]]
    records: list[dict[str, Any]]
    site: dict[str, Any]
    pages: list[dict[str, Any]]
    english: dict[str, dict[str, Any]]

    def record(self, identifier: str) -> dict[str, Any]:
        """The record with this identifier. Raises KeyError if there is none."""
        for record in self.records:
            if record["identifier"] == identifier:
                return record
        raise KeyError(identifier)


@cache
def read_content() -> Content:
    """Read every file of `content/`. Raises OSError or tomllib.TOMLDecodeError for a folder that is not whole."""
    records = [
        record for path in sorted((CONTENT / "records").glob("*.toml")) for record in _toml(path).get("record", [])
    ]
    pages = _toml(CONTENT / "pages.toml")
    return Content(
        vocabularies=_toml(CONTENT / "vocabularies.toml"),
        collections=_toml(CONTENT / "collections.toml")["collection"],
        records=records,
        site={key: value for key, value in pages.items() if key != "page"},
        pages=pages["page"],
        english=_toml(CONTENT / "english.toml"),
    )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
