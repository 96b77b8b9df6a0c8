"""Extraction of the real laws against bare PDFium on the same files, and the memory it takes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from documents.extraction import Workshop
from documents.extraction.process import ROOT
from tests.documents.extraction.test_hostile_pdfs import show
from tests.needs import needs_shared

pytestmark = [pytest.mark.shared, pytest.mark.benchmark]

BARE = """
import os, sys, time, pathlib
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
started = time.process_time()
import pypdfium2
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.pdf")):
    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()
print(time.process_time())
"""
OURS = """
import sys, os, time, resource, pathlib
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
sys.path.insert(0, sys.argv[2])
from documents.extraction import Workshop
with Workshop() as workshop:
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.pdf")):
        workshop.extract(path, "pdf")
here, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(here.ru_utime + here.ru_stime + children.ru_utime + children.ru_stime)
"""


def cpu_seconds(code: str, folder: Path) -> float:
    """CPU of the process and its children, all on one core."""
    command = [sys.executable, "-c", code, str(folder), str(ROOT)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout)


def test_extraction_costs_little_more_than_bare_pdfium(request) -> None:
    folder = needs_shared("leyes")
    pairs: list[tuple[float, float]] = []
    bare = ours = 0.0
    while not pairs or (bare / ours < 0.75 and len(pairs) < 4):  # a busy machine disturbs single runs
        pairs.append((cpu_seconds(BARE, folder), cpu_seconds(OURS, folder)))
        bare, ours = (min(column) for column in zip(*pairs, strict=True))
    table = [
        f"bare pypdfium2 {bare:6.2f} s CPU",
        f"extraction     {ours:6.2f} s CPU",
        f"ratio          {bare / ours:6.2f}",
    ]
    show(request, "Extraction of the laws", table)
    assert bare / ours >= 0.75


def test_the_largest_law_takes_little_memory_and_a_page_of_it_comes_at_once(request) -> None:
    path = needs_shared("leyes") / "cpeum.pdf"
    with Workshop() as workshop:
        started = time.monotonic()
        workshop.render(path, 300, 900)
        cold = time.monotonic() - started
        after_one_page = peak_mb(workshop.pid)
        started = time.monotonic()
        workshop.render(path, 301, 900)
        warm = time.monotonic() - started
        workshop.extract(path, "pdf")
        after_all = peak_mb(workshop.pid)
    table = [
        f"first picture, child started for it {cold * 1000:5.0f} ms, child's peak {after_one_page:4.0f} MB",
        f"next picture                        {warm * 1000:5.0f} ms",
        f"all pages extracted, child's peak             {after_all:4.0f} MB",
    ]
    show(request, "A page of the largest law", table)
    assert after_one_page < 100
    assert after_all < 150


def peak_mb(pid: int | None) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024
