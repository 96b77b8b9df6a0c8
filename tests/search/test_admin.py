"""Search in the admin: rules with their errors and history, a place to try, reports with their buttons, who may."""

import datetime as dt
import io

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone
from openpyxl import load_workbook

from search.models import ClickDay, QueryDay, SynonymGroup
from tests import factories

pytestmark = pytest.mark.django_db
SYNONYMS = "/admin/busqueda/sinonimos/"
REPORTS = "/admin/reports/busquedas-"


def rule(**fields) -> dict:
    return {"kind": "two_way", "language": "", "words": "cabildo, ayuntamiento", "found": "", "note": ""} | fields


@pytest.fixture
def editor(client):
    """Somebody of Wagtail's own group of editors."""
    user = User.objects.create_user("ana", password="x")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


@pytest.fixture
def stranger(client):
    """Somebody who may enter the admin and nothing else."""
    user = User.objects.create_user("luis", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return client


def test_an_editor_makes_changes_and_sees_the_history_of_a_rule(editor):
    page = editor.post(f"{SYNONYMS}new/", rule(words=" cabildo ,ayuntamiento\nconcejo"), follow=True)
    group = SynonymGroup.objects.get()
    assert group.words == "cabildo, ayuntamiento, concejo"
    assert "/admin/busqueda/probar/?q=cabildo" in page.content.decode()
    editor.post(f"{SYNONYMS}edit/{group.pk}/", rule(words="cabildo, ayuntamiento"))
    history = editor.get(f"{SYNONYMS}history/{group.pk}/").content.decode()
    assert history.count("ana") >= 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": "cabildo"}, "solo está «cabildo»"),
        ({"words": "de, la"}, "son solo palabras"),
        ({"words": "DOF, gaceta"}, "ya está en el grupo «dof, Diario Oficial»"),
        ({"kind": "one_way", "words": "celular"}, "lo que también se debe encontrar"),
        ({"words": ""}, "w-field--error"),
    ],
)
def test_a_rule_that_cannot_work_is_not_kept(editor, fields, said):
    SynonymGroup.objects.create(words="dof, Diario Oficial")
    page = editor.post(f"{SYNONYMS}new/", rule(**fields)).content.decode()
    assert said in page
    assert SynonymGroup.objects.count() == 1


def test_a_rule_can_be_kept_as_it_is_and_its_own_words_are_no_doubles(editor):
    group = SynonymGroup.objects.create(words="dof, Diario Oficial")
    editor.post(f"{SYNONYMS}edit/{group.pk}/", rule(words="dof, Diario Oficial", note="siglas"))
    group.refresh_from_db()
    assert group.note == "siglas"


def test_a_loop_is_kept_and_said(editor):
    SynonymGroup.objects.create(kind="one_way", words="celular", found="teléfono móvil")
    fields = rule(kind="one_way", words="teléfono móvil", found="celular")
    assert "va en sentido contrario" in editor.post(f"{SYNONYMS}new/", fields, follow=True).content.decode()
    assert SynonymGroup.objects.count() == 2


def test_a_trial_shows_how_a_query_is_understood_and_what_is_found(editor, site_tree, search_index, committing):
    with committing():
        factories.record(site_tree.collection, "Acta del ayuntamiento")
    SynonymGroup.objects.create(words="cabildo abierto, ayuntamiento", language="es")
    page = editor.get(
        "/admin/busqueda/probar/", {"q": 'el cabildo abierto -agua "de la" acta OR oficio', "locale": "es-mx"}
    )
    spanish, english = page.context["understood"]
    assert [(part["text"], part["also"]) for part in spanish["parts"]] == [
        ("el", ()), ("cabildo abierto", ("ayuntamiento",)), ("agua", ()), ("de la", ()), ("acta OR oficio", ()),
    ]  # fmt: skip
    assert [part["ignored"] for part in spanish["parts"]] == [True, False, False, False, False]
    assert not any(part["also"] for part in english["parts"])
    page = editor.get("/admin/busqueda/probar/", {"q": "cabildo abierto", "locale": "es-mx"}).content.decode()
    assert "Acta del" in page
    assert not QueryDay.objects.exists()


@pytest.mark.parametrize("q", ["", "¿?", "de la", '"', "OR", "-", "a OR -b", "x" * 600])
def test_odd_trials_answer(editor, site_tree, search_index, q):
    assert editor.get("/admin/busqueda/probar/", {"q": q}).status_code == 200


def test_a_trial_without_an_engine_still_says_how_it_is_understood(editor, monkeypatch):
    from search.engines.base import Unavailable

    def away(*_args):
        raise Unavailable("away")

    monkeypatch.setattr("search.service.find", away)
    page = editor.get("/admin/busqueda/probar/?q=ley").content.decode()
    assert "no responde por el momento" in page
    assert "Debe aparecer" in page


@pytest.mark.parametrize(
    "address",
    [
        SYNONYMS, f"{SYNONYMS}new/", "/admin/busqueda/probar/?q=a", "/admin/busqueda/sinonimos-muchos/",
        "/admin/busqueda/promover/?q=a", f"{REPORTS}frecuentes/", f"{REPORTS}sin-resultados/?export=csv",
        "/admin/busqueda/sinonimos.csv",
    ],
)  # fmt: skip
def test_who_has_no_right_is_sent_away(stranger, address):
    assert stranger.get(address).status_code in (302, 403)


def test_the_menu_has_what_an_editor_may_do_and_no_more(editor, site_tree):
    page = editor.get("/admin/").content.decode()
    for label in ("Probar una b", "Resultados promovidos", "squedas frecuentes", "squedas sin resultados"):
        assert label in page


@pytest.fixture
def days(db):
    """Three weeks of searches: (query, language, days ago, searches, empty, clicks, sum of places)."""
    today = timezone.localdate()
    for query, language, ago, *numbers in (
        ("ley de aguas", "es", 1, 10, 0, 6, 12),
        ("ley de aguas", "es", 15, 2, 0, 9, 9),
        ("water", "en", 1, 4, 0, 0, 0),
        ("perro", "es", 2, 3, 3, 0, 0),
        ("=2+5", "es", 2, 1, 1, 0, 0),
        ("", "es", 2, 7, 5, 1, 1),
    ):
        fields = dict(zip(("searches", "empty", "clicks", "positions"), numbers, strict=True))
        QueryDay.objects.create(query=query, language=language, day=today - dt.timedelta(days=ago), **fields)
    return today


def rows(response) -> list[str]:
    return [row["query"] for row in response.context["object_list"]]


def test_the_reports_add_up_days(editor, days):
    page = editor.get(f"{REPORTS}frecuentes/")
    assert rows(page) == ["ley de aguas", "water", "perro", "=2+5"]
    first = page.context["object_list"][0]
    assert (first["times"], first["opened"], first["rate"], first["days"], first["place"]) == (12, 12, 100, 2, 1)
    assert (page.context["searches"], page.context["empty_searches"]) == (27, 9)
    assert rows(editor.get(f"{REPORTS}sin-resultados/")) == ["perro", "=2+5"]
    assert rows(editor.get(f"{REPORTS}sin-clics/")) == ["water"]


def test_the_reports_are_narrowed_by_date_language_and_words(editor, days):
    since = (days - dt.timedelta(days=3)).isoformat()
    page = editor.get(f"{REPORTS}frecuentes/?day_from={since}")
    assert page.context["object_list"][0]["rate"] == 60
    assert rows(editor.get(f"{REPORTS}frecuentes/?language=en")) == ["water"]
    assert rows(editor.get(f"{REPORTS}frecuentes/results/?q=perr")) == ["perro"]
    assert rows(editor.get(f"{REPORTS}frecuentes/?ordering=query"))[0] == "=2+5"


def test_a_row_leads_to_a_synonym_and_to_a_promotion(editor, days):
    page = editor.get(f"{REPORTS}sin-resultados/").content.decode()
    assert f"{SYNONYMS}new/?words=perro" in page
    assert "/admin/busqueda/promover/?q=perro" in page
    assert "perro</textarea>" in editor.get(f"{SYNONYMS}new/?words=perro").content.decode()


def test_the_record_that_is_opened_most_is_named_while_it_is_public(editor, source, days):
    source.add(7, "Ley de aguas de 1910")
    for record, clicks in (("memory:7", 3), ("memory:8", 2), ("gone:1", 1)):
        ClickDay.objects.create(query="ley de aguas", language="es", day=days, record=record, clicks=clicks)
    assert "Ley de aguas de 1910" in editor.get(f"{REPORTS}frecuentes/").content.decode()
    del source.items[7]
    page = editor.get(f"{REPORTS}frecuentes/")
    assert page.status_code == 200
    assert "Ley de aguas de 1910" not in page.content.decode()


def test_who_may_only_see_the_reports_gets_no_buttons(stranger, days):
    User.objects.get(username="luis").user_permissions.add(Permission.objects.get(codename="view_queryday"))
    page = stranger.get(f"{REPORTS}sin-resultados/").content.decode()
    assert "perro" in page
    assert "Hacer sin" not in page


def test_the_downloads_hold_the_same_rows_and_no_formula(editor, days):
    text = b"".join(editor.get(f"{REPORTS}sin-resultados/?export=csv").streaming_content).decode("utf-8-sig")
    assert [line.split(",")[0] for line in text.splitlines()] == ["Búsqueda", "perro", "'=2+5"]
    body = b"".join(editor.get(f"{REPORTS}sin-resultados/?export=xlsx").streaming_content)
    sheet = load_workbook(io.BytesIO(body)).active
    assert [cell.value for cell in sheet["A"]] == ["Búsqueda", "perro", "'=2+5"]


def test_the_number_of_queries_of_a_report_does_not_grow_with_its_rows(editor, days, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            editor.get(f"{REPORTS}frecuentes/")
        return len(caught)

    cost()
    few = cost()
    for number in range(40):
        QueryDay.objects.create(query=f"otra {number}", language="es", day=days, searches=1)
    assert cost() == few
