"""Three hundred PDFs that broke other programs: each ends in a definite state, and nothing stays behind."""

import time
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from documents.extraction import Code, Refused, Workshop, detect
from tests.documents.extraction.conftest import children
from tests.needs import needs_shared

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def folder() -> Path:
    return needs_shared("pdf_dificiles")


def bare(path: Path) -> bool:
    """Whether PDFium alone opens the file and loads its first page. These files are known not to crash it."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        return False
    try:
        document[0].close()
    except pdfium.PdfiumError:
        return False
    finally:
        document.close()
    return True


def test_each_ends_in_a_definite_state_and_none_that_opens_is_refused(folder: Path, request) -> None:
    files = sorted(folder.glob("*.pdf"))
    assert len(files) == 300
    before = children()
    outcomes: dict[str, str] = {}
    troubles: dict[str, list[str]] = {}
    slowest = (0.0, "")
    with Workshop() as workshop:
        for path in files:
            started = time.monotonic()
            try:
                result = workshop.extract(path, "pdf")
            except Refused as refused:
                outcomes[path.name] = f"refused: {refused.code}"
            else:
                outcomes[path.name] = "text" if result.has_text_layer else "no text"
                assert len(result.pages) == result.page_count
                if errors := [f"p. {page.number}: {page.error}" for page in result.pages if page.error]:
                    troubles[path.name] = errors
            slowest = max(slowest, (time.monotonic() - started, path.name))
    assert children() == before

    table = [f"{count:4}  {outcome}" for outcome, count in sorted(Counter(outcomes.values()).items())]
    table += [f"      {name}: {outcome}" for name, outcome in outcomes.items() if outcome.startswith("refused")]
    table += [f"      {name}: {', '.join(errors[:5])}" for name, errors in troubles.items()]
    table.append(f"      slowest: {slowest[1]}, {slowest[0]:.2f} s")
    show(request, "Outcomes of pdf_dificiles", table)

    openable = [path.name for path in files if bare(path)]
    assert len(openable) == 290
    assert [name for name in openable if outcomes[name].startswith("refused")] == []
    assert set(outcomes.values()) <= {"text", "no text", *(f"refused: {code}" for code in Code)}


def test_all_that_open_are_detected_as_pdf(folder: Path) -> None:
    unknown = [path.name for path in sorted(folder.glob("*.pdf")) if str(detect(path)) != "pdf"]
    assert [name for name in unknown if bare(folder / name)] == []


def test_drawing_words_and_outlines_end_too(folder: Path, request) -> None:
    before = children()
    outcomes: Counter[str] = Counter()
    with Workshop() as workshop:
        for path in sorted(folder.glob("*.pdf")):
            for name, ask in (
                ("picture", lambda path=path: workshop.render(path, 1, 300, kind="pdf")),
                ("words", lambda path=path: workshop.words(path, 1, kind="pdf")),
                ("outline", lambda path=path: workshop.outline(path, kind="pdf")),
            ):
                try:
                    ask()
                except Refused as refused:
                    outcomes[f"{name} refused: {refused.code}"] += 1
                else:
                    outcomes[name] += 1
    assert children() == before
    show(
        request,
        "Pictures, words and outlines of pdf_dificiles",
        [f"{n:4}  {what}" for what, n in sorted(outcomes.items())],
    )
    assert outcomes["picture"] >= 285


def show(request, title: str, lines: list[str]) -> None:
    """Put a table into the terminal, also without -s."""
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    if reporter is None:
        return
    with capture.global_and_fixture_disabled():
        reporter.write_line("")
        reporter.section(title)
        for line in lines:
            reporter.write_line(line)
