"""/estados/: the 32 rows, today and in each cut, what changes them at once, and how much it asks of the database."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import RecordPage
from estados.enums import StepStatus
from estados.models import ActionPlan, Contradiction, CutRow, Figure, StepRecord
from estados.services import national_board
from home.demo.states_national import make_national
from tests.estados import making

BUDGET = 12


@pytest.fixture
def board(site_tree, zacatecas):
    """The board with the facts' cuts and the microsite of one state."""
    make_national()
    national_board._kept.clear()
    return making.states_page(site_tree)


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def get(client, query=""):
    answer = client.get(f"/estados/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def row_of(html, state="32"):
    """The cells of a state's row as texts, its name first."""
    row = re.search(rf'<tr id="e{state}">(.*?)</tr>', html, re.DOTALL)[1]
    return [text_of(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]


def names(html):
    return [text_of(name) for name in re.findall(r'<tr id="e\d\d"><th scope="row">(?:<a[^>]*>)?([^<]+)', html)]


def queries(client, query=""):
    with CaptureQueriesContext(connection) as captured:
        get(client, query)
    return len(captured)


def test_all_32_states_have_a_row_and_a_tile(client, board):
    html = get(client)
    assert len(names(html)) == 32
    assert len(re.findall(r'class="tile tile-at-', html)) == 32


def test_without_anything_of_its_own_a_state_tells_the_last_statement_with_its_date_and_its_source(client, board):
    cells = row_of(get(client), "27")
    assert cells[1:4] == ["G15 may 2017", "Sí may 2017", "Sí may 2017"]
    assert cells[4] == "Sí nov 2020"
    assert cells[5] == "1 plan nov 2020"
    assert cells[6].startswith("5. Plan leído de las marcas")
    assert cells[8] == "Sí nov 2020"
    assert '<a class="cell__when" href="?corte=2020-11-10#e27">' in get(client)


def test_a_state_of_which_nobody_says_that_it_began_has_no_light(client, board):
    cells = row_of(get(client), "18")
    assert cells[7].startswith("Sin información")
    assert cells[3:7] == ["sin dato"] * 4


def test_our_own_steps_and_plans_stand_over_the_cuts(client, board):
    today = timezone.localdate()
    StepRecord.objects.create(state="32", step=5, status=StepStatus.UNDER_WAY, on=today - dt.timedelta(3))
    making.plan("32", launched_on=today - dt.timedelta(3))
    cells = row_of(get(client))
    assert cells[5].startswith("1 plan vigente hasta el")
    assert cells[6].startswith("5. Plan En marcha")
    assert cells[7] == "Al corriente Plan vigente y nada vencido."
    assert "may 2017" in cells[2]


def test_a_step_without_proof_is_declared_and_bears_the_date_of_the_source_that_says_so(client, board):
    StepRecord.objects.create(state="32", step=2, status=StepStatus.DONE)
    assert row_of(get(client))[3] == "Declarado may 2017"


@pytest.mark.parametrize(("days", "level"), [(200, "Con atención"), (400, "Detenido")])
def test_what_is_late_in_the_last_plan_changes_the_light(client, board, days, level):
    making.plan("32", launched_on=timezone.localdate() - dt.timedelta(days))
    assert row_of(get(client))[7].startswith(level)


def test_a_change_shows_at_once_however_it_was_written(client, board, site_tree):
    plan = making.plan("32", launched_on=timezone.localdate())
    assert row_of(get(client))[5].startswith("1 plan")
    ActionPlan.objects.filter(pk=plan.pk).update(live=False)
    assert row_of(get(client))[5] == "Sí nov 2020" or row_of(get(client))[5].startswith("2 planes nov 2020")
    CutRow.objects.filter(cut__slug="2020-11-10", state="32").update(plans=7)
    assert row_of(get(client))[5] == "7 planes nov 2020"
    step = StepRecord.objects.create(state="32", step=1, status=StepStatus.UNDER_WAY)
    assert row_of(get(client))[2].startswith("En marcha")
    StepRecord.objects.filter(pk=step.pk).update(status=StepStatus.NO_INFORMATION)
    assert row_of(get(client))[2] == "Sí may 2017"
    Contradiction.objects.filter(state="32").delete()
    assert "contradicci" not in row_of(get(client))[0]


def test_a_proof_that_is_withdrawn_undoes_the_step_at_once(client, board, site_tree):
    from tests import factories

    record = factories.record(site_tree.collection)
    StepRecord.objects.create(state="32", step=1, status=StepStatus.DONE, on="2015-07-02", proof_record=record)
    assert row_of(get(client))[2] == "Hecho 2 jul 2015"
    RecordPage.objects.get(pk=record.pk).unpublish()
    assert row_of(get(client))[2] == "Declarado 2 jul 2015"


def test_a_state_whose_microsite_is_closed_tells_only_the_sources(client, board, zacatecas):
    making.plan("32", launched_on=timezone.localdate())
    assert "vigente" in row_of(get(client))[5]
    zacatecas.expire_at = timezone.now() - dt.timedelta(minutes=1)
    zacatecas.save()
    html = get(client)
    assert "vigente" not in row_of(html)[5]
    assert "/estados/zacatecas/" not in html


def test_a_cut_is_as_its_source_printed_it_with_its_lines(client, board):
    html = get(client, "?corte=2017-05")
    zacatecas = row_of(html)
    assert zacatecas[1:6] == ["G15", "Sí", "Sí", "Sí", "Sí"]
    assert zacatecas[6] == "6. Seguimiento Seguimiento PAL"
    assert zacatecas[7] == "Punto de color ilegible"
    assert zacatecas[-1] == "199"
    assert row_of(html, "08")[7] == "Sin punto"
    assert row_of(html, "01")[2] == "sin dato"
    assert "transcripción 000" in text_of(html)


def test_a_state_that_a_source_does_not_name_says_so(client, board):
    assert row_of(get(client, "?corte=2020-11-10"), "18")[-1] == "La fuente no la nombra."


def test_every_column_sorts_both_ways_by_a_plain_link(client, board):
    html = get(client)
    for head in re.findall(r'<th scope="col"[^>]*><a href="([^"#]+)#tabla"', html):
        query = head.replace("&amp;", "&")
        assert len(names(get(client, query))) == 32, query
        assert 'aria-sort="' in get(client, query)
    assert names(get(client, "?orden=-estado"))[0] == "Zacatecas"
    down = get(client, "?orden=-paso")
    assert re.search(r'aria-sort="descending"><a href="\?orden=paso#tabla"', down)
    steps = [int(m) for m in re.findall(r">(\d)\. ", down.split("<tbody>")[1].split("</tbody>")[0])]
    assert steps == sorted(steps, reverse=True)
    assert "sin dato" in row_of(down, "18")[6]
    assert names(down)[-1] == "Yucatán"  # who says nothing is last, by name


def test_filters_of_step_and_group_are_a_plain_form(client, board):
    html = get(client, "?corte=2017-05&paso=4&grupo=G16&orden=-estado")
    assert names(html) == ["Nuevo León", "Campeche"]
    assert '<option value="4" selected>' in html
    assert 'name="orden" value="-estado"' in html
    assert "Ninguna entidad cumple" in get(client, "?corte=2017-05&paso=5")


def test_words_that_mean_nothing_change_nothing(client, board):
    plain = names(get(client))
    for query in (
        "?corte=1900",
        "?orden=drop",
        "?paso=9",
        "?paso=%C2%B2",
        "?grupo=G99",
        "?contra=2017-05",
        "?corte=hoy&contra=x",
    ):
        assert names(get(client, query)) == plain


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?corte=1900", "No hay un corte «1900»."),
        ("?corte=hoy&contra=2017-05", "Lo de hoy no se compara con un corte"),
        ("?contra=2017-05", "Lo de hoy no se compara con un corte"),
        ("?corte=2017-05&contra=1900", "No hay un corte «1900» con el cual comparar."),
        ("?corte=2017-05&contra=2017-05", "elija dos cortes distintos"),
        ("?paso=9", "«9» no es un valor de Paso"),
        ("?grupo=%3Cb%3E", "«&lt;b&gt;» no es un valor de Grupo"),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(client, board, query, words):
    html = get(client, query)
    assert words in html
    assert html.count("message--warning") == 1


@pytest.mark.parametrize(
    "query", ["", "?corte=&contra=&paso=&grupo=", "?corte=hoy&paso=5", "?corte=2020-11-10&contra=2017-05"]
)
def test_what_is_known_needs_no_notice(client, board, query):
    assert "message--warning" not in get(client, query)


def test_what_nobody_publishes_here_is_no_zero(client, board):
    computed = text_of(get(client).split("<caption>Contado aquí")[1].split("</table>")[0])
    assert "Entidades con micrositio público. 1" in computed
    assert computed.count("sin datos") == 4
    assert "0 entidades" not in computed
    making.commitment(making.plan("32"))
    computed = text_of(get(client).split("<caption>Contado aquí")[1].split("</table>")[0])
    assert "de 1 entidad. 1" in computed
    assert computed.count("sin datos") == 2


def test_the_download_under_the_board_and_the_api_say_what_the_board_says(client, board):
    making.plan("32", launched_on=timezone.localdate() - dt.timedelta(400))
    html = get(client)
    file = b"".join(client.get("/estados/datos/entidades.json").streaming_content)
    told = {row["clave_entidad"]: row for row in json.loads(file)}
    answers = client.get("/api/v1/states?page_size=100").json()["results"]
    levels = {
        "verde": "Al corriente",
        "ambar": "Con atención",
        "rojo": "Detenido",
        "sin-informacion": "Sin información",
    }
    assert len(told) == len(answers) == 32
    for answer in answers:
        row, shown = told[answer["key"]], row_of(html, answer["key"])
        for place, name in enumerate(
            ("declaracion", "sensibilizacion", "secretariado", "plan", "paso_actual", "semaforo", "comision", "ultima_informacion"),
            start=2,
        ):  # fmt: skip
            parts = [row[name], row.get(f"{name}_detalle"), row.get(f"{name}_razon"), row.get(f"{name}_de_cuando")]
            if name == "semaforo":
                parts[0] = levels[parts[0]]
            assert " ".join(part for part in parts if part) == shown[place].replace("sin dato", ""), (row, name)
        light = answer["board"]["light"]
        assert (light["value"], light["reason"]) == (row["semaforo"], row["semaforo_razon"])
        assert (answer["board"]["plan"] or {}).get("mark") == row["plan"]
        assert answer["board"]["last_update"] == (row["ultima_informacion"] or "")
    assert told["32"]["semaforo"] == "rojo"
    assert told["18"]["plan"] is None


def test_two_cuts_tell_only_what_changed_with_both_sources(client, board):
    text = get(client, "?corte=2020-11-10&contra=2017-05")
    section = text.split('<section aria-labelledby="diferencias">')[1].split("</section>")[0]
    told = text_of(section)
    assert "Qué cambió de mayo de 2017 a 10 de noviembre de 2020" in told
    assert "Tabasco" in told
    assert "De «No» a «Sí»" in told
    assert "Grupo: falta en 10 de noviembre de 2020" in told
    assert "transcripción 000" in told
    assert "transcripción 002" in told
    assert "Aguascalientes" not in told
    assert "?corte=2017-05#e27" in section
    swapped = get(client, "?corte=2017-05&contra=2020-11-10")
    assert swapped.split('<section aria-labelledby="diferencias">')[1].split("</section>")[0] == section


def test_contradictions_are_marked_in_the_row_and_told_with_both_sources(client, board):
    html = get(client)
    assert "1 contradicción" in row_of(html, "27")[0]
    assert "3 contradicciones" in row_of(html, "32")[0]
    assert 'href="#contradicciones-27"' in html
    assert 'id="contradicciones-27"' in html
    section = text_of(html.split('id="contradicciones-27"')[1].split("</article>")[0])
    assert "renglón 203" in section
    assert "renglones 217-218" in section


def test_what_is_counted_here_and_what_a_source_says_are_two_tables(client, board):
    making.commitment(making.plan("32"), targets=[(16, "16.6"), (5, "")])
    html = get(client)
    here, quoted = (text_of(part) for part in html.split("<caption>")[1:3])
    assert "Compromisos Compromisos publicados en esos planes. 1" in here
    assert "140" not in here.split("</table>")[0].split("Totales")[0]
    assert "140 10 de noviembre de 2020" in quoted
    assert "Renglón 162." in quoted
    charts = re.findall(r'<h3 id="([^"]+)">', html)
    assert "ods-aqui" in charts
    assert "ods-2020-11-10" in charts
    Figure.objects.all().delete()
    assert "140" not in text_of(get(client).split('id="cifras"')[1].split("</section>")[0])


def test_the_rule_and_that_the_sources_colours_cannot_be_read_are_on_the_page(client, board):
    text = text_of(get(client))
    assert "su color no se puede leer" in text
    assert "Hay un plan vigente o un paso en marcha" in text


def test_it_asks_twelve_questions_at_most_and_as_many_with_one_state_as_with_all(client, board, site_tree):
    get(client)
    small = queries(client)
    national_board._kept.clear()
    first = queries(client)
    for number in range(1, 33):
        key = f"{number:02d}"
        making.state(site_tree, key)
        plan = making.plan(key, 2, launched_on=timezone.localdate() - dt.timedelta(250))
        item = making.commitment(plan, targets=[(number % 17 + 1, "")])
        making.verdict(item)
        for step in range(1, 7):
            StepRecord.objects.get_or_create(
                state=key, cycle=2, step=step, defaults={"status": StepStatus.DONE, "on": "2026-01-02"}
            )
    national_board._kept.clear()
    large = queries(client)
    assert queries(client) == small <= large <= first + 2 <= BUDGET + 2
    assert large <= BUDGET
    for query in ("?corte=2017-05", "?corte=2020-11-10&contra=2016-09", "?orden=-semaforo&grupo=G15"):
        assert queries(client, query) <= BUDGET


def test_the_board_of_another_language_is_not_the_kept_one(client, board):
    spanish = get(client)
    answer = client.get("/estados/", headers={"Accept-Language": "en"})
    assert answer.content.decode().count("<tr id=") == spanish.count("<tr id=")
