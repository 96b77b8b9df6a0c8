import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from PIL import Image
from pptx import Presentation

from documents.extraction import detect
from tests.documents.extraction import builders


def code(path: Path, **more: str) -> str | None:
    kind = detect(path, **more)
    return kind.code if kind else None


def make(path: Path, kind: str) -> Path:
    if kind == "pdf":
        builders.pdf(path, ["Hola"])
    elif kind == "docx":
        builders.docx(path, builders.paragraph("Hola"))
    elif kind in ("odt", "ods"):
        (OpenDocumentText() if kind == "odt" else OpenDocumentSpreadsheet()).save(str(path))
    elif kind == "xlsx":
        openpyxl.Workbook().save(path)
    elif kind == "pptx":
        Presentation().save(str(path))
    elif kind == "csv":
        path.write_bytes("clave;título\n1;Ley\n2;Código\n".encode("cp1252"))
    elif kind == "txt":
        path.write_text("Artículo 1. La información es pública, y gratuita.\nSin más.\n")
    else:
        Image.new("RGB", (8, 8)).save(path, kind.upper())
    return path


KINDS = ["pdf", "docx", "odt", "ods", "xlsx", "pptx", "csv", "txt", "png", "jpeg", "tiff"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_its_content_under_a_lying_name(tmp_path: Path, kind: str) -> None:
    path = make(tmp_path / "foto.exe", kind)
    assert code(path) == kind
    assert code(path, name="otro.pdf") == kind


def test_an_open_file_is_recognised_and_its_position_put_back(tmp_path: Path) -> None:
    file = io.BytesIO(make(tmp_path / "a", "docx").read_bytes())
    file.seek(7)
    assert detect(file).code == "docx"
    assert file.tell() == 7


def test_a_pdf_may_have_junk_before_its_header(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\x00junk" * 200 + b"%PDF-1.4\n")
    assert code(path) == "pdf"
    path.write_bytes(b"\x00junk" * 300 + b"%PDF-1.4\n")
    assert code(path) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"MZ\x90\x00\x03\x00\x00\x00binary",
        b"<!DOCTYPE html><title>x</title>",
        b"  <svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\nrm -rf x\n",
        b"{\\rtf1 hola}",
        b"GIF89a\x01\x00\x01\x00\x00\x00\x00",
        "texto".encode("utf-16"),
        b"a\x81b palabras",
        b"PK\x03\x04 truncated zip",
    ],
)
def test_anything_else_is_no_kind(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "acta.txt"
    path.write_bytes(content)
    assert code(path) is None


def test_a_text_head_does_not_smuggle_in_a_binary(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"palabras y palabras\n" * 20_000 + b"\x00\x01\x02\x03" * 50)
    assert code(path) is None


def test_long_utf8_text_cut_inside_a_letter_is_still_text(tmp_path: Path) -> None:
    for shift in range(2):
        path = tmp_path / "a.txt"
        path.write_text("x" * shift + "ñ" * 200_000)
        assert code(path) == "txt"


def test_the_name_decides_only_between_csv_and_txt_in_doubt(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("clave,título\n")
    assert code(path, name="lista.csv") == "csv"
    assert code(path, name="lista.txt") == "txt"
    path.write_text("Una sola palabra\n")
    assert code(path, name="lista.csv") == "txt"
    path.write_text('a,b,c\n1,"dos, con coma",3\n4,5,6\n')
    assert code(path, name="lista.txt") == "csv"


def test_macros_are_not_accepted(tmp_path: Path) -> None:
    path = make(tmp_path / "a.docx", "docx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert code(path) is None


def test_a_zip_of_other_things_and_one_with_a_million_members_are_no_kind(tmp_path: Path) -> None:
    assert code(builders.zipped(tmp_path / "a.docx", {"word/x.txt": b"x"})) is None
    many = {"[Content_Types].xml": b"", "word/document.xml": b""} | {f"x{index}": b"" for index in range(12_000)}
    assert code(builders.zipped(tmp_path / "b.docx", many)) is None


def test_the_mimetype_member_is_not_unpacked_beyond_its_few_bytes(tmp_path: Path) -> None:
    path = builders.zipped(
        tmp_path / "a.odt", {"mimetype": b"application/vnd.oasis.opendocument.text" + b" " * 50_000_000}
    )
    assert code(path) is None
