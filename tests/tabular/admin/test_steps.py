"""The steps of an import in the admin, from the upload to the undoing, as a person without JavaScript takes them."""

import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from acervo.tabular.models import Batch, BatchState
from acervo.tabular.table import Obstacle
from observatorio.models import Institution
from tests.tabular.admin.steps import address, checked, mapped, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("table")]


def test_the_upload_leads_to_the_columns_with_samples_and_what_was_not_recognised(client, specialist):
    response = send(client)
    batch = Batch.objects.get()
    assert response.url == address("columns", batch)
    shown = client.get(response.url)
    text = text_of(shown)
    assert "Se reconocieron 4 de 5 columnas" in text
    assert "Archivo Alfa" in text
    html = shown.content.decode()
    assert re.search(r'name="column-3"[^>]*>\s*<option value="" selected>No importar', html)


def test_two_headers_for_one_column_and_a_missing_one_are_named(client, specialist):
    send(client)
    batch = Batch.objects.get()
    text = text_of(mapped(client, batch, **{"column-3": "nombre"}))
    assert "dos columnas de la hoja dicen «Nombre»" in text
    text = text_of(mapped(client, batch, **{"column-0": ""}))
    assert "Falta decir qué columna es: «Clave»" in text
    batch.refresh_from_db()
    assert batch.state == BatchState.UPLOADED


def test_a_header_that_is_only_like_a_column_is_left_to_the_person(client, specialist):
    send(client, "clave;nombres;enlace\nalfa;Alfa;\n")
    page = client.get(address("columns", Batch.objects.get()))
    assert "Se parece a «Nombre». Elíjala si lo es." in text_of(page)
    assert re.search(r'name="column-1"[^>]*>\s*<option value="" selected>No importar', page.content.decode())


def test_a_mapping_is_remembered_for_the_institution(client, specialist, run):
    send(client, "número;nombre\nalfa;Alfa\n")
    batch = Batch.objects.get()
    with run():
        mapped(client, batch, **{"column-0": "clave", "column-1": "nombre"})
    send(client, "número;nombre\nbeta;Beta\n")
    text = text_of(client.get(address("columns", Batch.objects.latest("pk"))))
    assert "Como la vez anterior" in text


def test_the_sheet_and_the_row_of_headers_can_be_chosen(client, specialist):
    book = Workbook()
    book.active.append(["nada"])
    second = book.create_sheet("Segunda")
    for row in (["Inventario 2026"], [], ["clave", "nombre"], ["alfa", "Alfa"]):
        second.append(row)
    out = io.BytesIO()
    book.save(out)
    send(client, out.getvalue(), name="libro.xlsx")
    batch = Batch.objects.get()
    client.post(address("columns", batch), {"read-sheet": "1", "sheet": "Segunda", "header_row": "1"})
    batch.refresh_from_db()
    assert batch.sheet == "Segunda"
    client.post(address("columns", batch), {"read-sheet": "1", "sheet": "Segunda", "header_row": "3"})
    batch.refresh_from_db()
    assert batch.layout["headers"] == ["clave", "nombre"]


def test_the_dry_run_names_row_column_value_reason_and_mend_and_writes_nothing(client, specialist, run):
    batch = checked(client, run)
    assert batch.state == BatchState.CHECKED
    text = text_of(client.get(address("batch", batch)))
    assert "«marciano» no es un orden de gobierno" in text
    assert "Escriba federal o estatal" in text
    assert "Todavía no se ha guardado nada" in text
    assert not Institution.objects.filter(code="alfa").exists()
    converted = text_of(client.get(address("batch", batch) + "?ver=conversiones"))
    assert "se quitaron las mayúsculas" in converted


def test_what_was_said_before_saving_is_what_was_saved(client, specialist, run):
    batch = checked(client, run)
    before = dict(batch.counts)
    text = text_of(client.get(address("confirm", batch)))
    assert "Se crearán 3 registros nuevos" in text
    assert "2 filas rechazadas no se importan" in text
    with run():
        client.post(address("confirm", batch))
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert dict(batch.counts) == before
    assert Institution.objects.get(code="beta").name == "Beta Y Compañía"
    report = text_of(client.get(address("batch", batch)))
    assert batch.sha256 in report
    assert "especialista" in report
    written = client.get(address("records", batch))
    assert "3 registros de «hoja.csv»" in text_of(written)
    assert f"/admin/juguete/{Institution.objects.get(code='alfa').pk}/" in written.content.decode()


def test_changes_are_told_cell_by_cell_with_what_is_in_dispute(client, specialist, run, delta):
    delta.code, delta.url = "delta", "https://delta.example"
    delta.save()
    batch = checked(client, run, "clave;nombre;enlace\ndelta;Museo Nuevo;https://otro.example\n")
    page = client.get(address("batch", batch) + "?ver=cambios")
    text = text_of(page)
    assert "Museo Delta Museo Nuevo Se adopta" in text
    assert "https://delta.example https://otro.example En disputa" in text
    assert f'href="/admin/juguete/{delta.pk}/"' in page.content.decode()


def test_a_doubtful_row_waits_for_a_person_and_follows_the_decision(client, specialist, run, delta):
    batch = checked(client, run)
    assert batch.counts["doubtful"] == 1
    page = text_of(client.get(address("batch", batch) + "?ver=por-confirmar"))
    assert "Fila 5: Museo Delta" in page
    assert "tiene el mismo nombre".capitalize() in page
    text = text_of(client.get(address("confirm", batch)))
    assert "1 fila por confirmar no se importa" in text
    client.post(address("decide", batch), {"row-5": "999999"})  # nobody offered that one
    batch.refresh_from_db()
    assert batch.decisions == {}
    client.post(address("decide", batch), {"row-5": str(delta.pk)})
    assert "1 fila por confirmar irá al registro que usted eligió" in text_of(client.get(address("confirm", batch)))
    with run():
        client.post(address("confirm", batch))
    assert Institution.objects.filter(name="Museo Delta").count() == 1


def test_all_doubtful_rows_can_be_decided_at_once(client, specialist, run, delta):
    batch = checked(client, run)
    client.post(address("decide", batch), {"bulk": "new"})
    batch.refresh_from_db()
    assert batch.decisions == {"5": 0}
    with run():
        client.post(address("resume", batch))  # the dry run again, with the decisions
    batch.refresh_from_db()
    assert batch.counts["created"] == 3
    assert "doubtful" not in batch.counts


def test_only_rows_with_one_exact_candidate_are_decided_as_the_same_at_once(client, specialist, run, delta):
    batch = checked(client, run)
    row = batch.rows.get(outcome="doubtful")
    client.post(address("decide", batch), {"bulk": "exact"})
    batch.refresh_from_db()
    assert batch.decisions == {}
    row.candidates = [{"pk": delta.pk, "label": "", "why": "", "exact": True}, {"pk": 7, "label": "", "why": ""}]
    row.save()
    client.post(address("decide", batch), {"bulk": "exact"})
    batch.refresh_from_db()
    assert batch.decisions == {"5": delta.pk}


def test_decisions_can_be_forgotten(client, specialist, run, delta):
    batch = checked(client, run)
    client.post(address("decide", batch), {"row-5": "new"})
    with run():
        client.post(address("resume", batch))
    assert "1 fila ya se revisó con su decisión" in text_of(client.get(address("batch", batch) + "?ver=por-confirmar"))
    with run():
        client.post(address("decide", batch), {"bulk": "forget"})
    batch.refresh_from_db()
    assert (batch.decisions, batch.counts["doubtful"]) == ({}, 1)


def test_the_workbook_of_faults_comes_back_mended(client, specialist, run):
    batch = checked(client, run)
    response = client.get(address("faults_xlsx", batch))
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    sheet = book.active
    assert "motivo" in [cell.value for cell in sheet[1]]
    assert sheet.cell(row=4, column=5).fill.start_color.rgb == "FFF4C7C3"
    sheet.cell(row=4, column=5, value="federal")
    sheet.cell(row=5, column=1, value="epsilon")
    out = io.BytesIO()
    book.save(out)
    send(client, out.getvalue(), name="mendada.xlsx", query=f"?de={batch.pk}")
    mended = Batch.objects.latest("pk")
    with run():
        mapped(client, mended)
    mended.refresh_from_db()
    batch.refresh_from_db()
    assert mended.counts == {"created": 5}
    assert batch.state == BatchState.DISCARDED


def test_the_faults_come_as_csv_too(client, specialist, run):
    batch = checked(client, run)
    text = b"".join(client.get(address("faults_csv", batch)).streaming_content).decode("utf-8-sig")
    assert "marciano" in text
    report = b"".join(client.get(address("report", batch)).streaming_content).decode("utf-8-sig")
    assert "escriba federal o estatal" in report


def test_a_batch_is_undone_after_saying_what_that_means(client, specialist, run):
    batch = checked(client, run)
    with run():
        client.post(address("confirm", batch))
    assert "Se borrarán 3 registros que esta hoja creó" in text_of(client.get(address("undo", batch)))
    with run():
        client.post(address("undo", batch))
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert not Institution.objects.filter(code="alfa").exists()
    assert "se deshizo el" in text_of(client.get(address("batch", batch)))


def test_what_is_newer_is_named_before_undoing(client, specialist, run, table):
    batch = checked(client, run)
    with run():
        client.post(address("confirm", batch))
    table.in_the_way = [Obstacle(1, "Archivo Alfa", "nombre", "lo cambió Ana el 3 de mayo")]
    text = text_of(client.get(address("undo", batch)))
    assert "Archivo Alfa nombre Lo cambió Ana el 3 de mayo" in text
    assert "Deshacer lo demás" in text


def test_a_batch_whose_process_died_is_shown_as_such_and_goes_on(client, specialist, run):
    batch = checked(client, run)
    Batch.objects.filter(pk=batch.pk).update(
        state=BatchState.WRITING, heartbeat_at=timezone.now() - timedelta(hours=1), rows_done=0
    )
    text = text_of(client.get(address("batch", batch)))
    assert "se interrumpió" in text
    assert "Reanudar" in text
    with run():
        client.post(address("resume", batch))
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE


def test_work_in_progress_says_how_far_it_is_and_can_be_stopped(client, specialist, run):
    batch = checked(client, run)
    Batch.objects.filter(pk=batch.pk).update(
        state=BatchState.WRITING, heartbeat_at=timezone.now(), rows_done=2, rows_total=5
    )
    page = client.get(address("batch", batch))
    assert "Van 2 de 5 filas guardadas" in text_of(page)
    assert b'http-equiv="refresh"' in page.content
    answer = client.get(address("progress", batch)).json()
    assert (answer["working"], answer["done"], answer["total"]) == (True, 2, 5)
    client.post(address("stop", batch))
    batch.refresh_from_db()
    assert batch.state == BatchState.INTERRUPTED
    stopped = text_of(client.get(address("batch", batch)))
    assert "Se detuvo después de guardar 2 de 5 filas" in stopped
    assert "«marciano» no es un orden de gobierno" in stopped


def test_the_empty_template_is_recognised_as_it_is(client, specialist):
    response = client.get(address("template"))
    book = load_workbook(io.BytesIO(response.content))
    sheet = book["Datos"]
    assert [cell.value for cell in sheet[1]] == ["clave", "nombre", "enlace", "orden"]
    assert [cell.value for cell in book["Términos"]["A"]] == ["orden", "federal", "estatal"]
    sheet.append(["alfa", "Alfa"])
    out = io.BytesIO()
    book.save(out)
    send(client, out.getvalue(), name="plantilla.xlsx")
    assert Batch.objects.get().mapping == {"0": "clave", "1": "nombre", "2": "enlace", "3": "orden"}


def test_the_list_tells_who_when_and_what_became_of_each_sheet(client, specialist, run):
    checked(client, run)
    text = text_of(client.get(address("list")))
    assert "hoja.csv" in text
    assert "3 nuevos, 2 rechazados" in text
    assert "especialista" in text
    assert "Ninguna importación cumple" in text_of(client.get(address("list") + "?estado=done"))
