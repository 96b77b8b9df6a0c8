"""The real manifest and its 72 files."""

import io
import json

import pytest
from django.core.management import call_command

from documents.models import FileVersion, GenericRecordPage, ImportBatch
from search.engines import get_engine
from search.models import Change
from tests.needs import needs_shared

pytestmark = [pytest.mark.shared, pytest.mark.django_db]


def test_all_laws_come_in_quickly_and_the_two_identical_pairs_are_reported(law_index):
    summary = law_index.summary
    assert (summary["created"], summary["updated"], summary["unchanged"]) == (70, 0, 0)
    assert [(row["row"], row["value"]) for row in summary["refused"]] == [(54, "lmigra.pdf"), (71, "lssi.pdf")]
    assert all("idéntico, byte por byte" in row["reason"] for row in summary["refused"])
    assert summary["pages"] > 2_500
    assert summary["unreadable"] == []
    assert summary["seconds"] < 300
    assert any("«estatus»" in warning for warning in summary["warnings"])


def test_every_law_is_public_read_and_in_the_index(law_index):
    assert GenericRecordPage.objects.filter(live=True).count() == 70
    assert set(FileVersion.objects.values_list("state", flat=True)) <= {"ready", "waiting_ocr"}
    assert not Change.objects.filter(applied_at=None).exists()
    ids = {f"record:{pk}" for pk in GenericRecordPage.objects.values_list("pk", flat=True)}
    assert ids <= set(get_engine().hashes())


def test_a_second_import_of_the_laws_changes_nothing(law_index):
    folder = needs_shared("leyes")
    out = io.StringIO()
    call_command(
        "import_documents", str(folder), "--manifest", str(folder / "leyes.csv"),
        "--collection", "leyes", "--publish", "--json", stdout=out, stderr=io.StringIO(),
    )  # fmt: skip
    summary = json.loads(out.getvalue())
    assert (summary["created"], summary["updated"], summary["unchanged"]) == (0, 0, 70)
    assert summary["pages"] == 0
    assert ImportBatch.objects.count() == 2


def test_the_law_of_1917_has_its_metadata(law_index):
    page = GenericRecordPage.objects.get(title="Constitución Política de los Estados Unidos Mexicanos")
    assert (page.issued, page.record_type.code, page.authority.name) == (
        "1917-02-05",
        "constitucion",
        "Congreso de la Unión",
    )
    assert page.record_files.get().file.current.page_count > 100
