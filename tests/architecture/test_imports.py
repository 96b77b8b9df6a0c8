"""The import direction of the house, read from the code with `ast`.

home → observatorio, estados → agenda, acervo.contact → documents → search, links, tabular → history → acervo.base; settings and urls name apps by string or include.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = {
    "home": ROOT / "home",
    "observatorio": ROOT / "observatorio",
    "agenda": ROOT / "agenda",
    "estados": ROOT / "estados",
    "documents": ROOT / "documents",
    "search": ROOT / "search",
    "acervo.contact": ROOT / "site/acervo/contact",
    "acervo.links": ROOT / "site/acervo/links",
    "acervo.tabular": ROOT / "site/acervo/tabular",
    "acervo.history": ROOT / "site/acervo/history",
    "acervo.readability": ROOT / "site/acervo/readability",
    "acervo.health": ROOT / "site/acervo/health",
    "acervo.backup": ROOT / "site/acervo/backup",
    "acervo.base": ROOT / "site/acervo/base",
}
SHARED = {"search", "acervo.links", "acervo.tabular", "acervo.history", "acervo.readability", "acervo.base"}
ALLOWED = {
    "home": {"estados", "observatorio", "agenda", "documents", "acervo.contact", *SHARED},
    "observatorio": {"agenda", "documents", "acervo.contact", *SHARED},
    "estados": {"agenda", "documents", "acervo.contact", *SHARED},
    "agenda": {"documents", *SHARED},
    "documents": {"search", "acervo.links", "acervo.base"},
    "search": {"acervo.base"},
    "acervo.contact": {"acervo.base"},
    "acervo.links": {"acervo.base"},
    "acervo.tabular": {"acervo.history", "acervo.base"},
    "acervo.history": {"acervo.base"},
    "acervo.readability": {"acervo.base"},
    "acervo.health": {"search", "acervo.base"},
    "acervo.backup": {"search", "acervo.base"},
    "acervo.base": set(),
}


def _imports(path: Path) -> set[str]:
    """Absolute names of what a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _part_of(name: str) -> str | None:
    return next((part for part in PARTS if name == part or name.startswith(part + ".")), None)


def _violations(part: str) -> list[str]:
    wrong = []
    for path in sorted(PARTS[part].rglob("*.py")):
        for name in sorted(_imports(path)):
            other = _part_of(name)
            if other and other != part and other not in ALLOWED[part]:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    return wrong


@pytest.mark.parametrize("part", PARTS)
def test_each_part_imports_only_what_stands_below_it(part):
    assert _violations(part) == []


def test_a_leaf_app_that_reached_up_would_be_noticed(tmp_path, monkeypatch):
    (tmp_path / "bad.py").write_text("def later():\n    from documents.models import RecordPage\n")
    monkeypatch.setitem(PARTS, "search", tmp_path)
    monkeypatch.setattr("tests.architecture.test_imports.ROOT", tmp_path)
    assert _violations("search") == ["bad.py imports documents.models.RecordPage"]


def test_the_extraction_package_runs_without_django():
    for path in (ROOT / "documents/extraction").rglob("*.py"):
        assert not {name for name in _imports(path) if name.split(".")[0] in {"django", "wagtail", "acervo"}}, path


def test_no_file_of_ours_is_a_package_named_site():
    assert not (ROOT / "site/__init__.py").exists()


def test_page_trees_are_closed():
    """Every page model says where it may stand and what may stand below it."""
    from wagtail.models import get_page_models

    for model in get_page_models():
        if model._meta.app_label in {"home", "documents", "observatorio", "estados", "agenda", "contact"}:
            names = {name for cls in model.__mro__ for name in vars(cls) if cls.__module__.split(".")[0] != "wagtail"}
            assert {"parent_page_types", "subpage_types"} <= names, model
