"""Sheets of commitments and of milestones: what is exported changes nothing, what is wrong is named by cell, all can be undone."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acervo.history.models import FieldChange
from acervo.tabular import services
from acervo.tabular.models import BatchState
from acervo.tabular.registry import table
from acervo.tabular.services.mending import reasons
from acervo.tabular.table import UndoRefused
from estados import goals
from estados.exports.formats import download
from estados.exports.resources import resource
from estados.imports.columns import COLUMNS
from estados.imports.milestone_values import values_of as milestone_values
from estados.imports.milestones import COLUMNS as MILESTONE_COLUMNS
from estados.imports.values import values_of
from estados.models import Body, Commitment, Milestone
from tests.estados import making
from tests.estados.open_data import rich

pytestmark = pytest.mark.django_db
NEW = {"plan": "ZAC-PAL1", "titulo": "Ventanilla única de trámites"}
CREAS = {f"{name}{end}": value for name in ("concreto", "realizable", "estrategico", "transformador", "sostenible")
         for end, value in (("", "sí"), ("_razon", "Se revisó"))}  # fmt: skip


def sheet(rows, headers=None):
    headers = headers or list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, headers)
    writer.writeheader()
    writer.writerows(rows)
    return ContentFile(out.getvalue().encode(), name="hoja.csv")


def receive(rows, *, name="commitments", source="32", user=None, **also):
    upload = rows if isinstance(rows, ContentFile) else sheet(rows)
    return services.receive(table(name), source, upload, user, **also)


def checked(rows, **also):
    return services.check(receive(rows, **also))


def written(rows, **also):
    return services.write(receive(rows, **also))


def told(batch):
    """Every reason of every refused row, in one text."""
    return "\n".join(line for row in batch.rows.all() for line in reasons(row))


def counts(batch):
    return {name: number for name, number in batch.counts.items() if number}


def exported(name, form="csv", **filters):
    return ContentFile(b"".join(download(resource(name), form, filters)), name=f"{name}.{form}")


def everything():
    return {item.code: values_of(item) for item in Commitment.objects.all()}


@pytest.fixture
def zac(site_tree):
    return rich(site_tree)


# --- What is exported changes nothing ---


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(("name", "data"), [("commitments", "compromisos"), ("milestones", "hitos")])
def test_the_export_brought_back_changes_nothing(zac, form, name, data):
    before, history = everything(), FieldChange.objects.count()
    stones = {item.pk: milestone_values(item) for item in Milestone.objects.all()}
    batch = receive(exported(data, form), name=name)
    assert services.recognise(batch).is_certain
    assert services.recognise(batch).unknown == []
    services.check(batch)
    assert set(counts(batch)) == {"same"}, (told(batch), [row.changes for row in batch.rows.all()])
    services.write(batch)
    assert everything() == before
    assert {item.pk: milestone_values(item) for item in Milestone.objects.all()} == stones
    assert FieldChange.objects.count() == history


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from("\n=+-@'\"|;,«»"), max_size=60
).filter(lambda text: text.strip() not in ("-", "–", "—") and not text.strip().startswith("{="))  # fmt: skip
COMMITMENTS = st.fixed_dictionaries(
    {
        "title": TEXT.map(lambda text: f"T{text}"), "problem": TEXT, "description": TEXT, "budget_note": TEXT, "source": TEXT,
        "number": st.none() | st.integers(0, 300), "budget": st.none() | st.decimals(0, 10**12, places=2),
        "starts_on": st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2016, 1, 1)),
        "ends_on": st.none() | st.dates(dt.date(2016, 1, 1), dt.date(2040, 1, 1)),
        "concrete": st.sampled_from([None, True, False]), "concrete_reason": TEXT,
        "ogp_values": st.lists(st.sampled_from(["acceso", "participacion", "rendicion", "tecnologia"]), unique=True),
        "targets": st.lists(st.sampled_from([(16, "16.6"), (16, "16.10"), (3, ""), (9, "9.c"), (10, "10.1")]), unique=True, max_size=3),
    }
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=COMMITMENTS)
def test_whatever_a_commitment_says_its_export_changes_nothing(zac, fields):
    made = making.commitment(zac.plan, concrete_reason=fields.pop("concrete_reason"), **fields)
    batch = checked(exported("compromisos"))
    said = [(row.changes, row.faults) for row in batch.rows.all()]
    made.delete()
    assert set(counts(batch)) == {"same"}, said


def test_every_column_stands_in_the_export(zac):
    assert {column.header for column in COLUMNS} <= set(resource("compromisos").headers)
    # the name of the state is read where a sheet has it; the export of milestones has only its key
    assert {column.header for column in MILESTONE_COLUMNS} - {"entidad"} <= set(resource("hitos").headers)
    assert set(resource("compromisos").headers) - {column.header for column in COLUMNS} == set(
        table("commitments").ignored
    )
    assert set(resource("hitos").headers) - {column.header for column in MILESTONE_COLUMNS} == set(
        table("milestones").ignored
    )


# --- New and changed ---


def test_a_new_row_becomes_a_draft_with_a_code_and_publishing_is_a_choice(zac, client):
    written([{**NEW, "numero": "7", **CREAS}])
    draft = Commitment.objects.get(code="ZAC-PAL1-C7")
    assert not draft.live
    assert client.get(draft.get_absolute_url()).status_code == 404
    written([{**NEW, "titulo": "Observatorio local", "numero": "8", **CREAS}], options={"publish": True})
    assert Commitment.objects.get(code="ZAC-PAL1-C8").live


def test_one_whose_criteria_are_not_explained_stays_a_draft_and_says_so(zac):
    batch = written(
        [{**NEW, "numero": "7", **CREAS, "concreto": "no", "concreto_razon": ""}], options={"publish": True}
    )
    assert not Commitment.objects.get(code="ZAC-PAL1-C7").live
    assert "borrador" in batch.rows.get().notes[0]


def test_a_row_with_a_code_changes_that_commitment_and_leaves_its_history(zac):
    batch = written([{"clave": "ZAC-PAL1-C1", "plan": "1", "titulo": "Deuda pública, seguimiento", "ods": "16.6", "termina": "31/12/2017", "problema": "Otro", **CREAS}])  # fmt: skip
    assert counts(batch) == {"changed": 1}, told(batch)
    changed = Commitment.objects.get(code="ZAC-PAL1-C1")
    assert (changed.title, changed.ends_on, changed.live) == ("Deuda pública, seguimiento", dt.date(2017, 12, 31), True)
    assert [str(item) for item in changed.targets.all()] == ["16.6"]
    assert changed.description.startswith("=HYPERLINK")  # a column that the sheet lacks says nothing
    fields = set(FieldChange.objects.filter(batch=batch).values_list("field", flat=True))
    assert {"title", "ends_on", "targets", "problem"} <= fields


def test_what_waits_to_be_published_takes_the_value_too(zac):
    draft = Commitment.objects.get(pk=zac.commitment.pk)
    draft.description = "En un borrador"
    draft.save_revision()
    written([{"clave": "ZAC-PAL1-C1", "plan": "1", "titulo": "Título de la hoja", **CREAS}])
    live = Commitment.objects.get(pk=draft.pk)
    assert live.title == "Título de la hoja"
    waiting = live.latest_revision.as_object()
    assert (waiting.title, waiting.description) == ("Título de la hoja", "En un borrador")


def test_institutions_are_found_by_name_or_acronym_and_made_only_with_a_sector(zac):
    batch = written([{**NEW, "responsable": "sfp", "contraparte": "Colectivo Ciudadano", "apoyan": "SFP|Red de Vecinas [sociedad civil]"}])  # fmt: skip
    made = Commitment.objects.get(title=NEW["titulo"])
    assert (made.lead, made.counterpart) == (zac.lead, zac.society)
    assert {body.name for body in made.supporting.all()} == {zac.lead.name, "Red de Vecinas"}
    assert Body.objects.get(name="Red de Vecinas").sector == "sociedad"
    assert "se dará de alta" in batch.rows.get().notes[0]
    refused = checked([{**NEW, "titulo": "Otro", "responsable": "Secretaría de la Función Publicas"}])
    assert "escriba «Secretaría de la Función Pública»" in told(refused)


def test_likely_twins_wait_for_a_person(zac):
    batch = checked([{**NEW, "numero": "1"}])
    row = batch.rows.get()
    assert (row.outcome, [item["pk"] for item in row.candidates]) == ("doubtful", [zac.commitment.pk])
    services.decide(batch, {1: zac.commitment.pk})
    services.write(services.check(batch))
    assert Commitment.objects.get(pk=zac.commitment.pk).title == NEW["titulo"]
    assert Commitment.objects.count() == 1


# --- A dirty sheet ---

DIRTY = [
    ({**NEW, "titulo": "Plan que no hay", "plan": "ZAC-PAL9"}, "escriba una de estas: ZAC-PAL1"),
    ({**NEW, "titulo": "De otra entidad", "plan": "MOR-PAL1"}, "es de Morelos"),
    ({**NEW, "titulo": "Fecha", "empieza": "31/02/2017"}, "no es un día del calendario"),
    ({**NEW, "titulo": "Al revés", "empieza": "2017-05-01", "termina": "2016-05-01"}, "termina antes de empezar"),
    ({**NEW, "titulo": "Meta", "ods": "16.6; 18"}, "«18» no es un ODS"),
    ({**NEW, "titulo": "Varias metas", "ods": "99; 16.6; 16.99"}, "«99» no es un ODS ni una meta; «16.99» no es un ODS ni una meta; escriba números"),
    ({**NEW, "titulo": "Varios valores", "valores_aga": "aceso|rendicion|marciano"}, "«aceso» no está en la lista; «marciano» no está en la lista"),
    ({**NEW, "titulo": "Varias que apoyan", "apoyan": "Nadie|SFP|Ninguna"}, "«Nadie» no es una institución conocida; «Ninguna» no es una institución conocida"),
    ({**NEW, "titulo": "Otra clave", "clave_entidad": "17"}, "columna «clave_entidad»: «17» es Morelos, y ZAC-PAL1 es de Zacatecas; corrija la entidad o la clave ZAC-PAL1"),
    ({**NEW, "titulo": "Otro nombre", "clave_entidad": "32", "entidad": "Morelos"}, "columna «entidad»: «Morelos» es Morelos, y ZAC-PAL1 es de Zacatecas"),
    ({**NEW, "titulo": "Ninguna entidad", "clave_entidad": "99"}, "«99» no es una entidad"),
    ({**NEW, "titulo": "Duda", "concreto": "quizá"}, "escriba sí o no"),
    ({**NEW, "titulo": "Dinero", "presupuesto": "1,5 millones"}, "no es una cantidad en pesos"),
    ({**NEW, "titulo": "Avance", "avance_a_mano": "150"}, "entre 0 y 100"),
    ({**NEW, "titulo": "Sin razón", "avance_a_mano": "50"}, "sin decir por qué"),
    ({**NEW, "titulo": "Tema", "temas": "patrimonios"}, "escriba «Patrimonio»"),
    ({**NEW, "titulo": "Valor", "valores_aga": "aceso"}, "no está en la lista"),
    ({**NEW, "titulo": "Sector", "responsable": "Nueva [marciana]"}, "no está en la lista"),
    ({**NEW, "titulo": "=SUMA(A1)"}, "fórmula"),
    ({**NEW, "titulo": ""}, "obligatoria"),
    ({**NEW, "titulo": "Largo " * 60}, "caben 255"),
    ({**NEW, "titulo": "Clave", "clave": "zac pal1 c#"}, "no es una clave de compromiso"),
    ({"clave": "ZAC-PAL1-C1", "plan": "ZAC-PAL1", "titulo": "Igual", "concreto": "no", "concreto_razon": "-"}, "no se cumple"),
]  # fmt: skip


def test_a_dirty_sheet_is_refused_cell_by_cell_and_the_rest_is_written(zac, site_tree):
    making.state(site_tree, "17")
    making.plan("17")
    good = [{**NEW, "presupuesto": "$1,250,000.50", "empieza": "1/9/2016", "ods": "ODS 16, 9.C", "temas": "Patrimonio"}]
    before = everything()
    batch = written([row for row, _why in DIRTY] + good)
    found = {row.number: "\n".join(reasons(row)) for row in batch.rows.filter(outcome="refused")}
    for number, (row, why) in enumerate(DIRTY, start=1):
        assert why in found.get(number, ""), (row, found.get(number))
        assert f"fila {number}" in found[number]
    assert counts(batch) == {"refused": len(DIRTY), "created": 1}
    made = Commitment.objects.get(title=NEW["titulo"])
    assert (str(made.budget), made.starts_on, [str(item) for item in made.targets.all()]) == (
        "1250000.50", dt.date(2016, 9, 1), ["16", "9.c"],
    )  # fmt: skip
    assert {code: value for code, value in everything().items() if code != made.code} == before


@pytest.mark.parametrize(
    "said", [{"clave_entidad": "32.0"}, {"entidad": "ZACATECAS"}, {"clave_entidad": "", "entidad": "ZAC"}]
)
def test_a_sheet_may_say_its_state_again_as_offices_write_it(zac, said):
    assert counts(checked([{**NEW, **said}])) == {"created": 1}
    batch = checked([{"compromiso": "ZAC-PAL1-C1", "entregable": "Nuevo", **said}], name="milestones")
    assert counts(batch) == {"created": 1}


def test_no_two_columns_are_called_the_same():
    for columns in (COLUMNS, MILESTONE_COLUMNS):
        labels = [str(column.label) for column in columns]
        assert len(labels) == len(set(labels))
    assert "Razón de «Concreto»" in [str(column.label) for column in COLUMNS]
    titles = {field.name: str(field.title) for field in resource("compromisos").fields}
    assert titles["sostenible_razon"] == "Razón de «Sostenible»"


def test_the_agenda_has_169_targets():
    assert len(goals.TARGETS) == 169
    assert goals.exists("16")
    assert goals.exists("9.c")
    assert not any(map(goals.exists, ("", "0", "18", "16.0", "16.11", "17.a", "²")))


# --- Who may ---


def test_a_row_of_a_state_that_is_not_ones_own_is_a_fault(zac, site_tree):
    morelos = making.state(site_tree, "17")
    making.plan("17")
    user = making.user_of_team(morelos)
    batch = written([{"clave": "ZAC-PAL1-C1", "plan": "ZAC-PAL1", "titulo": "Ajeno"}, {"plan": "MOR-PAL1", "titulo": "Propio"}], source="00", user=user)  # fmt: skip
    assert "«ZAC-PAL1» es de Zacatecas" in told(batch)
    assert counts(batch) == {"refused": 1, "created": 1}
    assert Commitment.objects.get(code="ZAC-PAL1-C1").title == "@Seguimiento a la deuda"
    assert Commitment.objects.get(title="Propio").plan.state == "17"


def test_a_team_is_offered_its_own_state_and_a_voice_nothing(zac, client):
    team, voice = making.user_of_team(zac.page), making.user_of_voice("32")
    upload = reverse("acervo_tabular:upload", args=["commitments"])
    client.force_login(team)
    page = client.get(upload).content.decode()
    assert '<option value="32">Zacatecas</option>' in page
    assert "Morelos" not in page
    assert not table("commitments").may_import(voice)
    client.force_login(voice)
    assert client.get(upload).status_code in (302, 403)


def test_the_admin_takes_a_sheet_from_upload_to_report(zac, client):
    client.force_login(making.user_of_team(zac.page))
    response = client.post(
        reverse("acervo_tabular:upload", args=["milestones"]),
        {
            "source": "32",
            "file": sheet([{"compromiso": "ZAC-PAL1-C1", "entregable": "Encuesta"}]),
            "blank_policy": "keep",
        },
        follow=True,
    )
    assert response.status_code == 200
    assert "entregable" in response.content.decode()


# --- Milestones ---


def test_milestones_are_made_changed_and_their_state_is_added_never_rewritten(zac):
    rows = [
        {"compromiso": "ZAC-PAL1-C1", "entregable": "Encuesta de salida", "peso": "5", "fecha_limite": "2017-08-01", "responsable": "SFP", "situacion": "", "desde": "", "nota": "", "id": ""},
        {"compromiso": "ZAC-PAL1-C1", "entregable": "Informe ciudadano", "peso": "", "situacion": "En marcha", "desde": "2017-05-20", "nota": "Comenzó", "id": ""},
        {"compromiso": "ZAC-PAL1-C1", "entregable": "Micrositio en línea", "id": str(zac.milestone.pk), "situacion": "hecho", "desde": "2017-05-01"},
    ]  # fmt: skip
    batch = written(rows, name="milestones")
    assert counts(batch) == {"created": 1, "changed": 2}, told(batch)
    made = Milestone.objects.get(deliverable="Encuesta de salida")
    assert (made.weight, made.due, made.responsible, made.number) == (5, dt.date(2017, 8, 1), zac.lead, 3)
    assert [(item.status, str(item.on), item.note) for item in zac.pending.reports.all()] == [("en-marcha", "2017-05-20", "Comenzó")]  # fmt: skip
    zac.milestone.refresh_from_db()
    assert (zac.milestone.deliverable, zac.milestone.reports.count()) == ("Micrositio en línea", 1)
    services.undo(batch, None)
    zac.milestone.refresh_from_db()
    assert zac.milestone.deliverable == "+Micrositio publicado"
    assert zac.pending.reports.count() == 0
    assert not Milestone.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"compromiso": "ZAC-PAL1-C99"}, "no es la clave de un compromiso"),
        ({"peso": "0"}, "entre 1 y 100"),
        ({"situacion": "hecho"}, "no dice desde cuándo"),
        ({"situacion": "hecho", "desde": "2999-01-01"}, "aún no llega"),
        ({"desde": "2017-01-01"}, "escriba la situación"),
        ({"id": "999999"}, "no es un hito de"),
        ({"responsable": "Nadie"}, "no es una institución conocida"),
        (
            {"clave_entidad": "17", "orden": "1"},
            "columna «clave_entidad»: «17» es Morelos, y ZAC-PAL1-C1 es de Zacatecas",
        ),
        ({"entidad": "Morelos"}, "columna «entidad»: «Morelos» es Morelos, y ZAC-PAL1-C1 es de Zacatecas"),
    ],
)
def test_a_dirty_milestone_is_named_by_cell(zac, row, why):
    batch = checked([{"compromiso": "ZAC-PAL1-C1", "entregable": "Nuevo", **row}], name="milestones")
    assert why in told(batch)
    assert counts(batch) == {"refused": 1}


# --- Undoing ---


def test_a_sheet_is_undone_whole_with_its_institutions(zac):
    before, bodies = everything(), Body.objects.count()
    batch = written(
        [
            {"clave": "ZAC-PAL1-C1", "plan": "1", "titulo": "Otro título", "ods": "3", "apoyan": "Nueva [publica]", **CREAS},
            {"plan": "1", "titulo": "Nuevo", "responsable": "Nueva [publica]", "clave": "", "ods": "", "apoyan": "", **CREAS},
        ]
    )  # fmt: skip
    assert counts(batch) == {"changed": 1, "created": 1}, told(batch)
    done = services.undo(batch, None)
    assert (done.deleted, done.restored, done.kept) == (1, 1, [])
    assert everything() == before
    assert Body.objects.count() == bodies
    batch.refresh_from_db()
    assert batch.state == BatchState.UNDONE
    assert Commitment.objects.get(pk=zac.commitment.pk).live


def test_what_is_newer_is_in_the_way_and_is_left_alone_when_forced(zac):
    batch = written(
        [
            {"clave": "ZAC-PAL1-C1", "plan": "1", "titulo": "De la hoja", "problema": "De la hoja", **CREAS},
            {"clave": "", "plan": "1", "titulo": "Nuevo con hitos", "problema": "", **CREAS},
        ]
    )
    changed = Commitment.objects.get(pk=zac.commitment.pk)
    changed.title = "De una persona"
    changed.save()
    making.milestone(Commitment.objects.get(title="Nuevo con hitos"))
    with pytest.raises(UndoRefused) as refused:
        services.undo(batch, None)
    assert {item.field or item.reason for item in refused.value.obstacles} == {"title", "tiene hitos"}
    done = services.undo(batch, None, force=True)
    changed.refresh_from_db()
    assert changed.title == "De una persona"
    assert changed.problem != "De la hoja"
    assert len(done.kept) == 2
    assert Commitment.objects.filter(title="Nuevo con hitos").exists()
