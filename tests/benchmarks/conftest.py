"""Fixtures of the measurements: sites in temporary folders, and running a program of `work/` on one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import queries
from tests.needs import ROOT

RESULTS = ROOT / "var" / "benchmarks"
SECONDS = 1800  # one program

Work = Callable[..., dict[str, Any]]


def environment(data_dir: Path) -> dict[str, str]:
    """As `make run` has it, but for the folder; nothing of this pytest process is passed on."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "ACERVO_SHARED", "TMPDIR") if name in os.environ
    }
    return {
        **kept,
        "DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "acervo.settings.development",
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "site"))),
        "PYTHONHASHSEED": "0",
        "ALLOWED_HOSTS": "*",
    }


@pytest.fixture(scope="session")
def new_site(tmp_path_factory) -> Iterator[Callable[[str], Path]]:
    """`new_site(name)` gives the DATA_DIR of an empty migrated site. Migrating is slow: it is done once and copied."""
    base = tmp_path_factory.mktemp("bench")
    template = base / "template"
    template.mkdir()
    run("prepare", {}, data_dir=template)

    def make(name: str) -> Path:
        return Path(shutil.copytree(template, base / name))

    yield make
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture(scope="session")
def work() -> Work:
    """`work(name, data_dir, **arguments)` runs `work/<name>.py` alone and returns what it printed."""
    return lambda name, data_dir, **arguments: run(name, arguments, data_dir=data_dir)


def run(name: str, arguments: dict[str, Any], *, data_dir: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmarks.work.{name}", json.dumps(arguments)],
        cwd=ROOT, env=environment(data_dir), stdout=subprocess.PIPE, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{name} ended with {done.returncode}; its error is above"
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="session")
def keep() -> Callable[[str, Any], Path]:
    """`keep(name, result)` writes a result to `var/benchmarks/`: JSON, or text as it is."""

    def write(name: str, result: Any) -> Path:
        RESULTS.mkdir(parents=True, exist_ok=True)
        path = RESULTS / name
        path.write_text(
            result if isinstance(result, str) else json.dumps(result, indent=1, ensure_ascii=False), "utf-8"
        )
        return path

    return write


@pytest.fixture(scope="session")
def measured(new_site, work, keep):
    """`measured(pages)`: the figures of the search at that size, measured once for all tests."""
    known: dict[int, dict[str, Any]] = {}

    def at(pages: int) -> dict[str, Any]:
        if pages not in known:
            found = work("searching", new_site(f"search-{pages}"), pages=pages, check_all=pages <= 10_000)
            keep(f"search-{pages}.json", found)
            check(found, pages)
            known[pages] = found
        return known[pages]

    return at


def check(found: dict[str, Any], pages: int) -> None:
    """The measured work was the whole work, and right."""
    assert found["pages"] == pages
    assert {word: there for word, (_planted, there) in found["planted"].items()} == {
        word: planted for word, (planted, _there) in found["planted"].items()
    }
    assert {q: pair for q, pair in found["counted"].items() if pair[0] != pair[1]} == {}
    answers = found["answers"]
    for kind in (queries.ONE, queries.TWO):
        assert answers[kind]["with_results"] == answers[kind]["queries"]
        assert answers[kind]["mean_shown"] > 19
        assert answers[kind]["mean_pages"] > 50
    for kind in (queries.ONE, queries.TWO, queries.PHRASE, queries.RARE):
        assert answers[kind]["facets"] == 6
        assert answers[kind]["with_results"] > 0.9 * answers[kind]["queries"]
        assert answers[kind]["marked"] == 1.0
    assert answers[queries.SLIP]["suggested"] > 0.8 * answers[queries.SLIP]["queries"]
