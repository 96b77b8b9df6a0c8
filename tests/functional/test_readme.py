"""The README tells the truth: every command in it exists and runs."""

import os
import re
import shutil
import signal
import stat
import subprocess
import urllib.request

import pytest

from tests.functional.running_site import ROOT, running, until

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKE = sorted(set(re.findall(r"\bmake ([a-z]+)", README)))
MANAGE = sorted(set(re.findall(r"site/manage\.py ([a-z_]+)", README)))
#: How a command that the README names is run here; those that serve are run by `make`.
ARGUMENTS = {
    "build_assets": ["-v0"],
    "collectstatic": ["--noinput", "-v0"],
    "createsuperuser": ["--noinput", "--username", "jefa", "--email", "jefa@example.org"],
    "export_monuments": ["csv", "--out", os.devnull],
    "migrate": ["--check"],
    "search_rebuild": [],
    "search_status": [],
    "setup_site": ["--name", "Otra"],
}
SERVING = {"serve", "worker"}
IMPORTS = {"import_documents", "import_monuments"}
COPIES = {"backup", "restore"}


@pytest.mark.parametrize("target", MAKE)
def test_a_make_target_of_the_readme_exists(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", sorted(set(MANAGE) - SERVING - IMPORTS - COPIES))
def test_a_management_command_of_the_readme_runs(site, command):
    done = site.manage(command, *ARGUMENTS[command], check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode), "root's export put a file in the place of /dev/null"


def test_the_import_of_the_readme_runs(site, laws_folder):
    lines = re.findall(r"^\.venv/bin/python site/manage\.py (import_documents .*)$", README, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        words = line.replace("FOLDER/list.csv", str(laws_folder / "leyes.csv")).replace("FOLDER", str(laws_folder))
        done = site.manage(*words.split(), check=False)
        assert done.returncode == 0, done.stderr[-2000:]


def test_the_import_of_a_sheet_of_the_readme_runs(site, tmp_path):
    """What `export_monuments` wrote is a sheet that changes nothing."""
    sheet = tmp_path / "inventory.csv"
    site.manage("export_monuments", "csv", "--out", str(sheet))
    lines = re.findall(r"^\.venv/bin/python site/manage\.py (import_monuments .*)$", README, re.MULTILINE)
    assert len(lines) == 2
    before = sheet.read_bytes()
    for line in lines:
        done = site.manage(*line.replace("SHEET.xlsx", str(sheet)).replace("inah", "observatorio").split(), check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    site.manage("export_monuments", "csv", "--out", str(sheet))
    assert sheet.read_bytes() == before


def test_the_copy_of_the_readme_is_made_and_read(site, tmp_path):
    lines = re.findall(r"^\.venv/bin/python site/manage\.py ((?:backup|restore) .*)$", README, re.MULTILINE)
    assert lines[:2] == ["backup acervo.tar", "restore acervo.tar --check"]
    for line in lines[:2]:
        done = site.manage(*line.replace("acervo.tar", str(tmp_path / "acervo.tar")).split(), check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_serving_again_loses_nothing_and_prints_the_same_passwords(site, tmp_path):
    site.manage(
        "shell", "-c", "from wagtail.models import Page; Page.objects.filter(slug='informes').update(title='Mío')"
    )
    copy = tmp_path / "var"
    shutil.copytree(site.data_dir, copy, ignore=shutil.ignore_patterns("*.log", "cache"))
    for target in ("demo", "run"):
        with running(copy, target=target) as again:
            assert again.passwords == site.passwords
            with urllib.request.urlopen(f"{again.url}/acervo/informes/") as page:
                assert "<h1>Mío</h1>" in page.read().decode()


def test_a_killed_worker_comes_back_and_the_site_goes_on(site):
    """Fresh eyes killed the worker, and the whole site went with it."""
    before = site.workers()
    assert len(before) == 1
    os.kill(before.pop(), signal.SIGKILL)
    assert urllib.request.urlopen(site.url).status == 200
    until(lambda: len(site.workers()) == 1)
    assert urllib.request.urlopen(site.url).status == 200
