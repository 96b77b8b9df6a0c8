"""Folders and manifests to import, small and made on the spot."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import factories


class Box:
    """A folder of PDFs and a manifest beside it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "documentos"
        self.folder.mkdir()
        self.manifest = root / "lista.csv"

    def pdf(self, name: str, *texts: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(factories.pdf(*(texts or (f"Texto de {name}",))))
        return path

    def list(self, headers: str, *rows: list[str]) -> Path:
        with self.manifest.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(headers.split(","))
            writer.writerows(rows)
        return self.manifest

    def plan(self, **options):
        from documents.services.imports.plan import make_plan

        options.setdefault("manifest", self.manifest if self.manifest.exists() else None)
        options.setdefault("collection", "leyes")
        return make_plan(self.folder, **options)

    def run(self, **options):
        from documents.services.imports.run import run

        return run(self.plan(**options), source="documentos")


@pytest.fixture
def box(tmp_path) -> Box:
    return Box(tmp_path)


@pytest.fixture
def three(box) -> Box:
    """Three laws with a list that has nothing wrong."""
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        box.pdf(name)
    box.list(
        "archivo,titulo,tipo,fecha,tema,autoridad",
        ["a.pdf", "Ley de Aguas", "ley", "1992-12-01", "agua; medio ambiente", "Congreso de la Unión"],
        ["b.pdf", "Ley de Bosques", "ley", "2003-02", "medio ambiente", "Congreso de la Unión"],
        ["c.pdf", "Reglamento de Costas", "reglamento", "03/04/2010", "", "Semarnat"],
    )
    return box


def _dump() -> dict[str, list]:
    """Every row of every table that an import could touch."""
    from django.apps import apps

    labels = ("documents", "wagtailcore", "search", "links", "django_tasks_database")
    models = [model for label in labels for model in _models(apps, label)]
    return {model._meta.db_table: sorted(map(repr, model._default_manager.values_list())) for model in models}


def _models(apps, label: str):
    try:
        return list(apps.get_app_config(label).get_models(include_auto_created=True))
    except LookupError:
        return []


@pytest.fixture
def dump() -> Callable[[], dict[str, list]]:
    return _dump
