"""What planning says of each row, before anything is written."""

import pytest

from documents.services.imports.manifest import ManifestError
from documents.services.imports.plan import PlanError, make_plan
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tree(site_tree, search_index):
    return site_tree


def outcomes(plan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def test_a_good_list_is_all_new_and_names_the_terms_it_will_make(three):
    plan = three.plan()
    assert outcomes(plan) == ["created"] * 3
    assert "Se creará el tipo «Ley» (fila 2)." in plan.warnings
    assert "Se creará el tema «Medio ambiente» (fila 2)." in plan.warnings
    assert plan.counts == {"created": 3, "updated": 0, "unchanged": 0, "refused": 0}


def test_a_refusal_names_row_column_value_reason_and_mend(box):
    box.pdf("a.pdf")
    box.list("archivo,titulo,fecha,entidad", ["a.pdf", "Ley", "1992-13-40", "Aztlán"])
    plan = box.plan()
    (refused,) = plan.refused
    assert (refused["row"], refused["column"], refused["value"]) == (2, "fecha", "1992-13-40")
    assert "no es una fecha" in refused["reason"]
    assert refused["mend"].startswith("escriba")
    assert refused["also"][0]["column"] == "entidad"
    assert plan.rows[0].reason.startswith("fila 2, columna «fecha»: «1992-13-40» no es una fecha; escriba")


def test_refused_rows_do_not_stop_the_others(box):
    box.pdf("a.pdf")
    box.pdf("c.pdf")
    box.list("archivo,titulo", ["a.pdf", "Ley A"], ["no-esta.pdf", "Ley B"], ["c.pdf", ""], ["", "Ley D"])
    plan = box.plan()
    assert outcomes(plan) == ["created", "refused", "refused", "refused"]
    assert "no está en la carpeta" in plan.rows[1].reason


@pytest.mark.parametrize("name", ["../afuera.pdf", "/etc/passwd", "C:\\secreto.pdf", "enlace.pdf"])
def test_no_name_leads_out_of_the_folder(box, name):
    outside = box.root / "afuera.pdf"
    outside.write_bytes(factories.pdf("fuera"))
    (box.folder / "enlace.pdf").symlink_to(outside)
    box.list("archivo,titulo", [name, "Ley"])
    assert outcomes(box.plan()) == ["refused"]


def test_a_name_is_found_without_case_and_with_either_slash(box):
    box.pdf("2020/Ley Niñez.PDF")
    box.list("archivo,titulo", ["2020\\ley niñez.pdf", "Ley"])
    assert outcomes(box.plan()) == ["created"]


def test_content_that_the_archive_does_not_take_is_refused(box):
    (box.folder / "falso.pdf").write_bytes(b"MZ\x90\x00\x03" * 50)
    (box.folder / "vacio.pdf").write_bytes(b"")
    box.list("archivo,titulo", ["falso.pdf", "Uno"], ["vacio.pdf", "Dos"])
    plan = box.plan()
    assert outcomes(plan) == ["refused", "refused"]
    assert "no es de un tipo" in plan.rows[0].reason
    assert "vacío" in plan.rows[1].reason


def test_byte_identical_files_are_reported_not_doubled(box):
    box.pdf("a.pdf", "lo mismo")
    box.pdf("b.pdf", "lo mismo")
    box.list("archivo,titulo", ["a.pdf", "Ley A"], ["b.pdf", "Ley B"], ["a.pdf", "Ley C"])
    plan = box.plan()
    assert outcomes(plan) == ["created", "refused", "refused"]
    assert "idéntico, byte por byte, a «a.pdf», de la fila 2 («Ley A»)" in plan.rows[1].reason
    assert "mismo_archivo" in plan.rows[1].reason


def test_bytes_that_the_archive_has_already_are_recognised(box, site_tree):
    content = box.pdf("nuevo.pdf", "ya estaba").read_bytes()
    record = factories.record(site_tree.collection, "Ley que ya estaba")
    factories.attach(record, factories.archive_file(content, name="viejo.pdf"))
    box.list("archivo,titulo", ["nuevo.pdf", "Ley nueva"])
    plan = box.plan()
    assert outcomes(plan) == ["refused"]
    assert "«Ley que ya estaba» (/acervo/leyes/" in plan.rows[0].reason


def test_a_file_without_a_record_is_used_instead_of_stored_again(box):
    content = box.pdf("a.pdf", "subido antes").read_bytes()
    loose = factories.archive_file(content, name="otro.pdf", title="Subido ayer")
    box.list("archivo,titulo", ["a.pdf", "Ley"])
    plan = box.plan()
    assert outcomes(plan) == ["created"]
    assert plan.rows[0].borrowed_file_id == loose.pk
    assert any("Subido ayer" in warning for warning in plan.warnings)


def test_an_identifier_of_another_collection_or_another_row_is_refused(box, site_tree):
    from documents.models import CollectionPage

    other = site_tree.archive.add_child(instance=CollectionPage(title="Actas", slug="actas", locale=site_tree.spanish))
    factories.record(other, "Acta vieja", identifier="X-1")
    for name in "abc":
        box.pdf(f"{name}.pdf")
    box.list("archivo,titulo,identificador", ["a.pdf", "A", "X-1"], ["b.pdf", "B", "X-2"], ["c.pdf", "C", "X-2"])
    plan = box.plan()
    assert outcomes(plan) == ["refused", "created", "refused"]
    assert "«Acta vieja», de la colección «Actas»" in plan.rows[0].reason
    assert "fila 3" in plan.rows[2].reason


def test_without_a_manifest_every_acceptable_file_is_a_row(box):
    box.pdf("2020/ley_de-aguas.pdf")
    (box.folder / "notas.txt").write_text("Unas notas del archivo.\n")
    (box.folder / "programa.exe").write_bytes(b"MZ\x90\x00\x03" * 50)
    (box.folder / "lista.csv").write_text("archivo,titulo\nx.pdf,X\n")
    plan = box.plan()
    assert [row.title for row in plan.rows] == ["Notas", "Ley de aguas"]
    assert any("programa.exe" in warning for warning in plan.warnings)
    assert any("--manifest" in warning for warning in plan.warnings)


def test_what_cannot_be_planned_gets_a_sentence(box):
    box.pdf("a.pdf")
    box.list("archivo,titulo", ["a.pdf", "Ley"])
    with pytest.raises(PlanError, match=r"No hay una colección «leies»\. Las que hay: leyes"):
        box.plan(collection="leies")
    with pytest.raises(PlanError, match="no es una carpeta"):
        make_plan(box.root / "nada", collection="leyes")
    box.manifest.write_text("")
    with pytest.raises(ManifestError):
        box.plan()


def test_a_list_may_say_the_collection_of_each_row(box, site_tree):
    from documents.models import CollectionPage

    site_tree.archive.add_child(
        instance=CollectionPage(title="Planes de acción", slug="planes", locale=site_tree.spanish)
    )
    for name in "abc":
        box.pdf(f"{name}.pdf")
    box.list(
        "archivo,titulo,coleccion", ["a.pdf", "A", "leyes"], ["b.pdf", "B", "planes de accion"], ["c.pdf", "C", "otra"]
    )
    plan = box.plan(collection="")
    assert outcomes(plan) == ["created", "created", "refused"]
    assert plan.rows[0].collection_id != plan.rows[1].collection_id


def test_a_row_with_too_many_cells_is_refused(box):
    box.pdf("a.pdf")
    box.manifest.write_text("archivo,titulo\na.pdf,Ley de Aguas, Bosques\n")
    assert "más celdas que columnas" in box.plan().rows[0].reason


def test_planning_asks_the_database_the_same_number_of_times_for_many_rows(box, django_assert_max_num_queries):
    rows = [[f"{n}.pdf", f"Ley {n}", "ley"] for n in range(40)]
    for name, *_rest in rows:
        box.pdf(name)
    box.list("archivo,titulo,tipo", *rows)
    with django_assert_max_num_queries(25):
        box.plan()
