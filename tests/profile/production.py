"""A site in production, made with the commands of the README on the servers that it is given."""

import contextlib
import dataclasses
import re
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.functional.running_site import ROOT, RunningSite, environment_of, serving, until
from tests.profile.asking import states, waiting
from tests.servers import Elasticsearch, PostgreSQL, free_port

#: The README's steps that make a site; `load_demo` in the place of `setup_site` and `createsuperuser`.
STEPS = (
    ("build_assets", "--verbosity", "0"),
    ("migrate", "--verbosity", "0"),
    ("collectstatic", "--noinput", "--verbosity", "0"),
    ("load_demo",),
)


@contextlib.contextmanager
def production(data_dir: Path, *, database: PostgreSQL, engine: Elasticsearch) -> Iterator[RunningSite]:
    """The demonstration under `acervo.settings.production`, served by two web processes and one worker."""
    port = free_port()
    environment = environment_of(data_dir, port=port) | {
        "DJANGO_SETTINGS_MODULE": "acervo.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database.url,
        "SEARCH_URL": engine.url,
        "INGEST_SECONDS": "20",  # what a killed worker was reading is taken up again after three times as long
    }
    made = RunningSite(environment["BASE_URL"], data_dir, {}, environment, data_dir / "site.log")
    for step in STEPS:
        done = made.manage(*step, check=False)
        assert done.returncode == 0, f"{step}: {done.stdout[-1000:]}{done.stderr[-3000:]}"
    serve = [sys.executable, str(ROOT / "site/manage.py"), "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    with serving(serve, environment, log=made.log) as site:
        until(lambda: waiting(database) == 0 and states(site)["search"] == "ok", seconds=600, every=2)
        yield site


def import_as_the_readme_says(site: RunningSite, folder: Path, manifest: Path) -> None:
    """The README's command for a folder of documents, with this folder and this list."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    line = re.findall(r"^\.venv/bin/python site/manage\.py (import_documents .*--publish)$", readme, re.MULTILINE)[-1]
    patient = dataclasses.replace(site, environment=site.environment | {"INGEST_SECONDS": "120"})
    done = patient.manage(*line.replace("FOLDER/list.csv", str(manifest)).replace("FOLDER", str(folder)).split(),
                       check=False, seconds=1800)  # fmt: skip
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-3000:]
