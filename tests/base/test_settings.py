"""Settings come from the environment, production is strict, and the README tells the truth about both."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "site/acervo/settings"


def variables_read() -> set[str]:
    """The names that base, development and production read from the environment."""
    names = set()
    for name in ("base", "development", "production"):
        for node in ast.walk(ast.parse((SETTINGS / f"{name}.py").read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner = node.func.value
                is_env = isinstance(owner, ast.Name) and owner.id == "env" and node.func.attr != "read_env"
                if is_env and isinstance(node.args[0], ast.Constant):
                    names.add(node.args[0].value)
    return names


LOOK = "import acervo.settings.production as s; print(s.DEBUG, len(s.SECRET_KEY))"


def start(look: str = LOOK, **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of its own, with just this environment; what `look` prints of them."""
    return subprocess.run(
        [sys.executable, "-c", look],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", **environment},
        capture_output=True,
        text=True,
        cwd="/",
        timeout=60,
    )


SAFE = {"SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "acervo.example.gob.mx"}


def test_production_starts_with_a_secret_and_a_host(tmp_path):
    result = start(**SAFE, DATA_DIR=str(tmp_path))
    assert result.stdout.split() == ["False", "50"], result.stderr


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"DEBUG": "true"}, "DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_production_refuses_to_start_unsafe(tmp_path, change, named):
    result = start(**{**SAFE, **change}, DATA_DIR=str(tmp_path))
    assert result.returncode != 0
    assert named in result.stderr.splitlines()[-1]


def test_the_readme_lists_exactly_the_variables_that_the_settings_read():
    table = re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(variables_read())


def test_everything_the_site_writes_is_below_data_dir(settings):
    for name in ("MEDIA_ROOT", "ARCHIVE_ROOT", "SEARCH_DIR", "CACHE_DIR", "STATIC_ROOT", "BUILD_DIR"):
        assert Path(getattr(settings, name)).is_relative_to(settings.DATA_DIR), name


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("postgres://acervo@db.example/acervo", "True 600 5 -c lock_timeout=30s None"),
        (
            "postgres://acervo@db.example/acervo?sslmode=require&connect_timeout=9",
            "True 600 9 -c lock_timeout=30s require",
        ),
    ],
)
def test_connections_to_postgresql_are_kept_and_asked_for_their_health(tmp_path, address, told):
    look = (
        "import acervo.settings.production as s; d = s.DATABASES['default']; o = d['OPTIONS'];"
        "print(d['CONN_HEALTH_CHECKS'], d['CONN_MAX_AGE'], o['connect_timeout'], o['options'], o.get('sslmode'))"
    )
    result = start(look, **SAFE, DATA_DIR=str(tmp_path), DATABASE_URL=address)
    assert result.stdout.strip() == told, result.stderr
