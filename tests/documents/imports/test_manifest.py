"""Reading manifests as offices write them."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acervo.base.exports import safe_cell
from documents.services.imports.columns import COLUMNS, closest, column_for
from documents.services.imports.manifest import ManifestError, read_manifest
from documents.services.imports.sample import sample_manifest

GOOD = "archivo;titulo;fecha\r\na.pdf;Ley de Educación;1992-12-29\r\nñ.pdf;«Niñez»;\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_recognised(encoding, delimiter):
    manifest = read_manifest(GOOD.replace(";", delimiter).encode(encoding))
    assert manifest.delimiter == delimiter
    assert [row.values["title"] for row in manifest.rows] == ["Ley de Educación", "«Niñez»"]
    assert [row.number for row in manifest.rows] == [2, 3]


@pytest.mark.parametrize("header", ["Fecha de Publicación", "FECHA_PUBLICACION", "fecha", " Fecha  de publicacion "])
def test_a_header_is_recognised_without_case_accents_or_underscores(header):
    assert column_for(header).field == "issued"


def test_no_header_names_two_columns():
    names = [name for column in COLUMNS for name in (column.header, *column.synonyms)]
    assert len(names) == len(set(names))


def test_an_unknown_column_is_named_with_the_closest_known_one():
    manifest = read_manifest(b"archivo,titulo,autoridat,estatus\na.pdf,Ley,Congreso,vigente\n")
    near, far = manifest.warnings
    assert near == "La columna «autoridat» no se conoce y no se importa. ¿Quiso decir «autoridad»?"
    assert far == "La columna «estatus» no corresponde a ningún dato del registro y no se importa."


def test_missing_obligatory_columns_are_one_error_that_names_them():
    with pytest.raises(ManifestError, match="«archivo», «titulo»"):
        read_manifest(b"nombre del pdf,fecha\nx,1992\n")


def test_two_columns_for_the_same_thing_are_an_error():
    with pytest.raises(ManifestError, match="«fecha» y «Fecha de publicación»"):
        read_manifest("archivo,titulo,fecha,Fecha de publicación\na,b,c,d\n".encode())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "está vacía"),
        (b"\xef\xbb\xbf\r\n", "está vacía"),
        (b"archivo,titulo\n", "ningún renglón"),
        (b"archivo,titulo\n,\n , \n", "ningún renglón"),
        (b"PK\x03\x04....", "hoja de cálculo"),
        (b"archivo,titulo\na.pdf,\x00\n", "no es un texto CSV"),
        (b'archivo,titulo\na.pdf,"Ley sin cerrar\nb.pdf,Otra\n', "comillas"),
    ],
)
def test_what_is_no_manifest_gets_a_sentence(data, words):
    with pytest.raises(ManifestError, match=words):
        read_manifest(data)


def test_rows_are_numbered_as_a_spreadsheet_does():
    text = 'archivo,titulo\n"a.pdf","Ley\nen dos líneas"\n\nb.pdf,Otra\n'
    rows = read_manifest(text.encode()).rows
    assert [(row.number, row.values["file"]) for row in rows] == [(2, "a.pdf"), (4, "b.pdf")]


def test_the_hint_of_excel_is_obeyed():
    manifest = read_manifest(b"sep=;\narchivo;titulo\na.pdf;Ley, y reglamento\n")
    assert manifest.rows[0].values["title"] == "Ley, y reglamento"


def test_the_sample_reads_without_warnings_and_has_every_column():
    manifest = read_manifest(sample_manifest().encode())
    assert manifest.warnings == []
    assert [column.field for column in manifest.columns] == [column.field for column in COLUMNS]


cells = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(cells, cells.map(lambda text: f"{text}\nsegunda línea"), cells), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    bom=st.booleans(),
)
def test_what_a_spreadsheet_writes_is_read_back(rows, delimiter, bom):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["archivo", "titulo", "resumen"])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    data = out.getvalue().encode("utf-8-sig" if bom else "utf-8")
    read = [tuple(row.values.values()) for row in read_manifest(data).rows]

    def expected(cell: str) -> str:
        kept = safe_cell(cell).strip()
        return kept[1:] if len(kept) > 1 and kept[0] == "'" and kept[1] in "=+-@" else kept

    assert read == [tuple(expected(cell) for cell in row) for row in rows]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    try:
        read_manifest(b"archivo,titulo\n" + data)
    except ManifestError as error:
        sentence = str(error)
    else:
        sentence = "Se leyó."
    assert sentence.endswith(".")


def test_formulas_are_disarmed():
    assert [safe_cell(text) for text in ("=1+1", "+1", "-1", "@x", "Ley")] == ["'=1+1", "'+1", "'-1", "'@x", "Ley"]


def test_closest_is_empty_when_nothing_is_near():
    assert closest("zzzz") == ""
