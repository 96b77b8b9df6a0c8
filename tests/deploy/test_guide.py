"""docs/deploy.md names only commands, files, services and variables that exist."""

import re
from pathlib import Path

import yaml
from django.core.management import get_commands

from tests.base.test_settings import variables_read
from tests.deploy.test_compose import EXAMPLE, PROCESS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/deploy.md").read_text()


def test_every_command_exists():
    asked = set(re.findall(r"manage\.py ([a-z_]+)", GUIDE))
    assert {"backup", "restore", "setup_site", "search_rebuild"} <= asked
    assert asked <= set(get_commands())


def test_every_file_it_names_is_in_the_repository():
    named = set(re.findall(r"\b(?:deploy|requirements|site)/[\w./-]+\w", GUIDE))
    assert {"deploy/systemd", "deploy/backup", "requirements/s3.txt"} <= named
    assert not {name for name in named if not (ROOT / name).exists()}
    for link in re.findall(r"\]\(((?!http)[^)#]+)", GUIDE):
        assert (ROOT / "docs" / link).exists() or link == "scale.md", link


def test_every_service_it_names_is_one_of_ours():
    units = {path.stem for path in (ROOT / "deploy/systemd").iterdir()}
    for line in re.findall(r"systemctl \S+ [^`\n]+", GUIDE):
        assert {re.sub(r"\.timer$", "", name) for name in re.findall(r"acervo-\w+(?:\.timer)?", line)} <= units
    services = set(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"])
    for line in re.findall(r"docker compose stop ([a-z ]+)", GUIDE):
        assert set(line.split()) <= services
    for name in re.findall(r"docker compose (?:exec|run)(?: -T| --rm)* ([a-z]+)", GUIDE):
        assert name in services


def test_every_variable_it_names_is_read_by_something():
    named = set(re.findall(r"`?\b([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)\b", GUIDE))
    words = {"SU_NOMBRE", "NOMBRE_FILE", "DJANGO_SETTINGS_MODULE", "ELASTIC_PASSWORD"}
    assert not named - words - variables_read() - PROCESS - set(EXAMPLE)


def test_no_figure_of_the_table_of_sizes_is_invented():
    """A figure is one of the README's measurements."""
    table = GUIDE.split("## 8.")[1].split("## 9.")[0]
    rows = "\n".join(line for line in table.splitlines() if line.startswith("|"))
    readme = (ROOT / "README.md").read_text().replace(" to ", " a ")
    for figure in re.findall(r"\d[\d.]* (?:MB|KB|ms)|\d+ a \d+ ms", rows):
        assert figure in readme, figure
