"""Imports killed with SIGKILL at random moments and run again."""

import json
import os
import subprocess
import sys

from tests.needs import ROOT


def test_a_killed_import_run_again_ends_as_one_undisturbed_run(box, tmp_path):
    names = [f"ley-{number:02}.pdf" for number in range(10)]
    for name in names:
        box.pdf(name, *(f"{name}, página {page}" for page in range(1, 4)))
    box.pdf("doble.pdf", *(f"{names[3]}, página {page}" for page in range(1, 4)))
    rows = [[name, f"Ley {name[4:6]}", "ley", "2001", "agua|tema " + name[5]] for name in names]
    box.list("archivo,titulo,tipo,fecha,temas", *rows, ["doble.pdf", "Ley repetida", "ley", "2001", ""])
    (tmp_path / "data").mkdir()
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "acervo.settings.development",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
        "TASKS": "immediate",
    }
    environment.pop("DATABASE_URL", None)
    arguments = [str(box.folder), str(box.manifest), "20161203", "6"]
    ran = subprocess.run(
        [sys.executable, "-m", "tests.documents.imports.killing", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-4000:]
    result = json.loads(ran.stdout.splitlines()[-1])
    whole = result["undisturbed"]
    assert len(whole["records"]) == 10
    assert whole["index_agrees"]
    assert whole["waiting_for_the_index"] == 0
    moments = [(round_["killed"], round_["rows_when_killed"]) for round_ in result["rounds"]]
    assert any(-9 in killed for killed, _rows in moments), "no import was alive when it was to be killed"
    for number, round_ in enumerate(result["rounds"]):
        state = round_["state"]
        # An import that was done before its kill came is not continued: the next run is a batch in which nothing changed.
        for later in state["batches"][1:]:
            assert round_["done"], moments[number]
            assert {outcome for _row, outcome, _title in later[2]} <= {"unchanged", "refused"}
        state["batches"] = state["batches"][:1]
        for key, expected in whole.items():
            assert state[key] == expected, (number, key, moments[number])
