"""`import_monuments`: what it prints, how it ends, and how it goes on after it was interrupted."""

import io
import json
import os
import signal

import pytest
from django.core.management import CommandError, call_command

from acervo.tabular.models import Batch, BatchState
from acervo.tabular.services import running
from observatorio.inventory.importer import MonumentJob
from observatorio.models import Monument
from tests.observatorio import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabularies():
    sheets.vocabularies()


@pytest.fixture
def path(tmp_path):
    def write(*rows):
        path = tmp_path / "hoja.csv"
        path.write_bytes(sheets.as_csv(rows))
        return path

    return write


def run(*args, **options):
    """What it printed and its exit code."""
    out = io.StringIO()
    try:
        call_command("import_monuments", *map(str, args), stdout=out, stderr=io.StringIO(), **options)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_a_dry_run_tells_and_writes_nothing(path):
    text, code = run(path(sheets.TEMPLE, {**sheets.TEMPLE, "clasificacion": "rara"}), "--source", "INAH", "--dry-run")
    assert code == 3
    assert "fila 2, columna «clasificacion»: «rara» no es una clasificación del INAH" in text
    assert "no se escribió nada" in text
    assert not Monument.objects.exists()
    assert Batch.objects.get().state == BatchState.DISCARDED


def test_json_is_one_object_and_all_written_ends_with_0(path):
    text, code = run(path(sheets.TEMPLE), "--source", "inah", "--json", "--draft")
    summary = json.loads(text)
    assert code == 0
    assert (summary["created"], summary["refused"], summary["dry_run"]) == (1, 0, False)
    assert not Monument.objects.get().live


@pytest.mark.parametrize(("args", "words"), [
    (["nada.csv", "--source", "inah"], "No hay un archivo"),
    (["--source", "inah"], "Diga qué archivo"),
    (["--resume", "99"], "No hay una importación 99"),
])  # fmt: skip
def test_what_cannot_be_done_is_said(args, words):
    with pytest.raises(CommandError, match=words) as error:
        run(*args)
    assert error.value.returncode == 2


def test_an_unknown_institution_is_said(path):
    with pytest.raises(CommandError, match="No hay una institución «marte»"):
        run(path(sheets.TEMPLE), "--source", "marte")


def test_an_interrupted_import_says_how_to_go_on(path, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    original, calls = MonumentJob.write, []

    def interrupted(self, rows):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        original(self, rows)

    monkeypatch.setattr(MonumentJob, "write", interrupted)
    rows = [{**sheets.TEMPLE, "nombre": f"Casa {word}"} for word in ("Rosales", "Tacuba", "Merced", "Fátima")]
    text, code = run(path(*rows), "--source", "inah")
    batch = Batch.objects.get()
    assert code == 130
    assert f"import_monuments --resume {batch.pk}" in text
    assert (batch.state, Monument.objects.count()) == (BatchState.INTERRUPTED, 2)
    _text, code = run("--resume", batch.pk)
    assert code == 0
    assert Monument.objects.count() == 4
    assert list(Monument.objects.order_by("code").values_list("name", flat=True)) == [row["nombre"] for row in rows]


def test_conversions_are_told_row_by_row_also_of_refused_rows(path):
    sheet = path(
        {**sheets.TEMPLE, "siglo": "s. XVIII"},
        {**sheets.TEMPLE, "nombre": "Casa Rosales", "siglo": "Siglo XVI", "clasificacion": "rara"},
    )
    text, code = run(sheet, "--source", "inah", "--dry-run")
    assert code == 3
    assert "fila 1, conversión: columna «siglo»: «s. XVIII» se guarda como XVIII" in text
    assert "fila 2, conversión: columna «siglo»: «Siglo XVI» se guarda como XVI" in text
    summary = json.loads(run(sheet, "--source", "inah", "--dry-run", "--json")[0])
    assert [(item["row"], item["outcome"], len(item["notes"])) for item in summary["notes"]] == [
        (1, "created", 1), (2, "refused", 1),
    ]  # fmt: skip
    assert summary["conversions"] == 2


@pytest.mark.parametrize("args", [["--dry-run"], ["--confirm-exact"]])
def test_an_interrupted_check_says_so_and_that_nothing_was_written(path, monkeypatch, args):
    monkeypatch.setattr(running, "CHUNK", 2)
    original, calls = MonumentJob.plan, []

    def interrupted(self, rows):
        calls.append(1)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        original(self, rows)

    monkeypatch.setattr(MonumentJob, "plan", interrupted)
    rows = [{**sheets.TEMPLE, "nombre": f"Casa {word}"} for word in ("Rosales", "Tacuba", "Merced", "Fátima")]
    text, code = run(path(*rows), "--source", "inah", *args)
    assert code == 130
    assert "Se interrumpió: se revisaron 2 de 4 filas y no se escribió nada." in text
    assert "Fue un ensayo" not in text
    assert "--resume" not in text
    assert not Monument.objects.exists()
