"""What a copy says of itself."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from .errors import DamagedCopy, RestoreError
from .tables import copied

FORMAT = 1
MAX_BYTES = 64 << 20


@dataclass(slots=True)
class Part:
    """Some rows of one table; `bytes` is what they unpack to."""

    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(slots=True)
class TableCopy:
    model: str
    columns: list[str]
    parts: list[Part] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


@dataclass(slots=True)
class Manifest:
    """`sequences`: the last key given out, by table, so that the key of something deleted is never given again.
    `files`: place → [how many, bytes]. `lacking`: files that rows name and that could not be copied, the first ones."""

    made_at: str
    acervo: str
    engine: str
    base_url: str
    migrations: list[list[str]]
    tables: list[TableCopy] = field(default_factory=list)
    sequences: dict[str, int] = field(default_factory=dict)
    files: dict[str, list[int]] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    lacking_count: int = 0
    sums_sha256: str = ""
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def row_bytes(self) -> int:
        return sum(part.bytes for table in self.tables for part in table.parts)

    @property
    def file_count(self) -> int:
        return sum(count for count, _size in self.files.values())

    @property
    def file_bytes(self) -> int:
        return sum(size for _count, size in self.files.values())

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read(raw: bytes) -> Manifest:
    """Raises DamagedCopy when it is no manifest, RestoreError when it is one of a later format."""
    try:
        data = json.loads(raw)
        if isinstance(data.get("format"), int) and data["format"] > FORMAT:
            raise RestoreError(
                _("La copia es de una versión más nueva de Acervo (%(version)s). Instálela y repita.")
                % {"version": data.get("acervo", "?")}
            )
        tables = [
            TableCopy(str(t["model"]), [str(c) for c in t["columns"]], [_part(part) for part in t["parts"]])
            for t in data.pop("tables")
        ]
        manifest = Manifest(**data, tables=tables)
        _check(manifest)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DamagedCopy(
            _("La copia no tiene un manifiesto que se pueda leer: %(error)s") % {"error": error}
        ) from error
    return manifest


def _part(data: dict[str, Any]) -> Part:
    return Part(str(data["name"]), _number(data["rows"]), _number(data["bytes"]), str(data["sha256"]))


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value


def _check(manifest: Manifest) -> None:
    for count, size in manifest.files.values():
        _number(count), _number(size)
    for last in manifest.sequences.values():
        _number(last)
    for app, name in manifest.migrations:
        if not isinstance(app, str) or not isinstance(name, str):
            raise ValueError("migrations are names")


@cache
def version() -> str:
    """The version of Acervo that runs."""
    try:
        return metadata.version("acervo")
    except metadata.PackageNotFoundError:
        project = tomllib.loads((settings.ROOT_DIR / "pyproject.toml").read_text(encoding="utf-8"))
        return str(project["project"]["version"])


def applied_migrations() -> list[list[str]]:
    """(app, name) of what was applied to this database, for the apps that are installed."""
    here = {config.label for config in apps.get_app_configs()}
    return sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations() if app in here)


def check_same_schema(manifest: Manifest) -> None:
    """Raises RestoreError, saying what to do, when this database has not the tables of the copy."""
    here = {tuple(name) for name in applied_migrations()}
    there = {tuple(name) for name in manifest.migrations}
    if not here:
        raise RestoreError(_("La base de datos está vacía. Ejecute primero «manage.py migrate» y repita."))
    facts = {"there": manifest.acervo, "here": version()}
    if more := sorted(there - here):
        raise RestoreError(
            _(
                "La copia es de Acervo %(there)s y tiene migraciones que esta base no tiene (%(names)s). "
                "Instale aquí esa versión o una posterior, ejecute «manage.py migrate» y repita. Aquí: %(here)s."
            )
            % {**facts, "names": _names(more)}
        )
    if less := sorted(here - there):
        raise RestoreError(
            _(
                "La copia es de una versión anterior, Acervo %(there)s: le faltan migraciones (%(names)s). Restáurela "
                "con esa versión en una base nueva y después actualice con «manage.py migrate». Aquí: %(here)s."
            )
            % {**facts, "names": _names(less)}
        )
    columns = {table.label: table.column_names for table in copied()}
    if {table.model: table.columns for table in manifest.tables} != columns or len(manifest.tables) != len(columns):
        raise RestoreError(
            _("Las tablas de la copia (Acervo %(there)s) no son las de esta versión (%(here)s). Instale la misma.")
            % facts
        )


def _names(migrations: list[tuple[str, ...]]) -> str:
    shown = ", ".join(".".join(name) for name in migrations[:3])
    return shown if len(migrations) <= 3 else f"{shown}…"
