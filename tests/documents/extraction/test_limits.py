"""Limits are enforced for real: files that are endless or huge, children that hang or are killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from documents.extraction import Code, Limits, Refused, Workshop
from documents.extraction.process import ROOT
from tests.documents.extraction import builders


def test_an_endless_page_loses_itself_and_not_the_others(tmp_path: Path) -> None:
    path = builders.nested_forms(tmp_path / "a.pdf", breadth=30, depth=7)
    with Workshop(Limits(page_seconds=1, memory_mb=4_000)) as workshop:
        started = time.monotonic()
        result = workshop.extract(path, "pdf")
        took = time.monotonic() - started
    assert [page.error for page in result.pages] == [None, Code.TOO_SLOW, None]
    assert "Primera" in result.pages[0].text
    assert "Tercera" in result.pages[2].text
    assert took < 10


def test_a_huge_page_loses_itself_and_not_the_others(tmp_path: Path) -> None:
    path = builders.nested_forms(tmp_path / "a.pdf", breadth=30, depth=7)
    with Workshop(Limits(page_seconds=60, memory_mb=48)) as workshop:
        result = workshop.extract(path, "pdf")
    assert [page.error for page in result.pages] == [None, Code.OUT_OF_MEMORY, None]
    assert "Tercera" in result.pages[2].text


def test_drawing_an_endless_page_is_refused_and_the_next_page_still_comes(tmp_path: Path) -> None:
    path = builders.nested_forms(tmp_path / "a.pdf", breadth=30, depth=7)
    with Workshop(Limits(page_seconds=0.5, open_seconds=0.5, memory_mb=4_000)) as workshop:
        with pytest.raises(Refused) as refused:
            workshop.render(path, 2, 200)
        assert refused.value.code == Code.TOO_SLOW
        assert workshop.render(path, 3, 200)


def test_a_file_full_of_trouble_costs_a_bounded_number_of_children(tmp_path: Path) -> None:
    path = builders.nested_forms(tmp_path / "a.pdf", breadth=30, depth=7)
    import pikepdf

    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for _ in range(8):
            document.pages.append(document.pages[1])
        document.save(path)
    with Workshop(Limits(page_seconds=0.3, memory_mb=4_000, max_troubles=3)) as workshop:
        result = workshop.extract(path, "pdf")
    errors = [page.error for page in result.pages]
    assert len(errors) == result.page_count == 11
    assert errors.count(Code.TOO_SLOW) == 3
    assert errors[-1] == Code.NOT_READ
    assert result.warnings == ["incomplete"]


def test_an_office_file_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    words = " ".join(f"palabra{number}" for number in range(120_000))
    body = "".join(builders.paragraph(words[at : at + 200]) for at in range(0, len(words), 200))
    path = builders.docx(tmp_path / "a", body)
    with Workshop(Limits(memory_mb=40)) as workshop:
        with pytest.raises(Refused) as refused:
            workshop.extract(path, "docx")
        assert refused.value.code == Code.OUT_OF_MEMORY
        assert workshop.extract(builders.pdf(tmp_path / "b.pdf", ["Sigue"]), "pdf").page_count == 1


def test_a_child_that_hangs_is_killed_and_replaced(tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Hola"])
    with Workshop(Limits(open_seconds=0.5, page_seconds=0.5)) as workshop:
        workshop.extract(path, "pdf")
        first = workshop.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(Refused) as refused:
            workshop.extract(path, "pdf")
        assert refused.value.code == Code.TOO_SLOW
        assert workshop.pid is None
        assert not Path(f"/proc/{first}").exists()
        assert workshop.extract(path, "pdf").page_count == 1
        assert workshop.pid != first


def test_a_child_killed_between_files_is_replaced_unnoticed(tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Hola"])
    with Workshop() as workshop:
        workshop.extract(path, "pdf")
        first = workshop.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert workshop.extract(path, "pdf").page_count == 1
        assert workshop.pid not in (None, first)


def test_a_child_without_work_leaves_and_one_with_much_work_retires(tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Hola"])
    with Workshop(Limits(idle_seconds=0.3)) as workshop:
        workshop.extract(path, "pdf")
        time.sleep(1)
        assert workshop.pid is None
        assert workshop.extract(path, "pdf").page_count == 1
    with Workshop(Limits(max_calls=2)) as workshop:
        workshop.render(path, 1, 50)
        first = workshop.pid
        workshop.render(path, 1, 50)
        assert workshop.pid is None
        workshop.render(path, 1, 50)
        assert workshop.pid not in (None, first)


def test_a_caller_that_gives_up_in_the_middle_does_not_mix_up_the_next_answers(tmp_path: Path) -> None:
    long = builders.pdf(tmp_path / "a.pdf", [f"Vieja {number}" for number in range(200)])
    short = builders.pdf(tmp_path / "b.pdf", ["Nueva"])

    def give_up(done: int, total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with Workshop() as workshop:
        with pytest.raises(KeyboardInterrupt):
            workshop.extract(long, "pdf", progress=give_up)
        assert [page.text.strip() for page in workshop.extract(short, "pdf").pages] == ["Nueva"]


JAIL = """
import sys; sys.path.append({root!r})
from documents.extraction import jail
jail.limit_cpu(0); jail.forbid(); jail.limit_memory(64, baseline=jail.address_space())
{body}
"""


def jailed(body: str) -> subprocess.CompletedProcess[str]:
    code = JAIL.format(root=str(ROOT), body=body)
    return subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("body", "signal_or_error"),
    [
        ("while True: pass", -signal.SIGXCPU),
        ("b'x' * (200 << 20)", "MemoryError"),
        ("open('/dev/shm/acervo-jail-test', 'wb').write(b'x')", -signal.SIGXFSZ),
        ("[open('/dev/null') for _ in range(100)]", "Too many open files"),
    ],
)
def test_the_jail_stops(body: str, signal_or_error: int | str) -> None:
    ended = jailed(
        f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\nkept = {body}" if "while" not in body else body
    )
    Path("/dev/shm/acervo-jail-test").unlink(missing_ok=True)
    if isinstance(signal_or_error, int):
        assert ended.returncode == signal_or_error
    else:
        assert signal_or_error in ended.stderr
