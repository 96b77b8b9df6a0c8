"""An upload on its way into the archive: the ZIP, what it unpacks to, the list, and how far its checking is.

It is a folder below DATA_DIR, not rows in the database: a trial writes nothing there.

    imports/<token>/status.json  upload.zip  lista.csv  files/…  plan.json
"""

import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File

KEEP_SECONDS = 7 * 24 * 3600


class Phase(StrEnum):
    WAITING = "waiting"  # for a worker
    UNPACKING = "unpacking"
    CHECKING = "checking"
    CHECKED = "checked"  # the trial is done: somebody decides
    FAILED = "failed"  # `error` says why
    QUEUED = "queued"  # to be written as `batch`
    WRITING = "writing"
    DONE = "done"


@dataclass(slots=True)
class Status:
    """What status.json says."""

    user: int
    name: str
    collection: str  # slug; empty: each row says its own
    publish: bool
    phase: Phase = Phase.WAITING
    error: str = ""
    done: int = 0
    total: int = 0
    batch: int | None = None
    manifest_sha256: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class Staging:
    """One upload. The token is the key to it: long, random, and in no list."""

    def __init__(self, token: str) -> None:
        if not token.isalnum():
            raise FileNotFoundError(token)
        self.token = token
        self.folder = root() / token

    @property
    def zip_path(self) -> Path:
        return self.folder / "upload.zip"

    @property
    def list_path(self) -> Path:
        return self.folder / "lista.csv"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    def read(self) -> Status:
        """Raises FileNotFoundError when there is no such upload (any more)."""
        data = json.loads((self.folder / "status.json").read_text(encoding="utf-8"))
        return Status(**{**data, "phase": Phase(data["phase"])})

    def write(self, status: Status) -> None:
        self._replace("status.json", asdict(status))

    def read_plan(self) -> dict[str, Any]:
        return json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))

    def write_plan(self, plan: dict[str, Any]) -> None:
        self._replace("plan.json", plan)

    def _replace(self, name: str, data: dict[str, Any]) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(data, out, ensure_ascii=False)
        os.replace(temporary, self.folder / name)

    def discard_files(self) -> None:
        """What is in the archive by now is not kept twice."""
        shutil.rmtree(self.files, ignore_errors=True)
        self.zip_path.unlink(missing_ok=True)

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def root() -> Path:
    folder = Path(settings.DATA_DIR) / "imports" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def stage(upload: File, manifest: File | None, status: Status) -> Staging:
    """Keep an upload for a worker, and drop the ones that nobody came back for."""
    discard_old()
    staging = Staging(secrets.token_hex(16))
    staging.folder.mkdir(mode=0o700)
    for source, path in ((upload, staging.zip_path), (manifest, staging.list_path)):
        if source is not None:
            with path.open("wb") as out:
                for chunk in source.chunks():
                    out.write(chunk)
    staging.write(status)
    return staging


def all_stagings() -> Iterator[tuple[Staging, Status]]:
    for folder in root().iterdir():
        try:
            staging = Staging(folder.name)
            yield staging, staging.read()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            continue


def of_batch(batch_id: int) -> Staging | None:
    """The upload that a batch is written from, while it is kept."""
    for staging, status in all_stagings():
        if status.batch == batch_id:
            return staging
    return None


def discard_old() -> None:
    for folder in root().iterdir():
        if time.time() - folder.stat().st_mtime > KEEP_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
