import datetime
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from documents.extraction import Code, Limits, Refused, Workshop
from tests.documents.extraction import builders

SPANISH = "La transparencia es una obligación de los servidores públicos\ny el acceso a la información es un derecho."


def test_pages_keep_their_order_text_and_size(workshop: Workshop, tmp_path: Path) -> None:
    seen = []
    path = builders.pdf(tmp_path / "a.pdf", ["Uno", "Dos", "Tres"], title="Plan de trabajo", author="Secretariado")
    result = workshop.extract(path, "pdf", progress=lambda done, total: seen.append((done, total)))
    assert [page.text.strip() for page in result.pages] == ["Uno", "Dos", "Tres"]
    assert [page.number for page in result.pages] == [1, 2, 3]
    assert (result.pages[0].width_pt, result.pages[0].height_pt) == (612, 792)
    assert (result.title, result.author, result.page_count) == ("Plan de trabajo", "Secretariado", 3)
    assert result.created is not None
    assert result.created.date() >= datetime.date(2024, 1, 1)
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert result.has_text_layer
    assert not result.scanned_pages
    assert not result.tagged
    assert not result.warnings


@pytest.mark.parametrize("title", ["Microsoft Word - acta final.docx", "untitled", "Documento1", "escaneo0001.pdf"])
def test_a_file_name_put_by_a_program_is_no_title(workshop: Workshop, tmp_path: Path, title: str) -> None:
    assert workshop.extract(builders.pdf(tmp_path / "a.pdf", ["x"], title=title), "pdf").title == ""


def test_the_language_is_what_the_words_say(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", [SPANISH])
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.Root.Lang = "en-US"
        document.save(path)
    result = workshop.extract(path, "pdf")
    assert (result.declared_language, result.detected_language, result.language) == ("en", "es", "es")


def test_a_tagged_pdf_is_told_from_one_that_only_says_so(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["x"])
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        document.save(path)
    assert not workshop.extract(path, "pdf").tagged


def test_an_empty_user_password_opens_and_another_refuses(workshop: Workshop, tmp_path: Path) -> None:
    source = builders.pdf(tmp_path / "a.pdf", ["Secreto a voces"])
    for user in ("", "clave"):
        with pikepdf.open(source) as document:
            document.save(tmp_path / f"{user}.pdf", encryption=pikepdf.Encryption(owner="dueño", user=user))
    assert "Secreto" in workshop.extract(tmp_path / ".pdf", "pdf").pages[0].text
    with pytest.raises(Refused) as refused:
        workshop.extract(tmp_path / "clave.pdf", "pdf")
    assert refused.value.code == Code.ENCRYPTED


def test_a_scan_is_told_from_a_blank_page_and_from_text_over_a_small_picture(
    workshop: Workshop, tmp_path: Path
) -> None:
    picture = builders.scan(tmp_path / "s.png", "Acta")
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=builders.LETTER)
    canvas.drawImage(str(picture), 0, 0, 612, 792)
    canvas.drawString(300, 20, "Folio 12")
    canvas.showPage()
    canvas.showPage()
    canvas.drawImage(str(picture), 0, 0, 100, 100)
    canvas.drawString(72, 700, "Texto corto")
    canvas.showPage()
    canvas.save()
    result = workshop.extract(tmp_path / "a.pdf", "pdf")
    assert [page.is_scan for page in result.pages] == [True, False, False]
    assert result.scanned_pages == [1]


def test_text_beyond_the_limit_is_cut_and_the_page_says_so(tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["palabra " * 40, "corta"])
    with Workshop(Limits(page_chars=100)) as workshop:
        first, second = workshop.extract(path, "pdf").pages
    assert len(first.text) <= 100
    assert first.text.startswith("palabra")
    assert first.error == Code.TOO_LARGE_PAGE
    assert second.error is None


def test_more_pages_than_the_limit_are_left_and_said(tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["x"] * 5)
    with Workshop(Limits(max_pages=3)) as workshop:
        result = workshop.extract(path, "pdf")
    assert (result.page_count, len(result.pages), result.warnings) == (5, 3, ["incomplete"])


def test_the_outline_lists_titles_with_pages_and_survives_a_circle(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["x", "y"])
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        with document.open_outline() as outline:
            item = pikepdf.OutlineItem("Título  I", 0)
            item.children.append(pikepdf.OutlineItem("Capítulo 1", 1))
            outline.root.append(item)
        document.save(path)
    entries = [(entry.level, entry.title, entry.page) for entry in workshop.outline(path)]
    assert entries == [(0, "Título I", 1), (1, "Capítulo 1", 2)]
    assert workshop.extract(path, "pdf").has_outline
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        first = document.Root.Outlines.First
        first.Next = first
        document.save(path)
    assert workshop.outline(path)[0].title == "Título I"


def test_pictures_are_as_wide_as_asked_and_bounded(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Hola"])
    image = builders.picture(workshop.render(path, 1, 800))
    assert (image.format, image.size) == ("WEBP", (800, 1035))
    assert builders.picture(workshop.thumbnail(path)).width == 240
    for size in ((2.0, 14_400.0), (14_400.0, 3.0), (14_400.0, 14_400.0)):
        giant = builders.pdf(tmp_path / "b.pdf", ["Hola"], size=size)
        image = builders.picture(workshop.render(giant, 1, 20_000))
        assert image.width * image.height <= Limits().max_pixels * 1.01


def test_a_page_that_does_not_exist_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Hola"])
    for number in (0, 2, -1):
        with pytest.raises(Refused) as refused:
            workshop.render(path, number, 100)
        assert refused.value.code == Code.NO_SUCH_PAGE


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, Code.MISSING), (b"", Code.EMPTY), (b"%PDF-1.7 and nothing else", Code.MALFORMED)],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    workshop: Workshop, tmp_path: Path, content: bytes | None, code: Code
) -> None:
    path = tmp_path / "a.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        workshop.extract(path, "pdf")
    assert refused.value.code == code


def test_a_file_replaced_under_the_same_path_is_read_anew(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["Antes"])
    assert "Antes" in workshop.extract(path, "pdf").pages[0].text
    builders.pdf(path, ["Después"])
    assert "Después" in workshop.extract(path, "pdf").pages[0].text
