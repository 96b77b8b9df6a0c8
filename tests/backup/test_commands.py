"""`manage.py backup` and `restore` as whoever administers a site meets them."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from acervo.backup import restoring
from tests.backup.test_save_restore import everything, wreck

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_indexes(monkeypatch):
    monkeypatch.setattr(restoring.aftermath, "build_indexes", lambda tell: [])


def run(*arguments: str, **options) -> tuple[str, str, int]:
    """What a command wrote, on each stream, and its exit code."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
        code = error.returncode
    except SystemExit as ended:
        code = int(ended.code or 0)
    return out.getvalue(), err.getvalue(), code


def test_a_copy_is_made_checked_and_restored(small_site, tmp_path):
    path, before = str(tmp_path / "c.tar"), everything()
    out, _err, code = run("backup", path)
    assert code == 0
    assert "Copia lista" in out
    assert "3 archivos" in out
    out, _err, code = run("restore", path, "--check")
    assert code == 0
    assert "La copia está entera" in out
    wreck(small_site)
    out, err, code = run("restore", path, "--replace", "--yes")
    assert (code, everything() == before) == (0, True)
    assert "se perdería" in err
    assert "Sitio restaurado" in out
    assert "Arranque de nuevo" in out


def test_nobody_is_asked_where_nobody_can_answer(small_site, tmp_path):
    path = str(tmp_path / "c.tar")
    run("backup", path)
    before = everything()
    for arguments, words in ((("restore", path), "--replace"), (("restore", path, "--replace"), "--yes")):
        _out, err, code = run(*arguments)
        assert code == 2
        assert words in err
        assert "No se cambió nada" in err
    assert everything() == before


@pytest.mark.parametrize(("answer", "code"), [("REEMPLAZAR", 0), ("sí", 2), ("", 2)])
def test_a_person_is_asked_for_the_word(small_site, tmp_path, monkeypatch, answer, code):
    path = str(tmp_path / "c.tar")
    run("backup", path)
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda prompt: answer)
    assert run("restore", path, "--replace")[2] == code


def test_a_copy_with_holes_says_so_in_its_exit_code(small_site, tmp_path):
    from pathlib import Path

    Path(small_site.file.file.path).unlink()
    _out, err, code = run("backup", str(tmp_path / "c.tar"))
    assert code == 1
    assert f"No está o no se puede leer: documents/{small_site.file.file.name}" in err
    out, _err, code = run("restore", str(tmp_path / "c.tar"), "--replace", "--yes", "--json")
    assert code == 1
    assert json.loads(out)["lacking"] == 1


def test_a_damaged_copy_is_refused_with_code_2(small_site, tmp_path):
    path = tmp_path / "c.tar"
    run("backup", str(path))
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    before = everything()
    for more in ((), ("--check",), ("--replace", "--yes")):
        _out, err, code = run("restore", str(path), *more)
        assert code == 2
        assert "dañado" in err
    assert everything() == before


def test_a_copy_goes_to_standard_output(small_site, tmp_path, monkeypatch, capfdbinary):
    _out, err, code = run("backup", "-")
    assert code == 0
    assert "Copia lista" in err
    path = tmp_path / "c.tar"
    path.write_bytes(capfdbinary.readouterr().out)
    assert run("restore", str(path), "--check")[2] == 0


def test_a_place_that_cannot_be_written_is_told(small_site, tmp_path):
    _out, err, code = run("backup", str(tmp_path / "no-hay" / "c.tar"))
    assert code == 2
    assert "No se puede escribir" in err


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_the_help_is_for_people(command, capsys):
    with pytest.raises(SystemExit):
        call_command(command, "--help")
    said = capsys.readouterr().out
    assert "ARCHIVO" in said
    assert "contraseñas" in said or "migraciones" in said
