"""Visits: recorded once, adopted, overdue, and hardly anything of them public."""

import datetime as dt
import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import reverse

from acervo.history.services import changes_of
from observatorio.models import CitizenReport, FieldRestriction, Inspection
from observatorio.services import citizen_reports
from observatorio.services.inspections import latest, next_visit, overdue, record_inspection
from observatorio.services.public_version import PublicMonument
from tests.observatorio import loop

pytestmark = pytest.mark.django_db


def data(**fields):
    return {
        "date": loop.TODAY, "inspector": "Ana Ruiz", "access": "completo", "occupancy": "ocupado", "condition": "malo",
        "risk": "alto", "threats": ["humedad"], "observations": "Grietas.", "recommendation": "Apuntalar.",
        "next_due": None,
    } | fields  # fmt: skip


# --- The service --------------------------------------------------------------------------------------
def test_the_condition_found_becomes_the_monuments_and_the_history_says_why():
    monument, user = loop.monument(condition="regular"), loop.user("add_inspection")
    recorded = record_inspection(monument, data(), user=user)
    monument.refresh_from_db()
    assert (recorded.created, recorded.adopted, monument.condition) == (True, True, "malo")
    change = changes_of(monument).get(field="condition")
    assert (change.old, change.new, change.by) == ("regular", "malo", user)
    assert change.source.startswith("Inspección del")
    assert "Ana Ruiz" in change.reason


def test_the_same_condition_writes_no_history():
    monument = loop.monument(condition="malo")
    assert not record_inspection(monument, data()).adopted
    assert not changes_of(monument).exists()


def test_an_older_visit_that_arrives_late_does_not_undo_what_a_later_one_found():
    monument = loop.monument(condition="regular")
    record_inspection(monument, data(condition="ruinoso"))
    record_inspection(monument, data(date=loop.TODAY - dt.timedelta(days=90), condition="bueno"))
    monument.refresh_from_db()
    assert monument.condition == "ruinoso"
    assert monument.inspections.count() == 2


def test_the_same_token_twice_is_one_visit_with_its_photos_once():
    monument, token = loop.monument(), uuid.uuid4()
    first = record_inspection(monument, data(), [loop.clean()], token=token)
    second = record_inspection(monument, data(condition="bueno"), [loop.clean()], token=token)
    assert (first.created, second.created) == (True, False)
    assert first.inspection == second.inspection
    assert first.inspection.photos.count() == 1
    with pytest.raises(ValueError, match="another monument"):
        record_inspection(loop.monument(), data(), token=token)


@pytest.mark.parametrize(("risk", "month"), [("alto", 2), ("medio", 5), ("bajo", 11), ("ninguno", 11)])
def test_the_next_visit_follows_from_the_risk(risk, month):
    assert next_visit(dt.date(2026, 11, 30), risk).month == month
    assert next_visit(dt.date(2026, 11, 30), "alto") == dt.date(2027, 2, 28)


def test_a_fault_elsewhere_in_the_record_does_not_cost_the_visit():
    monument = loop.monument(latitude=22.7)  # a latitude without longitude, as an old import may have left
    recorded = record_inspection(monument, data())
    assert (recorded.created, recorded.adopted) == (True, False)


def test_latest_gives_the_last_visit_of_each_monument_in_one_query(django_assert_num_queries):
    from observatorio.models import Monument

    monument = loop.monument()
    loop.inspection(monument, days_ago=300, risk="alto")
    loop.inspection(monument, days_ago=3, risk="bajo")
    never = loop.monument()
    with django_assert_num_queries(1):
        found = {item.pk: item.last_risk for item in latest(Monument.objects.filter(pk__in=[monument.pk, never.pk]))}
    assert found == {monument.pk: "bajo", never.pk: None}


def test_overdue_are_those_asked_for_then_passed_then_never_visited_but_not_what_is_lost():
    passed, today, later, _never, _lost, asked = (loop.monument(name=name, condition=condition) for name, condition in
        [("Pasada", "malo"), ("Hoy", "malo"), ("Luego", "malo"), ("Nunca", ""), ("Perdido", "perdido"), ("Pedido", "malo")])  # fmt: skip
    for item, days in ((passed, -1), (today, 0), (later, 30), (asked, 30)):
        loop.inspection(item, next_due=loop.TODAY + dt.timedelta(days=days))
    report = loop.report(asked)
    citizen_reports.moderate(report, state="aceptado", by=None, inspection_wanted=True)
    assert [item.name for item in overdue()] == ["Pedido", "Pasada", "Nunca"]
    record_inspection(asked, data())
    assert "Pedido" not in [item.name for item in overdue()]
    assert not CitizenReport.objects.filter(inspection_wanted=True).exists()


def test_a_later_visit_counts_and_not_the_missed_date_of_an_older_one():
    monument = loop.monument()
    loop.inspection(monument, days_ago=400, next_due=loop.TODAY - dt.timedelta(days=30))
    loop.inspection(monument, days_ago=5, next_due=loop.TODAY + dt.timedelta(days=300))
    assert monument not in overdue()


# --- What is public -----------------------------------------------------------------------------------
def public_part(monument) -> str:
    page = Template("{% load inspection_loop %}{% inspections monument %}")
    return page.render(Context({"monument": PublicMonument(monument)}))


def test_the_public_sees_date_condition_risk_and_next_visit_and_nothing_else():
    visit = loop.inspection(condition="malo", risk="alto", next_due=dt.date(2031, 5, 4))
    html = public_part(visit.monument)
    assert all(word in html for word in ("Malo", "Riesgo alto", "2031"))
    assert not any(word in html for word in ("Ana Ruiz", "reservada", "Ocupado", "sacristía"))


def test_a_reserved_condition_is_not_told_by_its_visits():
    visit = loop.inspection(condition="ruinoso", risk="bajo")
    FieldRestriction.objects.create(
        monument=visit.monument, field="condition", level="reservado", ground="Art. 113", until=dt.date(2999, 1, 1)
    )
    html = public_part(visit.monument)
    assert "Ruinoso" not in html
    assert "Estado de conservación" not in html
    assert "Riesgo bajo" in html


# --- The phone form -----------------------------------------------------------------------------------
def form_data(**fields) -> dict:
    values = data(token=str(uuid.uuid4()), date=loop.TODAY.isoformat(), next_due="") | fields
    return values


def address(monument) -> str:
    return reverse("monuments:inspect", args=[monument.code])


@pytest.fixture
def inspector(client, site_tree):
    user = loop.user("add_inspection", "view_inspection", first_name="Ana", last_name="Ruiz")
    client.force_login(user)
    return client


def test_the_form_is_for_who_may_add_inspections(client, site_tree):
    monument = loop.monument()
    response = client.get(address(monument))
    assert response.status_code == 302
    assert f"next={address(monument)}" in response["Location"]
    client.force_login(loop.user(name="otra"))
    assert client.get(address(monument)).status_code == 403


def test_the_form_opens_for_a_draft_too_and_knows_who_inspects(inspector):
    html = inspector.get(address(loop.monument(live=False))).content.decode()
    assert 'value="Ana Ruiz"' in html
    assert "noindex" in html


def test_without_javascript_it_is_sent_as_any_form_with_several_photos(inspector):
    monument = loop.monument()
    files = [SimpleUploadedFile(f"{n}.jpg", loop.jpeg(colour=c), "image/jpeg") for n, c in enumerate(("red", "blue"))]
    response = inspector.post(address(monument), form_data(photos=files))
    visit = Inspection.objects.get()
    assert response["Location"] == reverse("monuments:inspection_saved", args=[monument.code, visit.pk])
    assert (visit.photos.count(), visit.threats, visit.created_by.username) == (2, ["humedad"], "inspectora")
    page = inspector.get(response["Location"]).content.decode()
    assert "Inspección registrada" in page
    monument.refresh_from_db()
    assert monument.condition == "malo"


def test_what_was_typed_comes_back_with_the_errors(inspector):
    response = inspector.post(address(loop.monument()), form_data(condition="", observations="Lo ya escrito"))
    assert response.status_code == 422
    assert "Lo ya escrito" in response.content.decode()
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"date": "2999-01-01"}, "date"), ({"risk": "enorme"}, "risk"), ({"threats": ["dragones"]}, "threats"),
     ({"next_due": "2001-01-01"}, "next_due"), ({"token": "x"}, "token"), ({"inspector": ""}, "inspector")],
)  # fmt: skip
def test_each_wrong_field_is_named_to_the_script(inspector, fields, name):
    response = inspector.post(address(loop.monument()), form_data(**fields), headers={"Accept": "application/json"})
    assert response.status_code == 422
    assert list(response.json()["errors"]) == [name]


def test_sending_twice_gives_the_same_answer_and_one_visit(inspector):
    monument, sent = loop.monument(), form_data()
    first, second = (inspector.post(address(monument), sent, headers={"Accept": "application/json"}) for _n in "12")
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert Inspection.objects.count() == 1


def test_a_session_that_ended_is_told_to_the_script_and_nothing_is_written(client, site_tree):
    monument = loop.monument()
    response = client.post(address(monument), form_data(), headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert address(monument) in response.json()["login"]
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    "content", [b"<script>alert(1)</script>", b"%PDF-1.7 x", b"\xff\xd8\xff\xe0 roto", b"PK\x03\x04"]
)
def test_a_hostile_upload_is_refused_by_name_and_nothing_is_kept(inspector, content):
    file = SimpleUploadedFile("malo.jpg", content, "image/jpeg")
    response = inspector.post(
        address(loop.monument()), form_data(photos=[file]), headers={"Accept": "application/json"}
    )
    assert response.status_code == 422
    assert "malo.jpg" in response.json()["errors"]["photos"][0]
    assert not Inspection.objects.exists()


def test_too_many_photos_and_too_heavy_ones_are_refused(inspector, monkeypatch):
    many = [SimpleUploadedFile(f"{n}.jpg", loop.jpeg(), "image/jpeg") for n in range(13)]
    response = inspector.post(address(loop.monument()), form_data(photos=many), headers={"Accept": "application/json"})
    assert "12" in response.json()["errors"]["photos"][0]
    monkeypatch.setattr("observatorio.services.photos.MAX_PHOTO_BYTES", 100)
    heavy = [SimpleUploadedFile("pesada.jpg", loop.jpeg(), "image/jpeg")]
    response = inspector.post(address(loop.monument()), form_data(photos=heavy), headers={"Accept": "application/json"})
    assert "pesada.jpg" in response.json()["errors"]["photos"][0]


def test_a_large_photo_is_made_smaller_and_keeps_where_it_was_taken(inspector):
    from tests.observatorio.test_photos import picture, told

    file = SimpleUploadedFile("grande.jpg", picture("JPEG", size=(5000, 3000)), "image/jpeg")
    inspector.post(address(loop.monument()), form_data(photos=[file]))
    image = Inspection.objects.get().photos.get().image
    assert max(image.width, image.height) <= 3000
    assert image.camera["latitude"] == 22.775
    with image.file.open("rb") as stored:
        assert told(stored.read()) == []


# --- The admin ----------------------------------------------------------------------------------------
def test_the_overdue_report_says_why_filters_and_exports(admin_client, site_tree):
    late = loop.monument(name="Finca vieja", municipality="Jerez")
    loop.inspection(late, risk="alto", next_due=loop.TODAY - dt.timedelta(days=10))
    loop.monument(name="Capilla nueva")
    report = reverse("observatorio_inspections:overdue")
    html = admin_client.get(report).content.decode()
    assert "Finca vieja" in html
    assert "Fecha vencida" in html
    assert "Capilla nueva" in html
    assert "Nunca inspeccionado" in html
    only = admin_client.get(report, {"municipality": "Jerez"}).content.decode()
    assert "Finca vieja" in only
    assert "Capilla nueva" not in only
    only = admin_client.get(report, {"reason": "nunca"}).content.decode()
    assert "Finca vieja" not in only
    assert "Capilla nueva" in only
    csv = b"".join(admin_client.get(report, {"export": "csv", "risk": "alto"}).streaming_content).decode()
    assert "Finca vieja" in csv
    assert "Capilla nueva" not in csv
    assert ",10" in csv
    book = openpyxl.load_workbook(io.BytesIO(b"".join(admin_client.get(report, {"export": "xlsx"}).streaming_content)))
    assert book.active.max_row == 3
    paper = admin_client.get(reverse("observatorio_inspections:overdue_print"), {"municipality": "Jerez"})
    assert "Finca vieja" in paper.content.decode()
    assert "Capilla nueva" not in paper.content.decode()


def test_the_overdue_report_asks_the_same_queries_for_few_and_for_many(
    admin_client, site_tree, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for more in (3, 25):
        for _number in range(more):
            loop.inspection(next_due=loop.TODAY - dt.timedelta(days=1))
        admin_client.get(reverse("observatorio_inspections:overdue"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            admin_client.get(reverse("observatorio_inspections:overdue"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_office_records_a_visit_through_the_same_service(admin_client, site_tree):
    monument = loop.monument()
    assert admin_client.get(reverse("observatorio_inspections:add")).status_code == 200
    sent = data(date=loop.TODAY.isoformat(), next_due="", monument=monument.pk)
    response = admin_client.post(reverse("observatorio_inspections:add"), sent)
    assert response.status_code == 302, response.context["form"].errors
    monument.refresh_from_db()
    assert (monument.condition, monument.inspections.get().risk) == ("malo", "alto")
    visit = monument.inspections.get()
    listing = admin_client.get(reverse("observatorio_inspections:index"), {"code": monument.code}).content.decode()
    assert "Ana Ruiz" in listing
    edit = reverse("observatorio_inspections:edit", args=[visit.pk])
    assert admin_client.get(edit).status_code == 200
    assert admin_client.post(edit, sent | {"condition": "ruinoso"}).status_code == 302
    monument.refresh_from_db()
    assert monument.condition == "ruinoso"


def test_the_admin_is_closed_to_who_may_not_see_inspections(client, site_tree):
    client.force_login(loop.user(name="nadie"))
    for name in ("index", "overdue", "add"):
        assert client.get(reverse(f"observatorio_inspections:{name}")).status_code == 302, name
