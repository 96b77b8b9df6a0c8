"""Runs imports in child processes and kills them with SIGKILL; prints one JSON object. Started by test_kill.py.

    python -m tests.documents.imports.killing FOLDER MANIFEST SEED ROUNDS

DATA_DIR must be an empty folder. Every round starts from the same archive; this process itself never opens it.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def child(work: Callable[[], None]) -> int:
    """Fork a process that does the work; its id."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    return 0


def finish(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def make_site() -> None:
    from django.core.management import call_command

    from tests import factories

    call_command("migrate", verbosity=0)
    factories.site_tree()


def import_folder(folder: Path, manifest: Path) -> None:
    from documents.services.imports.plan import make_plan
    from documents.services.imports.run import run

    run(make_plan(folder, manifest=manifest, collection="leyes", publish=True), source="documentos")


def state() -> dict[str, Any]:
    """Everything that a person could tell apart, without keys and clock times; the index must agree with it."""
    from documents.models import ArchiveFile, FileVersion, GenericRecordPage, ImportBatch, RecordType, Theme
    from search import registry
    from search.models import Change

    records = [
        {
            "title": page.title,
            "url": page.get_url(),
            "live": page.live,
            "draft": page.has_unpublished_changes,
            "issued": page.issued,
            "type": page.record_type.code,
            "themes": sorted(theme.code for theme in page.themes.all()),
            "revisions": page.revisions.count(),
            "files": [[link.role, link.file.title] for link in page.record_files.all()],
        }
        for page in GenericRecordPage.objects.order_by("title")
    ]
    files = [[file.title, file.current.sha256, file.versions.count()] for file in ArchiveFile.objects.order_by("title")]
    versions = [
        [v.sha256, v.number, v.state, v.page_count, [p.text for p in v.page_texts.all()]]
        for v in FileVersion.objects.order_by("sha256")
    ]
    source = registry.source("record")
    entries = {entry.id: entry for entry in source.entries(list(source.ids()))}
    hashes = {key: entry.content_hash for key, entry in entries.items()}
    return {
        "records": records,
        "files": files,
        "versions": versions,
        "terms": sorted([*RecordType.objects.values_list("code"), *Theme.objects.values_list("code")]),
        "found": sorted([entry.title, entry.pages_total] for entry in entries.values()),
        "index_agrees": index_agrees(hashes),
        "waiting_for_the_index": Change.objects.filter(applied_at=None).count(),
        "batches": [
            [batch.state, batch.total, [[row.number, row.outcome, row.title] for row in batch.rows.all()]]
            for batch in ImportBatch.objects.order_by("pk")
        ],
    }


def index_agrees(hashes: dict[str, str]) -> bool:
    """Whether the index holds just these records; one that a killed import had not made yet does not."""
    from search.engines import get_engine
    from search.engines.base import SearchError

    try:
        indexed = get_engine().hashes()
    except SearchError:
        return False
    return {key: value for key, value in indexed.items() if key.startswith("record:")} == hashes


def write_state(path: Path) -> None:
    path.write_text(json.dumps(state()))


def main() -> None:
    folder, manifest, seed, rounds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    data = Path(os.environ["DATA_DIR"])
    base, out = data.parent / "base", data.parent / "state.json"
    django.setup()
    from documents.models.batches import BatchState

    def reset() -> None:
        shutil.rmtree(data)
        shutil.copytree(base, data)

    def look() -> dict[str, Any]:
        assert finish(child(lambda: write_state(out))) == 0
        return json.loads(out.read_text())

    assert finish(child(make_site)) == 0
    shutil.copytree(data, base)
    started = time.monotonic()
    assert finish(child(lambda: import_folder(folder, manifest))) == 0
    seconds = time.monotonic() - started
    result: dict[str, Any] = {"seconds": seconds, "undisturbed": look(), "rounds": []}
    chance = random.Random(seed)
    for _round in range(rounds):
        reset()
        killed = []
        for _kill in range(chance.choice([1, 1, 2])):
            pid = child(lambda: import_folder(folder, manifest))
            time.sleep(chance.uniform(0.05, 0.95) * seconds)
            os.kill(pid, signal.SIGKILL)
            killed.append(finish(pid))
        batches = look()["batches"]
        assert finish(child(lambda: import_folder(folder, manifest))) == 0
        rows = sum(len(batch[2]) for batch in batches)
        done = any(batch[0] == BatchState.DONE for batch in batches)
        result["rounds"].append({"killed": killed, "rows_when_killed": rows, "done": done, "state": look()})
    print(json.dumps(result))


if __name__ == "__main__":
    main()
