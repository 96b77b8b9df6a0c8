from pathlib import Path

import pytest

from documents.extraction import Code, OcrLimits, Refused, Workshop, detect, ocr_available, ocr_pages, ocr_pdf
from tests.documents.extraction import builders
from tests.documents.extraction.conftest import children
from tests.needs import needs_binary

TEXT = "Ley Orgánica del Municipio\nLa transparencia es una obligación de los\nservidores públicos. Año 2016, niñez."


@pytest.fixture(autouse=True)
def _tools() -> None:
    needs_binary("tesseract", apt="tesseract-ocr-spa")
    if not ocr_available():
        pytest.skip(
            "ocrmypdf or tesseract's Spanish is missing: pip install '.[ocr]', apt-get install tesseract-ocr-spa"
        )


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.pdf"])
def test_spanish_text_in_a_picture_is_read_with_its_accents_and_boxes(
    workshop: Workshop, tmp_path: Path, name: str
) -> None:
    path = builders.scan(tmp_path / name, TEXT, mode="L")
    before = path.read_bytes()
    kind = detect(path)
    pages = ocr_pages(workshop, path, [1], kind=kind, out_path=tmp_path / "layer.pdf")
    for word in ("Orgánica", "transparencia", "obligación", "públicos", "niñez", "2016"):
        assert word in pages[1].text
    box = next(word for word in workshop.words(tmp_path / "layer.pdf", 1) if word.text == "transparencia")
    assert 150 / 1700 < box.x0 < box.x1 < 0.6
    assert 200 / 2200 < box.y0 < box.y1 < 0.2
    assert path.read_bytes() == before


def test_a_picture_with_transparency_is_read_too(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.scan(tmp_path / "a.png", TEXT, mode="RGBA")
    assert "transparencia" in ocr_pages(workshop, path, [1], kind=detect(path))[1].text


def test_only_the_pages_asked_for_are_read(workshop: Workshop, tmp_path: Path) -> None:
    import pikepdf

    scanned = builders.scan(tmp_path / "s.pdf", TEXT)
    builders.pdf(tmp_path / "t.pdf", ["Con texto propio"])
    with pikepdf.new() as document:
        for source in ("t.pdf", "s.pdf", "s.pdf"):
            with pikepdf.open(tmp_path / source) as part:
                document.pages.extend(part.pages)
        document.save(tmp_path / "a.pdf")
    assert scanned.exists()
    result = workshop.extract(tmp_path / "a.pdf", "pdf")
    assert result.scanned_pages == [2, 3]
    pages = ocr_pages(workshop, tmp_path / "a.pdf", [3], kind=detect(scanned), out_path=tmp_path / "l.pdf")
    assert list(pages) == [3]
    assert "Municipio" in pages[3].text
    layer = workshop.extract(tmp_path / "l.pdf", "pdf").pages
    assert "Con texto propio" in layer[0].text
    assert not layer[1].text


def test_ocr_that_takes_too_long_is_ended_with_all_its_helpers(tmp_path: Path) -> None:
    path = builders.scan(tmp_path / "a.png", TEXT)
    before = children()
    with pytest.raises(Refused) as refused:
        ocr_pdf(path, tmp_path / "l.pdf", kind=detect(path), limits=OcrLimits(base_seconds=0.4, page_seconds=0.0))
    assert refused.value.code == Code.TOO_SLOW
    assert children() == before
    assert not (tmp_path / "l.pdf").exists()


def test_what_ocr_cannot_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "a.txt").write_text("Hola a todos\n")
    for name in ("a.pdf", "a.txt"):
        with pytest.raises(Refused):
            ocr_pdf(tmp_path / name, tmp_path / "l.pdf")
