"""Reading scans: ocrmypdf and tesseract in a process of their own, with limits, on pages that have no text.

Needs the extra `ocr` and Debian's tesseract-ocr-spa. The original file is never changed: OCR makes a second PDF of
the same pages with a text layer, good for text and word boxes; pictures still come from the original.
"""

import contextlib
import functools
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .client import Workshop
from .detect import detect
from .kinds import PNG, Family, Kind
from .process import ROOT
from .results import Code, PageText, Refused

LANGUAGES = ("spa", "eng")
IMAGE_DPI = 300  # for pictures that state none
FLAT_WIDTH = 2_500  # a letter page at about 300 dpi
_START = (
    "import sys, json, os; sys.path.append(sys.argv[1]); from documents.extraction import jail;"
    "jail.die_with(int(sys.argv[2])); jail.confine_tool(**json.loads(sys.argv[3])); os.execv(sys.argv[4], sys.argv[4:])"
)
# ocrmypdf's documented exit codes.
_EXITS = {2: Code.MALFORMED, 4: Code.UNSUPPORTED, 8: Code.ENCRYPTED}


@dataclass(frozen=True, slots=True)
class OcrLimits:
    """Limits of each process that OCR starts, and the time for the whole."""

    memory_mb: int = 3_000  # address space; tesseract maps its models
    cpu_seconds: int = 1_800
    page_seconds: float = 90.0  # wall time a page, summed over the pages
    base_seconds: float = 60.0
    output_mb: int = 1_000
    nice: int = 10


@functools.cache
def ocr_languages() -> tuple[str, ...]:
    """The languages of LANGUAGES that tesseract has, Spanish first; empty if OCR is not possible here."""
    tesseract = shutil.which("tesseract")
    if tesseract is None or importlib.util.find_spec("ocrmypdf") is None:
        return ()
    try:
        listed = subprocess.run(  # noqa: S603 - a fixed command
            [tesseract, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
        ).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(name for name in LANGUAGES if name in listed) if "spa" in listed else ()


def ocr_available() -> bool:
    """Whether ocrmypdf and tesseract with Spanish are installed. Asked once per process."""
    return bool(ocr_languages())


def ocr_pdf(
    path: str | os.PathLike[str],
    out_path: str | os.PathLike[str],
    *,
    pages: Iterable[int] | None = None,
    kind: Kind | None = None,
    limits: OcrLimits | None = None,
) -> None:
    """Write to `out_path` a PDF with the pages of `path` (a PDF or an image), those in `pages` (from 1) read by OCR.

    Without `pages`, every page without text is read. Sizes and orientation of pages stay. Takes from one to several
    seconds a page: for tasks, not for requests. Raises Refused, also UNSUPPORTED where OCR is not installed.
    """
    limits = limits or OcrLimits()
    if not ocr_available():
        raise Refused(Code.UNSUPPORTED, "OCR is not installed")
    kind = kind or detect(path)
    if kind is None or not kind.has_images:
        raise Refused(Code.UNSUPPORTED, "nothing to read by OCR")
    chosen = None if pages is None else sorted(set(pages))
    if chosen == []:
        raise ValueError("no pages to read")
    count = len(chosen) if chosen else 1_000
    with tempfile.TemporaryDirectory(prefix="ocr-") as scratch:
        result = Path(scratch, "out.pdf")
        command = _command(Path(path).resolve(), result, kind, chosen)
        _run(command, scratch=scratch, seconds=limits.base_seconds + count * limits.page_seconds, limits=limits)
        if not result.exists():
            raise Refused(Code.CRASHED, "OCR wrote nothing")
        shutil.move(result, out_path)


def ocr_pages(
    workshop: Workshop,
    path: str | os.PathLike[str],
    pages: Iterable[int],
    *,
    kind: Kind,
    out_path: str | os.PathLike[str] | None = None,
    limits: OcrLimits | None = None,
) -> dict[int, PageText]:
    """The text that OCR reads on `pages`, by number; pages on which it reads nothing come with empty text.

    `out_path` keeps the PDF with the text layer, for `workshop.words`. Raises Refused.
    """
    wanted = set(pages)
    with tempfile.TemporaryDirectory(prefix="ocr-") as scratch:
        layer = Path(out_path) if out_path is not None else Path(scratch, "layer.pdf")
        try:
            ocr_pdf(path, layer, pages=wanted, kind=kind, limits=limits)
        except Refused as refused:
            if kind is not PNG or refused.code == Code.TOO_SLOW:
                raise
            # ocrmypdf takes no transparency; the workshop draws the picture on white paper.
            flat = Path(scratch, "flat.webp")
            flat.write_bytes(workshop.render(path, 1, FLAT_WIDTH, kind=kind))
            ocr_pdf(flat, layer, pages=wanted, kind=kind, limits=limits)
        read = workshop.extract(layer, "pdf")
    found = {page.number: page for page in read.pages if page.number in wanted}
    for page in found.values():
        page.is_scan = True
    return found


def _command(path: Path, result: Path, kind: Kind, pages: list[int] | None) -> list[str]:
    options = ["--language", "+".join(ocr_languages()), "--output-type", "pdf", "--optimize", "0", "--jobs", "1"]
    options += ["--quiet", "--tesseract-timeout", "80", "--max-image-mpixels", "250", "--no-progress-bar"]
    options += ["--invalidate-digital-signatures"]
    if kind.family is Family.IMAGE:
        options += ["--image-dpi", str(IMAGE_DPI)]
    elif pages is not None:
        options += ["--force-ocr", "--pages", ",".join(map(str, pages))]  # also where a stamp is typed over the scan
    else:
        options += ["--skip-text"]
    return [sys.executable, "-I", "-m", "ocrmypdf", *options, str(path), str(result)]


def _run(command: list[str], *, scratch: str, seconds: float, limits: OcrLimits) -> None:
    confine = {
        "memory_mb": limits.memory_mb,
        "cpu_seconds": limits.cpu_seconds,
        "write_mb": limits.output_mb,
        "nice": limits.nice,
    }
    process = subprocess.Popen(  # noqa: S603 - our own interpreter, absolute paths
        [sys.executable, "-I", "-S", "-c", _START, str(ROOT), str(os.getpid()), json.dumps(confine), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": scratch,
            "TMPDIR": scratch,
            "OMP_THREAD_LIMIT": "1",
        },
        cwd=scratch,
        start_new_session=True,
    )
    try:
        _, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise Refused(Code.TOO_SLOW, f"OCR took more than {seconds:.0f} s") from late
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever of its helpers is left
        process.wait()
        if process.stderr is not None:
            process.stderr.close()
    if process.returncode == 0:
        return
    detail = f"ocrmypdf ended with {process.returncode}: " + errors.decode("utf-8", "replace").strip()[-300:]
    if process.returncode == -signal.SIGXCPU:
        raise Refused(Code.TOO_SLOW, detail)
    raise Refused(_EXITS.get(process.returncode, Code.CRASHED), detail)
