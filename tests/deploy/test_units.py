"""The services of a server without containers: what systemd itself says of them, and that they agree with the image."""

import re
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.needs import needs_binary

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy/systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
MOST_EXPOSED = 20  # of 100, on the scale of systemd-analyze; a service without any fence has 96


def unit(path: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path)
    return parser


@pytest.fixture(scope="module")
def analyze() -> str:
    return needs_binary("systemd-analyze", apt="systemd")


def test_there_is_a_unit_for_each_part():
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {
        "acervo-prepare.service", "acervo-web.service", "acervo-worker.service",
        "acervo-backup.service", "acervo-backup.timer",
    }  # fmt: skip


def test_systemd_understands_every_line(analyze, tmp_path):
    """With the commands replaced by one that exists: the check would miss the site's own virtual environment."""
    for path in FOLDER.iterdir():
        text = re.sub(r"^(Exec\w+)=.*$", r"\1=/bin/true", path.read_text(), flags=re.MULTILINE)
        text = re.sub(r"^Documentation=.*\n", "", text, flags=re.MULTILINE)
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        [analyze, "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))], capture_output=True, text=True
    )
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "acervo" in line]
    assert ours == []


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_systemd_finds_a_service_well_fenced(analyze, path):
    command = [analyze, "security", "--offline=yes", f"--threshold={MOST_EXPOSED}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-600:] + done.stderr[-600:]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_what_a_service_runs_is_in_the_repository(path):
    service = unit(path)["Service"]
    assert service["User"] == "acervo"
    assert service["StateDirectory"] == "acervo"
    words = service["ExecStart"].split()
    for word in words:
        if word.startswith("/opt/acervo/") and "/.venv/" not in word:
            assert (ROOT / word.removeprefix("/opt/acervo/")).exists(), word
        elif word.startswith(("deploy/", "site/")):
            assert (ROOT / word).exists(), word


@pytest.mark.parametrize("name", ["web", "worker"])
def test_what_serves_comes_back_when_it_dies_and_starts_after_the_preparation(name):
    found = unit(FOLDER / f"acervo-{name}.service")
    assert found["Service"]["Restart"] == "always"
    assert "acervo-prepare.service" in found["Unit"]["Wants"].split()
    assert "acervo-prepare.service" in found["Unit"]["After"].split()
