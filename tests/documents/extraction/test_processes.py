"""Children are few, bare, and never outlive their parent."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from documents.extraction import Workshop, shared_workshop
from documents.extraction.process import ROOT
from tests.documents.extraction import builders
from tests.documents.extraction.conftest import children, is_running

PARENT = """
import sys, time, threading; sys.path.insert(0, {root!r})
from documents.extraction import Workshop
workshop = Workshop()
threading.Thread(target=workshop.extract, args=({path!r}, "pdf")).start()
while workshop.pid is None: time.sleep(0.01)
print(workshop.pid, flush=True)
time.sleep(60)
"""


def wait_until_gone(pid: int, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(pid)


def test_the_child_dies_with_its_killed_parent_even_while_it_is_busy(tmp_path: Path) -> None:
    path = builders.nested_forms(tmp_path / "a.pdf", breadth=30, depth=7)
    code = PARENT.format(root=str(ROOT), path=str(path))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.5)
        assert is_running(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert wait_until_gone(child)


def test_the_child_outlives_the_thread_that_asked_for_it(tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Hola"])
    with Workshop() as workshop:
        thread = threading.Thread(target=workshop.extract, args=(path, "pdf"))
        thread.start()
        thread.join()
        first = workshop.pid
        time.sleep(0.2)
        assert first is not None
        assert workshop.extract(path, "pdf").page_count == 1
        assert workshop.pid == first


def test_close_leaves_no_process_and_an_unused_workshop_starts_none(tmp_path: Path) -> None:
    before = children()
    with Workshop() as unused:
        assert unused.pid is None
    workshop = Workshop()
    workshop.extract(builders.pdf(tmp_path / "a.pdf", ["Hola"]), "pdf")
    assert len(children() - before) == 1
    workshop.close()
    assert children() == before
    forgotten = Workshop()
    forgotten.extract(tmp_path / "a.pdf", "pdf")
    del forgotten
    assert children() == before


def test_threads_share_one_child_and_get_their_own_answers(tmp_path: Path) -> None:
    paths = [builders.pdf(tmp_path / f"{index}.pdf", [f"Documento {index}"] * 5) for index in range(8)]
    answers: dict[int, set[str]] = {}
    before = children()
    with Workshop() as workshop:

        def read(index: int) -> None:
            answers[index] = {page.text.strip() for page in workshop.extract(paths[index], "pdf").pages}

        threads = [threading.Thread(target=read, args=(index,)) for index in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(children() - before) == 1
    assert answers == {index: {f"Documento {index}"} for index in range(8)}


def test_the_child_sees_neither_secrets_nor_other_files(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "no-se-lo-diga-a-nadie")
    with Workshop() as workshop, open(tmp_path / "abierto", "w") as kept_open:
        os.set_inheritable(kept_open.fileno(), True)
        workshop.extract(builders.pdf(tmp_path / "a.pdf", ["Hola"]), "pdf")
        process = Path(f"/proc/{workshop.pid}")
        assert b"no-se-lo-diga" not in (process / "environ").read_bytes()
        assert not any("abierto" in os.readlink(link) for link in (process / "fd").iterdir())
        limits = dict(re.findall(r"^Max (.+?)  +(\S+)", (process / "limits").read_text(), re.MULTILINE))
        assert limits["core file size"] == limits["file size"] == "0"
        assert limits["address space"] != "unlimited"
        assert "NoNewPrivs:\t1" in (process / "status").read_text()
        mapped = (process / "maps").read_text()
        assert "pdfium" in mapped


def test_a_forked_process_has_a_workshop_and_a_child_of_its_own(tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Hola"])
    ours = shared_workshop()
    assert shared_workshop() is ours
    ours.extract(path, "pdf")
    first = ours.pid
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            theirs = shared_workshop()
            inherited = ours.pid
            pages = theirs.extract(path, "pdf").page_count
            os.write(write, f"{theirs is ours} {inherited} {pages} {theirs.pid}".encode())
            theirs.close()
            ours.close()  # must not touch the other process's child
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    same, inherited, pages, other = os.read(read, 200).decode().split()
    os.close(read)
    os.close(write)
    assert (same, inherited, pages) == ("False", "None", "1")
    assert int(other) != first
    assert ours.pid == first
    assert wait_until_gone(int(other))
    ours.close()
