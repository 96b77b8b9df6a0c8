"""What a fresh machine may lack: each function gives the thing, or skips the test with the line that mends it.

With `CI=true` a missing thing is a failure, so that a green CI never hides an untested part.
"""

import os
import shutil
from pathlib import Path

import pytest

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
