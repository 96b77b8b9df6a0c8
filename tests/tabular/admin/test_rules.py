"""Who may do what with an import, what hostile files come to, and that ten thousand rows cost no more queries than ten."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acervo.tabular.models import Batch, BatchRow, BatchState, Outcome
from observatorio.models import Institution
from tests.tabular.admin.steps import address, checked, grant, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("table")]

#: Every address of a batch that changes something, and every one that shows something.
DOING = ("columns", "decide", "confirm", "stop", "resume", "discard", "undo")
SHOWING = ("batch", "records", "progress", "faults_xlsx", "faults_csv", "report", "original")


def is_refused(response) -> bool:
    """Wagtail answers a missing permission with a redirect to its home and a message."""
    return response.status_code == 403 or (response.status_code == 302 and response.url in ("/admin/", "/admin"))


def test_without_the_permission_of_the_table_nothing_is_shown(client, make_user, specialist, run):
    batch = checked(client, run)
    client.force_login(make_user("otra"))
    for name in ("list", "upload", "known", "template"):
        assert is_refused(client.get(address(name))), name
    for name in SHOWING:
        assert is_refused(client.get(address(name, batch))), name
    for name in DOING:
        assert is_refused(client.post(address(name, batch))), name
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_a_batch_is_its_owners_and_the_managers(client, make_user, specialist, run):
    batch = checked(client, run)
    colleague = make_user("colega", "observatorio.change_institution")
    client.force_login(colleague)
    assert "hoja.csv" not in text_of(client.get(address("list")))
    assert is_refused(client.get(address("batch", batch)))
    grant(colleague, "tabular.view_batch")
    client.force_login(type(colleague).objects.get(pk=colleague.pk))
    assert "hoja.csv" in text_of(client.get(address("list")))
    assert client.get(address("batch", batch)).status_code == 200
    for name in DOING:
        assert is_refused(client.post(address(name, batch))), name
    grant(colleague, "tabular.change_batch")
    client.force_login(type(colleague).objects.get(pk=colleague.pk))
    with run():
        client.post(address("confirm", batch))
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE


def test_nothing_is_done_without_the_token_or_by_following_a_link(client, specialist, run):
    from django.test import Client

    batch = checked(client, run)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(specialist)
    for name in DOING:
        assert strict.post(address(name, batch)).status_code == 403, name
    for name in ("decide", "stop", "resume", "discard"):
        assert client.get(address(name, batch)).status_code == 405, name
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_markup_in_cells_headers_and_file_names_is_text(client, specialist, run):
    evil = '<img src=x onerror="alert(1)">'
    batch = checked(
        client,
        run,
        f'clave;nombre;orden;"{evil.replace(chr(34), chr(34) * 2)}"\nalfa;<b>Alfa</b>;<script>alert(1)</script>;x\n',
        name="<svg onload=alert(1)>.csv",
    )
    pages = [address("list"), address("columns", batch), address("batch", batch)]
    for page in pages:
        html = client.get(page).content.decode()
        assert "<img src=x" not in html
        assert "<script>alert" not in html
        assert "<b>Alfa" not in html
        assert "<svg onload" not in html
    assert "<script>alert(1)</script>" in text_of_value(client.get(address("batch", batch)))


def text_of_value(response) -> str:
    """What a person reads, markup characters included."""
    import html

    return html.unescape(response.content.decode())


def test_a_formula_is_shown_as_text_and_never_stored(client, specialist, run):
    batch = checked(client, run, 'clave;nombre\nalfa;"=HYPERLINK(""https://mal.example"";""Archivo"")"\n')
    assert batch.counts == {"refused": 1}
    page = text_of(client.get(address("batch", batch)))
    assert "La celda es una fórmula" in page
    report = b"".join(client.get(address("faults_csv", batch)).streaming_content).decode("utf-8-sig")
    assert "{=HYPERLINK(" in report
    assert not re.search(r'[,;\n"]=HYPERLINK', report)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("hoja.exe", b"MZ", "no es una hoja que se pueda leer"),
        ("hoja.xlsx", b"%PDF-1.7 no es una hoja", "El archivo es un PDF"),
        ("hoja.csv", b"", "vacío"),
        ("hoja.xlsx", b"PK\x03\x04 roto", "dañado"),
        ("hoja.csv", b"<html><table><tr><td>clave</td></tr></table>", "página web"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_mend_and_leaves_nothing(client, specialist, name, content, sentence):
    upload = SimpleUploadedFile(name, content)
    response = client.post(address("upload"), {"source": "inah", "blank_policy": "keep", "file": upload})
    assert sentence in text_of(response)
    assert not Batch.objects.exists()


def test_a_file_over_the_limit_is_refused(client, specialist, settings):
    settings.UPLOAD_MAX_MB = 0
    assert "el máximo es" in text_of(send(client))
    assert not Batch.objects.exists()


def test_the_original_comes_back_byte_by_byte_and_no_browser_interprets_it(client, specialist, run):
    batch = checked(client, run, "clave;nombre\nalfa;<script>\n", name="hoja.csv")
    response = client.get(address("original", batch))
    assert b"".join(response.streaming_content) == b"clave;nombre\nalfa;<script>\n"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_table_is_not_found(client, specialist):
    assert client.get("/admin/hojas/nada/").status_code == 404


def many(batch: Batch, number: int) -> None:
    """Rows of every outcome, `number` of each."""
    BatchRow.objects.filter(batch=batch).delete()
    made = Institution.objects.first()
    rows = []
    for outcome in Outcome:
        for index in range(number):
            rows.append(
                BatchRow(
                    batch=batch,
                    number=len(rows) + 1,
                    outcome=outcome,
                    label=f"Registro {index}",
                    target_pk=made.pk,
                    faults=[{"column": "orden", "header": "orden", "value": "x", "reason": "mal", "mend": "bien"}]
                    if outcome == Outcome.REFUSED
                    else [],
                    changes=[{"field": "name", "label": "Nombre", "old": "a", "new": "b", "adopted": True}]
                    if outcome == Outcome.CHANGED
                    else [],
                    candidates=[{"pk": made.pk, "label": "Otro", "why": "se parece"}]
                    if outcome == Outcome.DOUBTFUL
                    else [],
                    notes=["se convirtió"],
                )
            )
    BatchRow.objects.bulk_create(rows, batch_size=500)
    Batch.objects.filter(pk=batch.pk).update(counts={outcome.value: number for outcome in Outcome})


@pytest.mark.parametrize("section", ["rechazadas", "por-confirmar", "cambios", "nuevos", "conversiones"])
def test_ten_thousand_rows_cost_no_more_queries_than_sixty(client, specialist, run, delta, section):
    batch = checked(client, run)
    spent = []
    for number in (60, 2000):
        many(batch, number)
        where = f"{address('batch', batch)}?ver={section}"
        client.get(where)  # what Wagtail remembers after the first page
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.get(where)
        assert page.status_code == 200
        spent.append(len(queries))
        assert page.content.count(b"Fila") < 400  # fifty rows on a page
    assert spent[0] == spent[1], spent


def test_the_list_costs_the_same_for_three_batches_and_thirty(client, specialist, run):
    batch = checked(client, run)
    spent = []
    for number in (2, 28):
        for _count in range(number):
            Batch.objects.create(
                table="toys", source="inah", name="h.csv", created_by=specialist, state="done", counts=batch.counts
            )
        client.get(address("list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("list"))
        spent.append(len(queries))
    assert spent[0] == spent[1], spent
