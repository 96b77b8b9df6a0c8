"""The public board of a state: views, past days, filters, order, and how many queries it takes."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from documents.models import Theme
from estados.enums import Sector
from estados.models import Body, Commitment
from estados.services import board_page
from estados.services.board_query import BoardQuery
from tests.estados import boards, making
from tests.observatorio.public_inventory import cold

pytestmark = pytest.mark.django_db
BUDGET = 30  # with the site's and the microsite's navigation, and nothing remembered from other requests
VIEWS = ("tabla", "linea", "ods", "temas", "instituciones")


@pytest.fixture
def board(zacatecas):
    return boards.section(zacatecas)


@pytest.fixture
def some(board):
    """Three commitments: one told by both voices, one by none, one that begins in 2018."""
    office = Body.objects.create(state="32", name="Secretaría de Finanzas", office="Dirección de Deuda")
    theme = Theme.objects.create(name="Deuda pública", locale=board.locale)
    plan = making.plan("32", 1, launched_on=dt.date(2016, 8, 22))
    debt = making.commitment(
        plan, 1, title="Árbol de la deuda", lead=office, themes=[theme], targets=[(16, "16.6")],
        starts_on=dt.date(2016, 9, 1), ends_on=dt.date(2017, 8, 22),
    )  # fmt: skip
    making.verdict(debt, "gobierno", on="2017-05-31", completion="cumplido", progress=100, when_text="mayo de 2017")
    making.verdict(debt, "sociedad", on="2017-06-15", completion="limitado", author="Observatorio Ciudadano")
    making.milestone(debt, "Micrositio", status="hecho", on="2017-03-01", due=dt.date(2017, 3, 31))
    making.milestone(debt, "Informe", due=dt.date(2017, 8, 1))
    making.commitment(plan, 2, title="Código urbano", targets=[(11, "")])
    making.commitment(plan, 3, title="Bicicletas", starts_on=dt.date(2018, 1, 1), ends_on=dt.date(2018, 12, 31))
    return plan


def html(client, board, query: str = "") -> str:
    response = client.get(board.url + query)
    assert response.status_code == 200
    return response.content.decode()


def titles(text: str) -> list[str]:
    return re.findall(r'class="board__title">\s*<a [^>]*>([^<]+)</a>', text)


# --- What a row says -----------------------------------------------------------------------------------
def test_both_verdicts_stand_apart_and_are_never_averaged(client, board, some):
    text = html(client, board, "?al=2017-06-30")
    assert "Cumplido · 100 %" in text
    assert "Avance limitado" in text
    assert "mayo de 2017" in text
    assert "Observatorio Ciudadano" in text
    assert "50 %" in text  # by its milestones: one of two
    assert "1 de 2 hitos hechos" in text


def test_disagreement_is_told_by_mark_and_word(client, board, some):
    text = html(client, board, "?al=2017-06-30")
    assert text.count("No coinciden") == 1
    assert "Gobierno dice «Cumplido»; Sociedad civil dice «Avance limitado»." in text
    before = html(client, board, "?al=2017-06-01")  # society had not spoken yet
    assert "No coinciden" not in before


def test_no_information_is_hatched_and_never_zero(client, board, some):
    text = html(client, board, "?al=2017-06-30&q=urbano")
    assert titles(text) == ["Código urbano"]
    assert "said--noinfo" in text
    assert "progress--none" in text
    assert ">0 %" not in text
    assert "«Sin información» no es 0 %" in text


def test_a_voice_without_a_recent_report_turns_amber_and_the_rule_is_written(client, board, some):
    fresh = html(client, board, "?al=2017-11-30")
    assert "Sin informe desde" not in fresh
    old = html(client, board, "?al=2017-12-01")
    assert "said--stale" in old
    assert "Sin informe desde mayo de 2017" in old
    assert "Cada voz informa al menos cada 6 meses" in old


def test_what_had_not_begun_on_that_day_says_so(client, board, some):
    text = html(client, board, "?al=2017-06-30&q=bicicletas")
    assert "Aún no empieza" in text
    assert "Aún no empieza" not in html(client, board, "?al=2018-02-01&q=bicicletas")


def test_late_is_marked_from_the_day_after_the_date(client, board, some):
    assert "Con atraso" not in html(client, board, "?al=2017-08-01&q=deuda")
    assert "Con atraso" in html(client, board, "?al=2017-08-02&q=deuda")


def test_the_oversight_body_has_a_column_once_it_has_reported(client, board, some):
    assert "Organismo garante" not in html(client, board)
    making.verdict(Commitment.objects.get(title="Código urbano"), "garante", on="2017-05-01", completion="sustancial")
    assert "Organismo garante" in html(client, board)


def test_totals_count_each_voice_apart(client, board, some):
    context = client.get(board.url + "?al=2017-06-30").context
    told = {line["label"]: [count.number for count in line["counts"]] for line in context["levels"]}
    assert told["Cumplido"] == [1, 0]
    assert told["Avance limitado"] == [0, 1]
    assert told["Sin información"] == [1, 1]
    assert told["Aún no empieza"] == [1, 1]
    assert context["disagreements"] == 1


# --- The day -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("2017-02-30", "no es una fecha"),
        ("ayer", "no es una fecha"),
        ("20170630", "no es una fecha"),
        ("9999-12-31", "todavía no llega"),
        ("0001-01-01", "El tablero comienza en 2011"),
    ],
)
def test_a_day_that_cannot_be_shown_says_why_and_loses_nothing(client, board, some, asked, says):
    text = html(client, board, f"?al={asked}&q=urbano&orden=-titulo")
    assert says in text
    assert titles(text) == ["Código urbano"]
    assert 'name="orden" value="-titulo"' in text


def test_a_past_day_stays_in_every_link(client, board, some):
    text = html(client, board, "?al=2017-06-30")
    assert "Así estaba el tablero el 30 de junio de 2017" in text
    tabs = re.search(r'<nav class="board-tabs".*?</nav>', text, re.S)[0]
    assert tabs.count("al=2017-06-30") == len(VIEWS)
    assert "/ZAC-PAL1-C1/?al=2017-06-30" in text


# --- Order ----------------------------------------------------------------------------------------------
def test_any_column_sorts_by_plain_links_and_says_so(client, board, some):
    columns = client.get(board.url).context["columns"]
    for column in columns:
        text = html(client, board, column.url)
        assert text.count("aria-sort=") == 1
        assert len(titles(text)) == 3
    assert [c.sorted for c in columns if c.name == "numero"] == ["ascending"]


def test_titles_and_levels_sort_both_ways_and_silence_comes_last(client, board, some):
    assert titles(html(client, board, "?orden=titulo")) == ["Árbol de la deuda", "Bicicletas", "Código urbano"]
    assert titles(html(client, board, "?orden=-titulo"))[0] == "Código urbano"
    making.verdict(Commitment.objects.get(title="Código urbano"), "gobierno", on="2017-05-01", completion="limitado")
    assert titles(html(client, board, "?orden=gobierno")) == ["Código urbano", "Árbol de la deuda", "Bicicletas"]
    assert titles(html(client, board, "?orden=-gobierno")) == ["Árbol de la deuda", "Código urbano", "Bicicletas"]


# --- Filters --------------------------------------------------------------------------------------------
def test_filters_narrow_and_can_be_taken_back(client, board, some):
    office = Body.objects.get()
    for query in ("tema=deuda-publica", "ods=16", f"institucion={office.pk}", "gobierno=cumplido", "q=deuda"):
        text = html(client, board, f"?{query}")
        assert titles(text) == ["Árbol de la deuda"], query
        assert "Quitar todo" in text
    assert titles(html(client, board, "?desacuerdo=1")) == ["Árbol de la deuda"]
    assert titles(html(client, board, "?sociedad=sin-informacion")) == ["Código urbano", "Bicicletas"]
    assert "Ningún compromiso responde a estos filtros" in html(client, board, "?q=zxqwv")


@pytest.mark.parametrize(
    "hostile",
    [
        "?plan=99999999999999999999&ods=%C2%B2&institucion=-1", "?orden=__class__&vista=../../x&page=abc",
        "?q=%00%00&tema=%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "?gobierno[]=x&sociedad=%F0%9F%98%80",
        "?q=" + "a%20" * 400, "?page=-1", "?page=999999", "?al=%00", "?garante=cumplido&estado=09",
        "?plan=999999999&ods=999999999",
    ],
)  # fmt: skip
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_in_an_address_breaks_the_page_or_gets_into_it(client, board, some, hostile, view):
    text = html(client, board, f"{hostile}&vista={view}")
    assert "<script>alert" not in text


def test_a_value_that_is_no_choice_is_told_and_left_out(client, board, some):
    text = html(client, board, "?ods=99")
    assert escape("«99» no es un valor de ODS; se muestra el tablero sin ese filtro.") in text
    assert len(titles(text)) == 3
    assert "ods=99" not in re.search(r'<nav class="board-tabs".*?</nav>', text, re.S)[0]


# --- What is not public -----------------------------------------------------------------------------------
def test_drafts_and_other_states_are_nowhere_on_the_board(client, board, some, morelos):
    making.commitment(some, 4, title="Borrador secreto", live=False)
    making.commitment(making.plan("17", 1), 1, title="De Morelos")
    draft = making.plan("32", 2, live=False)
    making.commitment(draft, 1, title="De un plan en borrador")
    for view in VIEWS:
        text = html(client, board, f"?vista={view}")
        for secret in ("Borrador secreto", "De Morelos", "De un plan en borrador"):
            assert secret not in text, (view, secret)


# --- The other views ----------------------------------------------------------------------------------------
def test_the_timeline_has_its_table_and_the_drawing_its_words(client, board, some):
    text = html(client, board, "?vista=linea&al=2017-06-30")
    assert '<svg class="gantt"' in text
    assert 'role="img"' in text
    assert "<title" in text
    for said in ("Árbol de la deuda", "Micrositio", "31/03/2017", "22/08/2016", "22/08/2017"):
        assert said in text
    assert " style=" not in text


def test_marks_and_bars_stand_at_their_dates(some):
    drawing = board_page.build("32", _query("2017-08-15"))["drawing"]
    debt = next(line for line in drawing.lines if "deuda" in line.label)
    done, late = debt.marks
    assert (done.shape, late.shape) == ("done", "late")
    assert debt.x < done.x < late.x < debt.x + debt.width
    assert late.x < drawing.here < debt.x + debt.width
    assert [tick.label for tick in drawing.ticks] == ["2016", "2017", "2018"]


def test_without_dates_there_is_a_table_and_no_drawing(client, board):
    making.commitment(making.plan("32", 1), 1, title="Sin fechas")
    text = html(client, board, "?vista=linea")
    assert '<svg class="gantt"' not in text
    assert "Ninguno de estos compromisos tiene fechas" in text
    assert "Sin fechas" in text


def test_goals_have_number_and_name_and_the_empty_ones_are_named(client, board, some):
    text = html(client, board, "?vista=ods")
    assert "ODS 16. Paz, justicia e instituciones sólidas" in text
    assert "Sin compromisos: ODS 1. Fin de la pobreza" in text
    assert "Sin ODS señalado" in text


def test_a_body_shows_every_commitment_it_takes_part_in_and_its_role(client, board, some):
    society = Body.objects.create(state="32", name="Observatorio Ciudadano", sector=Sector.SOCIETY)
    Commitment.objects.filter(title="Código urbano").update(counterpart=society)
    text = html(client, board, "?vista=instituciones")
    assert "Responsable" in text
    assert "Contraparte" in text
    assert "Sin institución señalada" in text


def test_a_long_group_shows_some_and_leads_to_the_table(client, board):
    boards.many(30)
    Commitment.objects.first().targets.model.objects.update(goal=16)
    text = html(client, board, "?vista=ods")
    assert text.count('class="board-card') >= 12
    assert "Ver los 30 en la tabla" in text
    assert "?ods=16" in text


def test_an_empty_board_says_what_to_expect(client, board):
    assert "Todavía no hay compromisos publicados" in html(client, board)


# --- Size -------------------------------------------------------------------------------------------------
def test_the_board_takes_as_many_queries_at_8_as_at_1400(client, board):
    counts: dict[int, list[int]] = {}
    for number in (8, 1400):
        boards.many(number, plan=1 if number == 8 else 2)
        chosen = "plan=1" if number == 8 else "plan=2"
        html(client, board, "?vista=ods")
        counts[number] = []
        for view in VIEWS:
            cold()
            with CaptureQueriesContext(connection) as caught:
                response = client.get(f"{board.url}?vista={view}&al=2017-06-30&{chosen}")
            assert response.context["total"] == number
            counts[number].append(len(caught))
    assert counts[8] == counts[1400]
    assert max(counts[8]) <= BUDGET


def test_a_long_table_has_pages_that_keep_what_was_chosen(client, board):
    boards.many(120)
    text = html(client, board, "?orden=-numero&page=2")
    assert titles(text)[0] == "Compromiso 70"
    assert re.search(r'href="\?orden=-numero&amp;page=3"', text)


def _query(day: str) -> BoardQuery:
    on = dt.date.fromisoformat(day)
    return BoardQuery(view="linea", on=on, today=dt.date.max, order="", page="")
