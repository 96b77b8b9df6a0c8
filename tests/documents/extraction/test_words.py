from pathlib import Path

import pytest
from PIL import ImageDraw
from reportlab.pdfgen.canvas import Canvas

from documents.extraction import Workshop
from tests.documents.extraction import builders

TEXT = "Transparencia y participación\nen la Ciudad de México, artículo 134."
WORDS = ["Transparencia", "y", "participación", "en", "la", "Ciudad", "de", "México", "artículo", "134"]
PIXELS = 1200


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [50, 600, 500, 760]])
def test_boxes_hold_all_the_ink_and_each_has_some(
    workshop: Workshop, tmp_path: Path, rotation: int, crop: list[int] | None
) -> None:
    path = builders.pdf(tmp_path / "a.pdf", [TEXT])
    builders.change(path, Rotate=rotation, **({"CropBox": crop} if crop else {}))
    image = builders.picture(workshop.render(path, 1, PIXELS)).convert("L").point(lambda value: 255 * (value < 128))
    words = workshop.words(path, 1)
    assert sorted(word.text for word in words) == sorted(WORDS)
    total = image.histogram()[255]
    draw = ImageDraw.Draw(image)
    for word in words:
        left, top = word.x0 * image.width, word.y0 * image.height
        right, bottom = word.x1 * image.width, word.y1 * image.height
        assert image.crop((round(left), round(top), round(right), round(bottom))).histogram()[255] > 20, word
        draw.rectangle((left - 1, top - 1, right + 1, bottom + 1), fill=0)
    assert image.histogram()[255] < 0.01 * total  # comma and full stop are no words, and near nothing


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_whose_text_stands_upright_reads_in_order(
    workshop: Workshop, tmp_path: Path, rotation: int
) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=builders.LETTER)
    canvas.translate(*{0: (0, 0), 90: (612, 0), 180: (612, 792), 270: (0, 792)}[rotation])
    canvas.rotate(rotation)
    for index, line in enumerate(["Primera línea", "Segunda línea"]):
        canvas.drawString(72, 500 - 20 * index, line)
    canvas.save()
    words = workshop.words(builders.change(tmp_path / "a.pdf", Rotate=rotation), 1)
    assert [word.text for word in words] == ["Primera", "línea", "Segunda", "línea"]
    assert words[0].x1 < words[1].x0
    assert words[0].y1 < words[2].y1
    assert words[0].x0 == pytest.approx(words[2].x0, abs=0.02)


def test_a_word_broken_at_a_line_end_comes_whole_in_both_boxes(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.pdf(tmp_path / "a.pdf", ["La transpa-\nrencia obliga"])
    words = workshop.words(path, 1)
    assert [word.text for word in words] == ["La", "transparencia", "transparencia", "obliga"]
    assert words[1].y0 < words[2].y0
    assert words[2].x0 < words[1].x0
    assert "transparencia" in workshop.extract(path, "pdf").pages[0].text


def test_accents_drawn_apart_from_their_letters_are_one_letter(workshop: Workshop, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=builders.LETTER)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(72, 700, "Gesti´on del a˜no")
    canvas.save()
    assert [word.text for word in workshop.words(tmp_path / "a.pdf", 1)] == ["Gestión", "del", "año"]
    assert "Gestión del año" in workshop.extract(tmp_path / "a.pdf", "pdf").pages[0].text


def test_kinds_without_boxes_have_no_words(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hola a todos\n")
    assert workshop.words(tmp_path / "a.txt", 1) == []
    assert workshop.outline(tmp_path / "a.txt") == []
