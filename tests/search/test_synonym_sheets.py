"""Many rules of synonyms at once: what a line means, what is wrong with it, and out again."""

import pytest

from search.models import SynonymGroup
from search.synonym_sheets import as_csv, as_text, read, rules_there
from search.synonyms import Rule

TEXT = """# de la biblioteca
DOF, Diario Oficial
celular => teléfono móvil # por los reportes

[en] OGP, Open Government Partnership
"""
RULES = [
    Rule(("DOF", "Diario Oficial")),
    Rule(("celular",), ("teléfono móvil",), "", True, "por los reportes"),
    Rule(("OGP", "Open Government Partnership"), (), "en"),
]


def test_each_line_is_a_rule():
    sheet = read(TEXT, [])
    assert [rule for _line, rule in sheet.new] == RULES
    assert [line for line, _rule in sheet.new] == [2, 3, 5]


@pytest.mark.parametrize("write", [as_text, as_csv])
def test_what_goes_out_comes_in_again(write):
    assert [rule for _line, rule in read("".join(write(RULES)), []).new] == RULES
    assert read("".join(write(RULES)), RULES).known == 3


def test_a_spreadsheet_with_semicolons_and_capitals_is_read():
    text = (
        'Sentido;Idioma;Palabras;Encuentra;Nota\r\nuno;;celular;"teléfono móvil";\r\n;ES;"DOF, Diario Oficial";;x\r\n'
    )
    sheet = read(text, [])
    assert [str(rule) for _line, rule in sheet.new] == ["celular → teléfono móvil", "DOF, Diario Oficial"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cabildo", "solo está «cabildo»"),
        ("a => b => c", "más de una flecha"),
        ("[fr] loi, acte", "«fr» no es un idioma"),
        ("dof, gaceta", "ya está en el grupo «DOF, Diario Oficial»"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(line, said):
    sheet = read(f"DOF, Diario Oficial\n\n{line}\n", [])
    assert [fault.line for fault in sheet.faults] == [3]
    assert said in sheet.faults[0].message


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("tres,,a1,b1,", "dice «tres»"),
        ('dos,,"a1, a2",b1,', "es solo para las reglas en un sentido"),
        ("uno,fr,a1,b1,", "«fr» no es un idioma"),
    ],
)
def test_a_row_of_csv_that_is_wrong_is_said_with_its_line(row, said):
    [fault] = read(f"sentido,idioma,palabras,encuentra,nota\n{row}\n", []).faults
    assert (fault.line, said in fault.message) == (2, True)


ADDRESS = "/admin/busqueda/sinonimos-muchos/"


def test_nothing_is_kept_before_it_was_looked_at_nor_when_a_line_is_wrong(admin_client):
    page = admin_client.post(ADDRESS, {"text": TEXT}).content.decode()
    assert "Esto se va a agregar" in page
    assert SynonymGroup.objects.count() == 0
    page = admin_client.post(ADDRESS, {"text": f"{TEXT}\nsolo", "keep": "1"}).content.decode()
    assert "Línea 7:" in page
    assert SynonymGroup.objects.count() == 0
    admin_client.post(ADDRESS, {"text": TEXT, "keep": "1"})
    assert set(rules_there()) == set(RULES)


def test_the_rules_can_be_taken_along_by_who_keeps_them(admin_client, client, db):
    SynonymGroup.objects.create(words="DOF, Diario Oficial")
    response = admin_client.get("/admin/busqueda/sinonimos.txt")
    assert b"".join(response.streaming_content).decode() == "DOF, Diario Oficial\n"
    assert admin_client.get("/admin/busqueda/sinonimos.pdf").status_code == 404
    assert client.get("/admin/busqueda/sinonimos.txt").status_code == 302


def test_a_file_that_is_no_utf8_is_named(admin_client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("s.txt", "año, ejercicio".encode("latin-1"))
    assert "no está en UTF-8" in admin_client.post(ADDRESS, {"file": upload}).content.decode()
