"""Spreadsheet files as offices make them: encodings, separators, workbooks, and what is refused with its mend."""

import datetime as dt
import re
import zipfile

import openpyxl
import pytest

from acervo.tabular.sheets import SheetError, open_book
from acervo.tabular.sheets.book import guess_header

KNOWN = {"nombre", "clave", "nota"}


def opened(path):
    return open_book(path, known=lambda header: header.strip().lower() in KNOWN)


def rows(path, sheet=""):
    book = opened(path)
    try:
        return [(line, list(cells)) for line, cells in book.rows(sheet)]
    finally:
        book.close()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_separator_are_found(tmp_path, encoding, delimiter):
    path = tmp_path / "hoja.csv"
    path.write_bytes(f"nombre{delimiter}clave\r\nCañón, Álica; y más{delimiter}1\r\n".replace("Cañón, Álica; y más", "Cañón Álica").encode(encoding))  # fmt: skip
    assert rows(path) == [(1, ["nombre", "clave"]), (2, ["Cañón Álica", "1"])]


def test_excels_hint_of_the_separator_is_no_row(tmp_path):
    path = tmp_path / "hoja.csv"
    path.write_text("sep=;\nnombre;clave\na;1\n")
    assert [cells for _line, cells in rows(path)] == [["nombre", "clave"], ["a", "1"]]


def test_lines_are_those_of_the_file_also_after_a_line_break_inside_quotes(tmp_path):
    path = tmp_path / "hoja.csv"
    path.write_text('nombre,nota\n"dos\nrenglones",x\n\n,\nb,y\n')
    assert [line for line, _cells in rows(path)] == [1, 2, 6]


def test_a_workbook_gives_texts_whatever_its_cells_hold(tmp_path):
    path = tmp_path / "hoja.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["nombre", "clave", "nota"])
    book.active.append(["Casa", 12.0, dt.datetime(2016, 12, 3)])
    book.active.append(["=1+1", 0.5, True])
    book.active.append([None, None, None])
    book.active.append(["x", dt.date(1990, 1, 2), None])
    book.create_sheet("Otra").append(["nombre"])
    book.save(path)
    assert opened(path).sheets == ["Sheet", "Otra"]
    assert rows(path, "Sheet") == [
        (1, ["nombre", "clave", "nota"]),
        (2, ["Casa", "12", "2016-12-03"]),
        (3, ["=1+1", "0.5", "sí"]),
        (5, ["x", "1990-01-02"]),
    ]


def test_the_headers_need_not_be_the_first_row():
    head = [(1, 1, ["Inventario 2024", ""]), (3, 3, ["Nombre", "Clave"]), (4, 4, ["Casa", "1"])]
    assert guess_header(head, lambda cell: cell.lower() in KNOWN) == 3


def refusal(path) -> str:
    with pytest.raises(SheetError) as caught:
        rows(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<html><table></table></html>", "página web"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
        (b"PK\x03\x04 broken", "dañado"),
        (b"\x00\x01\x02\x03" * 200, "no es un texto CSV"),
        (b'nombre,clave\n"sin cerrar,1\n', "comillas"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_mend(tmp_path, content, words):
    path = tmp_path / "hoja.csv"
    path.write_bytes(content)
    assert words in refusal(path)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "ODS"),
        ({"xl/workbook.bin": b"x"}, ".xlsb"),
        ({"leeme.txt": b"x"}, "ZIP"),
        ({"xl/workbook.xml": b"<not", "[Content_Types].xml": b"<"}, "dañado"),
    ],
)
def test_other_packed_files_are_refused(tmp_path, names, words):
    path = tmp_path / "hoja.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in names.items():
            packed.writestr(name, content)
    assert words in refusal(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "hoja.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<x/>")
        packed.writestr("xl/sharedStrings.xml", b"\0" * (61 * 1024 * 1024))
    assert path.stat().st_size < 1_000_000
    assert "demasiado grande" in refusal(path)


def _workbook(tmp_path, rows: str):
    """A workbook whose one sheet holds `rows`, written by hand as a hostile one would be."""
    empty = tmp_path / "vacio.xlsx"
    openpyxl.Workbook().save(empty)
    path = tmp_path / "libro.xlsx"
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                rest = re.sub(rb"<sheetData.*", b"", content, flags=re.DOTALL)
                content = rest + b"<sheetData>" + rows.encode() + b"</sheetData></worksheet>"
            out.writestr(part.filename, content)
    return path


def _row(number: int, text: str) -> str:
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def test_rows_that_are_not_in_the_file_are_not_walked(tmp_path):
    path = _workbook(tmp_path, _row(1, "nombre") + _row(2, "Catedral") + _row(1_048_576, "Teatro"))
    book = opened(path)
    assert [line for line, _cells in book.rows()] == [1, 2, 1_048_576]
    assert [number for number, _line, _cells in book.records()] == [1, 2, 1_048_576]


def test_a_row_too_large_to_hold_is_refused_before_it_is_read(tmp_path):
    path = _workbook(tmp_path, _row(1, "nombre") + _row(2, "x" * 20_000_000) + _row(3, "Teatro"))
    with pytest.raises(SheetError, match="demasiado grande"):
        opened(path)
