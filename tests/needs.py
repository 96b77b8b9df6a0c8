"""What a fresh machine may lack: each function gives the thing, or skips the test with the line that mends it.

With `CI=true` a missing thing is a failure, so that a green CI never hides an untested part.
"""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from tests.elasticsearch import build

ROOT = Path(__file__).resolve().parents[1]


def _missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have it: {reason}")
    pytest.skip(reason)


def needs_shared(*parts: str) -> Path:
    """The folder of real input beside the checkout (`../shared/data/<parts>`), or the one that ACERVO_SHARED names."""
    shared = Path(os.environ.get("ACERVO_SHARED", ROOT.parent / "shared"))
    folder = shared.joinpath("data", *parts)
    if not folder.exists():
        _missing(f"no real input at {folder}: put it there or set ACERVO_SHARED")
    return folder


def needs_binary(name: str, *, apt: str) -> str:
    """The path of a program of the machine."""
    path = shutil.which(name)
    if path is None:
        _missing(f"{name} is not installed: apt-get install {apt}")
    return str(path)


def needs_chromium() -> str:
    """The path of a Chromium for the browser journeys."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    _missing("Chromium is not installed: apt-get install chromium")
    raise AssertionError("unreachable")


def needs_java() -> str:
    """The path of `java`, which runs the HTML validator."""
    return needs_binary("java", apt="default-jre-headless")


def needs_vnu() -> str:
    """The path of the HTML validator's jar (the npm package vnu-jar)."""
    for folder in (ROOT / ".venv/vnu/node_modules", ROOT / "node_modules"):
        for path in folder.glob("vnu-jar/build/dist/vnu.jar"):
            return str(path)
    _missing("the HTML validator is not installed: npm install --no-save --no-package-lock --prefix .venv/vnu vnu-jar")
    raise AssertionError("unreachable")


def needs_elasticsearch() -> Path:
    """The JDK that runs the node of tests/elasticsearch; Maven too while the node is not built yet."""
    java = build.java_home()
    if java is None:
        _missing(
            f"no JDK of {build.JAVA} or later in JAVA_HOME or below /usr/lib/jvm: "
            "apt-get install openjdk-21-jdk-headless (Debian 13) or temurin-25-jdk (Adoptium)"
        )
        raise AssertionError("unreachable")
    if not build.home().exists():
        needs_binary("mvn", apt="maven")
    return java


def needs_postgresql() -> Path:
    """The folder with the programs of a PostgreSQL server; the driver is there too."""
    if importlib.util.find_spec("psycopg") is None:
        _missing("the driver of PostgreSQL is not installed: pip install -r requirements/postgresql.txt")
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "postgres").exists():
            return folder
    _missing("PostgreSQL is not installed: apt-get install postgresql")
    raise AssertionError("unreachable")
