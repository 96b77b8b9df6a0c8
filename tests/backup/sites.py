"""Sites of their own for the tests: each a folder and a database, driven through `manage.py` as an office would."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.backup.portrait import ROOT

#: Small laws of the real collection that golden queries speak of.
LAWS = ("207", "109", "lrcdn")


class OtherSite:
    """A site below `folder`; `database` is its DATABASE_URL, SQLite in the folder if empty."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.database = folder, database
        folder.mkdir(parents=True, exist_ok=True)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("S3_", "SEARCH_", "TEST_"))}
        given = {
            "DATA_DIR": str(self.folder), "TASKS": "immediate", "EMAIL_URL": "console://",
            "DJANGO_SETTINGS_MODULE": "acervo.settings.development", "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        }  # fmt: skip
        kept.pop("DATABASE_URL", None)
        return {**kept, **given, **({"DATABASE_URL": self.database} if self.database else {})}

    def run(self, *arguments: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(ROOT / "site/manage.py"), *arguments],
            env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=False, timeout=900, input=input,
        )  # fmt: skip

    def manage(self, *arguments: str, code: int = 0) -> str:
        done = self.run(*arguments)
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def python(self, code: str) -> str:
        """Run a few lines in the site's own process; what they print."""
        start = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", start + code], env=self.environment(), cwd=ROOT, capture_output=True, text=True,
            check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def portrait(self) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.backup.portrait"], env=self.environment(), cwd=ROOT, capture_output=True,
            text=True, check=False, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def kill_at(self, stage: str, *arguments: str) -> None:
        """Start a command and `kill -9` it when it says that this stage has begun."""
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "site/manage.py"), *arguments, "--verbosity", "2"],
            env=self.environment(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        seen = []
        for line in process.stderr:
            seen.append(line)
            if line.startswith(f"{stage} "):
                process.send_signal(signal.SIGKILL)
                break
        process.wait(timeout=60)
        process.stderr.close()
        assert process.returncode == -signal.SIGKILL, "".join(seen)
        time.sleep(0.1)


def demo_site(folder: Path, laws: Path | None) -> OtherSite:
    """The demonstration, and some real laws when there are any: pages, files, revisions, translations, sheets, states."""
    site = OtherSite(folder)
    site.manage("migrate", "--verbosity", "0")
    site.manage("load_demo", "--verbosity", "0")
    if laws is not None:
        _import(site, laws)
    site.python(LATER)
    site.manage("search_rebuild", "--verbosity", "0")
    return site


def _import(site: OtherSite, laws: Path) -> None:
    some = site.folder / "laws"
    some.mkdir()
    with (laws / "leyes.csv").open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = [row for row in reader if any(Path(value or "").stem in LAWS for value in row.values())]
        with (some / "leyes.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, reader.fieldnames or [])
            writer.writeheader()
            writer.writerows(rows)
    for law in LAWS:
        for path in laws.rglob(f"{law}.pdf"):
            (some / path.name).write_bytes(path.read_bytes())
    site.manage(
        "import_documents", str(some), "--manifest", str(some / "leyes.csv"), "--collection", "leyes", "--publish"
    )


#: What the demonstration lacks: an image, a session, a waiting and a running task, synonyms, a deleted row, JSON with
#: moments, a NULL beside a null.
LATER = """
import datetime, io, json, uuid
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry
from django.contrib.sessions.backends.db import SessionStore
from search.models import SynonymGroup
from taggit.models import Tag
from django_tasks_db.models import DBTaskResult
from documents.tasks import ingest_version

picture = io.BytesIO(); Image.new("RGB", (300, 200), "red").save(picture, "JPEG"); picture.seek(0)
image = get_image_model()(title="Una imagen", file=ImageFile(picture, name="foto.jpg")); image.save()
image.get_rendition("fill-100x100"); image.tags.add("ñandú")
admin = get_user_model().objects.get(username="admin")
session = SessionStore(); session["a"] = 1; session.save()
Tag.objects.create(name="borrada", slug="borrada").delete()
common = dict(args_kwargs={"args": [], "kwargs": {"version_id": 1}}, task_path="documents.tasks.ingest_version",
    backend_name="default", run_after=timezone.now(), exception_class_path="", traceback="")
DBTaskResult.objects.create(status="READY", **common)
DBTaskResult.objects.create(status="RUNNING", started_at=timezone.now(), worker_ids=["x"], **common)
"""
