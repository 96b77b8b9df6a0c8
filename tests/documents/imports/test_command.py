"""The command as it is typed."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from documents.models import GenericRecordPage, ImportBatch
from documents.services.imports.report import rows_of_batch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree(site_tree, search_index):
    return site_tree


@pytest.fixture
def command(three):
    def run(*arguments: str) -> str:
        out, err = io.StringIO(), io.StringIO()
        call_command(
            "import_documents", str(three.folder), "--manifest", str(three.manifest), *arguments, stdout=out, stderr=err
        )
        run.err = err.getvalue()
        return out.getvalue()

    return run


def test_json_is_one_object_with_the_promised_keys(command):
    summary = json.loads(command("--collection", "leyes", "--publish", "--json"))
    assert {"created", "updated", "unchanged", "refused", "pages", "seconds", "batch", "warnings"} <= set(summary)
    assert (summary["created"], summary["refused"], summary["pages"]) == (3, [], 3)
    assert summary["batch"] == ImportBatch.objects.get().pk


def test_a_trial_says_what_the_import_would_do_and_writes_nothing(command, dump, tmp_path):
    before = dump()
    out = command("--collection", "leyes", "--dry-run", "--report", str(tmp_path / "r.csv"))
    assert dump() == before
    assert "fila 2: Nuevo: Ley de Aguas" in out
    assert "no se escribió nada" in out
    trial = json.loads(command("--collection", "leyes", "--dry-run", "--json"))
    real = json.loads(command("--collection", "leyes", "--json"))
    assert [trial[key] for key in ("created", "updated", "unchanged", "refused", "warnings")] == [
        real[key] for key in ("created", "updated", "unchanged", "refused", "warnings")
    ]


def test_the_report_has_the_manifest_and_the_outcome_beside_each_row(command, three, tmp_path):
    three.list(
        "archivo,titulo,fecha,nota",
        ["a.pdf", "=CMD()", "1992", "@algo"],
        ["b.pdf", "Ley de Bosques", "ayer", ""],
    )
    command("--collection", "leyes", "--publish", "--report", str(tmp_path / "r.csv"))
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["archivo", "titulo", "fecha", "nota", "resultado", "motivo", "columna", "direccion"]
    assert rows[1][:5] == ["a.pdf", "'=CMD()", "1992", "'@algo", "Nuevo"]
    assert rows[1][7].endswith("/acervo/leyes/cmd/")
    assert rows[2][4] == "Rechazado"
    assert rows[2][5].startswith("fila 3, columna «fecha»: «ayer» no es una fecha")
    assert rows[2][6] == "fecha"


def test_an_unreadable_file_has_its_reason_in_spanish_everywhere(command, three, tmp_path):
    (three.folder / "roto.pdf").write_bytes(b"%PDF-1.7\nno hay nada aqui\n%%EOF")
    three.list("archivo,titulo", ["a.pdf", "Ley de Aguas"], ["roto.pdf", "Ley rota"])
    out = command("--collection", "leyes", "--publish", "--report", str(tmp_path / "r.csv"))
    reason = "El archivo está dañado y no se pudo leer."
    assert "fila 3: «roto.pdf» se guardó pero no se pudo leer. " + reason in command.err
    assert "malformed" not in command.err + out
    assert "1 archivo se guardó pero no se pudo leer." in out.splitlines()[0]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    assert [row["resultado"] for row in rows] == ["Nuevo", "Nuevo"]
    assert rows[0]["motivo"] == ""
    assert rows[1]["motivo"].startswith(reason)
    of_batch = list(rows_of_batch(ImportBatch.objects.get()))
    assert of_batch[2][3].startswith(reason)


def test_json_names_the_unreadable_files(command, three):
    (three.folder / "roto.pdf").write_bytes(b"%PDF-1.7\nno hay nada aqui\n%%EOF")
    three.list("archivo,titulo", ["a.pdf", "Ley de Aguas"], ["roto.pdf", "Ley rota"])
    (unreadable,) = json.loads(command("--collection", "leyes", "--json"))["unreadable"]
    assert set(unreadable) == {"row", "file", "reason"}
    assert (unreadable["row"], unreadable["file"]) == (3, "roto.pdf")
    assert unreadable["reason"].startswith("El archivo está dañado")


def test_a_corrected_report_is_a_manifest(command, three, tmp_path):
    three.list("archivo,titulo", ["a.pdf", "-Ley con guion"], ["no.pdf", "Ley de Bosques"])
    command("--collection", "leyes", "--report", str(tmp_path / "r.csv"))
    text = (tmp_path / "r.csv").read_text(encoding="utf-8-sig").replace("no.pdf", "b.pdf")
    three.manifest.write_text(text, encoding="utf-8")
    summary = json.loads(command("--collection", "leyes", "--json"))
    assert (summary["created"], summary["unchanged"], summary["refused"]) == (1, 1, [])
    assert not any("resultado" in warning for warning in summary["warnings"])


def test_refused_rows_are_no_failure_unless_strict(command, three):
    three.list("archivo,titulo", ["a.pdf", "Ley de Aguas"], ["no.pdf", "Ley de Bosques"])
    assert "fila 3, columna «archivo»: «no.pdf» no está en la carpeta" in command("--collection", "leyes")
    with pytest.raises(SystemExit) as exit_:
        command("--collection", "leyes", "--strict")
    assert exit_.value.code == 1


@pytest.mark.parametrize("arguments", [("--collection", "nada"), ("--collection", "leyes", "--user", "nadie")])
def test_what_cannot_start_ends_with_two_and_a_sentence(command, arguments):
    with pytest.raises(CommandError) as error:
        command(*arguments)
    assert error.value.returncode == 2
    assert str(error.value).endswith(".")
    assert not ImportBatch.objects.exists()


def test_one_collection_needs_no_naming(command):
    command()
    assert GenericRecordPage.objects.count() == 3


def test_an_editor_without_permission_is_refused_row_by_row(command, django_user_model):
    django_user_model.objects.create_user("visita", password="x", is_staff=True)
    summary = json.loads(command("--json", "--user", "visita"))
    assert (summary["created"], len(summary["refused"])) == (0, 3)
    assert "permiso" in summary["refused"][0]["reason"]
