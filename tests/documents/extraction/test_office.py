import datetime
from pathlib import Path

import openpyxl
import pytest
from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from documents.extraction import Code, Limits, Refused, Workshop
from tests.documents.extraction import builders
from tests.documents.extraction.builders import paragraph


def texts(workshop: Workshop, path: Path, kind: str) -> list[str]:
    return [page.text for page in workshop.extract(path, kind).pages]


def test_docx_breaks_where_the_author_broke_it_and_keeps_tables(workshop: Workshop, tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("Acuerdo", "Área"))
    body = (
        paragraph("Minuta &amp; acuerdos")
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        + paragraph("Anexo", page_break=True)
    )
    result = workshop.extract(builders.docx(tmp_path / "a", body, title="Minuta 4"), "docx")
    first, second = result.pages
    assert first.text.split("\n")[0] == "Minuta & acuerdos"
    assert "Acuerdo \tÁrea" in first.text
    assert second.text == "Anexo"
    assert (result.title, result.author, result.declared_language) == ("Minuta 4", "Secretaría", "es")
    assert result.created == datetime.datetime(2020, 2, 3, 10, tzinfo=datetime.UTC)


def test_docx_without_breaks_becomes_pages_of_about_3000_characters(workshop: Workshop, tmp_path: Path) -> None:
    body = "".join(paragraph(f"{number} " + "palabra " * 60) for number in range(30))
    pages = texts(workshop, builders.docx(tmp_path / "a", body), "docx")
    assert 4 <= len(pages) <= 7
    assert all(len(page) <= 3_200 for page in pages)
    assert pages == texts(workshop, tmp_path / "a", "docx")


def test_odt_breaks_at_styles_and_soft_breaks(workshop: Workshop, tmp_path: Path) -> None:
    document = OpenDocumentText()
    breaking = style.Style(name="Nueva", family="paragraph")
    breaking.addElement(style.ParagraphProperties(breakbefore="page"))
    document.automaticstyles.addElement(breaking)
    document.text.addElement(text.H(outlinelevel=1, text="Título"))
    line = text.P(text="Uno")
    line.addElement(text.S(c=2))
    line.addText("dos")
    document.text.addElement(line)
    document.text.addElement(text.P(stylename=breaking, text="Tres"))
    document.text.addElement(text.SoftPageBreak())
    document.text.addElement(text.P(text="Cuatro"))
    document.save(str(tmp_path / "a"))
    assert texts(workshop, tmp_path / "a", "odt") == ["Título\n\nUno  dos", "Tres", "Cuatro"]


def test_ods_has_a_page_for_each_sheet_and_does_not_unroll_repeated_cells(workshop: Workshop, tmp_path: Path) -> None:
    document = OpenDocumentSpreadsheet()
    for name, values in (("Deuda", ["Michoacán", "1200"]), ("Notas", ["ninguna"])):
        sheet = table.Table(name=name)
        row = table.TableRow(numberrowsrepeated=1_000_000)
        for value in values:
            cell = table.TableCell(numbercolumnsrepeated=16_000 if value == "1200" else 1)
            cell.addElement(text.P(text=value))
            row.addElement(cell)
        sheet.addElement(row)
        document.spreadsheet.addElement(sheet)
    document.save(str(tmp_path / "a"))
    pages = workshop.extract(tmp_path / "a", "ods").pages
    assert [page.label for page in pages] == ["Deuda", "Notas"]
    assert pages[0].text.startswith("Michoacán\t1200")
    assert len(pages[0].text) < 1_000


def test_xlsx_has_a_page_for_each_sheet_with_values_as_written(workshop: Workshop, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Compromisos"
    book.active.append(["Clave", "Fecha", "Avance", None])
    book.active.append([7, datetime.date(2020, 12, 3), 0.25, None])
    book.create_sheet("Vacía")
    book.properties.title = "Tablero"
    book.save(tmp_path / "a")
    result = workshop.extract(tmp_path / "a", "xlsx")
    assert [page.label for page in result.pages] == ["Compromisos", "Vacía"]
    assert result.pages[0].text == "Clave\tFecha\tAvance\n7\t2020-12-03\t0.25"
    assert result.title == "Tablero"


def test_rows_beyond_the_limit_are_left_with_a_warning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(50):
        book.active.append([number])
    book.save(tmp_path / "a")
    with Workshop(Limits(sheet_rows=10)) as workshop:
        result = workshop.extract(tmp_path / "a", "xlsx")
    assert len(result.pages[0].text.splitlines()) == 10
    assert result.warnings == ["rows_cut:1"]


def test_pptx_has_a_page_for_each_slide_with_tables_and_notes(workshop: Workshop, tmp_path: Path) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = "Gobierno abierto"
    grid = slide.shapes.add_table(1, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    grid.cell(0, 0).text, grid.cell(0, 1).text = "Año", "2020"
    slide.notes_slide.notes_text_frame.text = "Decir quién responde"
    show.slides.add_slide(show.slide_layouts[6])
    show.save(str(tmp_path / "a"))
    first, second = workshop.extract(tmp_path / "a", "pptx").pages
    assert first.text == "Gobierno abierto\nAño\t2020\nDecir quién responde"
    assert (first.width_pt, first.height_pt) == (720, 540)
    assert second.text == ""


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_and_csv_are_read_in_either_charset(workshop: Workshop, tmp_path: Path, charset: str) -> None:
    (tmp_path / "a").write_bytes("Año;Título\r\n2020;Acción\r\n".encode(charset))
    assert texts(workshop, tmp_path / "a", "csv") == ["Año;Título\n2020;Acción"]
    assert texts(workshop, tmp_path / "a", "txt") == ["Año;Título\n2020;Acción"]


def test_form_feeds_are_pages_of_a_text(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("Uno\n\nsigue\fDos\n")
    assert texts(workshop, tmp_path / "a", "txt") == ["Uno\n\nsigue", "Dos"]


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "CMYK", "I;16"])
def test_images_are_scans_and_drawn_whatever_their_colours(workshop: Workshop, tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tif"
    if mode == "I;16":
        Image.new("I;16", (1700, 2200), 40_000).save(path, dpi=(200, 200))
    else:
        builders.scan(path, "Acta", mode=mode)
    result = workshop.extract(path, "tiff")
    assert result.scanned_pages == [1]
    assert result.pages[0].width_pt == pytest.approx(612, abs=1)
    assert not result.has_text_layer
    assert builders.picture(workshop.render(path, 1, 400)).size == (400, 518)


def test_a_tiff_has_a_page_for_each_frame_and_a_photo_stands_upright(workshop: Workshop, tmp_path: Path) -> None:
    frames = [Image.new("L", (100, 50 * number), 255) for number in (1, 2, 3)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    assert workshop.extract(tmp_path / "a.tif", "tiff").page_count == 3
    assert builders.picture(workshop.render(tmp_path / "a.tif", 3, 50)).size == (50, 75)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200)).save(tmp_path / "a.jpg", exif=exif)
    page = workshop.extract(tmp_path / "a.jpg", "jpeg").pages[0]
    assert page.width_pt < page.height_pt
    assert builders.picture(workshop.render(tmp_path / "a.jpg", 1, 100)).size == (100, 200)


def refusal(workshop: Workshop, path: Path, kind: str) -> Code:
    with pytest.raises(Refused) as refused:
        workshop.extract(path, kind)
    return refused.value.code


def test_an_image_that_unpacks_to_gigabytes_is_refused(workshop: Workshop, tmp_path: Path) -> None:
    Image.new("1", (30_000, 30_000)).save(tmp_path / "a.png")
    assert refusal(workshop, tmp_path / "a.png", "png") == Code.TOO_LARGE


def test_a_zip_bomb_is_refused_before_it_is_unpacked(workshop: Workshop, tmp_path: Path) -> None:
    path = builders.docx(tmp_path / "a", "<!--" + " " * 60_000_000 + "-->")
    assert path.stat().st_size < 100_000
    assert refusal(workshop, path, "docx") == Code.TOO_LARGE


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx", "pptx"])
def test_entities_that_grow_without_end_do_no_harm(workshop: Workshop, tmp_path: Path, kind: str) -> None:
    entities = '<!ENTITY a "ja">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 40}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><x>&i;</x>'.encode()
    names = {
        "docx": "word/document.xml",
        "odt": "content.xml",
        "xlsx": "xl/workbook.xml",
        "pptx": "ppt/presentation.xml",
    }
    if kind == "docx":
        prolog = f"<!DOCTYPE x [{entities}]>"
        path = builders.docx(tmp_path / "a", paragraph("&i;"), prolog=prolog)
    else:
        path = builders.zipped(tmp_path / "a", {"[Content_Types].xml": bomb, names[kind]: bomb})
    assert refusal(workshop, path, kind) in (Code.MALFORMED, Code.OUT_OF_MEMORY, Code.TOO_SLOW)


def test_an_encrypted_zip_and_damaged_ones_are_refused(workshop: Workshop, tmp_path: Path) -> None:
    whole = builders.docx(tmp_path / "a", paragraph("Hola")).read_bytes()
    (tmp_path / "cut").write_bytes(whole[: len(whole) // 2])
    assert refusal(workshop, tmp_path / "cut", "docx") == Code.MALFORMED
    locked = bytearray(whole)
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    (tmp_path / "locked").write_bytes(locked)
    assert refusal(workshop, tmp_path / "locked", "docx") == Code.ENCRYPTED
    for kind in ("odt", "ods", "xlsx", "pptx"):
        assert refusal(workshop, tmp_path / "a", kind) == Code.MALFORMED
