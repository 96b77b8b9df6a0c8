"""«Avances»: figures that can be followed to the list, and that keep quiet about what is reserved."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from observatorio.models import (
    FieldRestriction,
    Inspection,
    Institution,
    Monument,
    ObservatoryPage,
    Phase,
    ProgressPage,
)
from observatorio.services.progress_figures import COMPLETE, progress
from observatorio.services.sections import make_sections

TODAY = dt.date(2026, 3, 10)


@pytest.fixture
def front(site_tree):
    page = ObservatoryPage(title="Observatorio", slug="observatorio", locale=site_tree.spanish, state="32")
    site_tree.home.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    make_sections(page)
    return page


def monument(name, **fields):
    values = {"classification": "religiosa", "state": "32", "municipality": "Zacatecas", "live": True}
    return Monument.objects.create(name=name, **(values | fields))


def visit(of, date, next_due=None):
    return Inspection.objects.create(
        monument=of, date=date, next_due=next_due, inspector="I", access="exterior", occupancy="ocupado",
        condition="regular", risk="bajo",
    )  # fmt: skip


def figures(front) -> dict[str, tuple]:
    return {item.name: (item.value, item.total) for item in progress(front, on=TODAY).figures}


def chart(front, name):
    return next(item for item in progress(front, on=TODAY).charts if item.name == name)


def bars(front, name) -> dict[str, tuple]:
    return {bar.label: (bar.value, bar.total) for bar in chart(front, name).bars}


def test_only_public_monuments_of_the_microsite_are_counted(front):
    monument("Uno")
    monument("Borrador", live=False)
    monument("Otro", state="22")
    assert figures(front)["records"] == (1, None)


def test_inspected_this_year_counts_monuments_not_visits(front):
    one, two, _three = monument("Uno"), monument("Dos"), monument("Tres")
    visit(one, dt.date(2026, 1, 1))
    visit(one, dt.date(2026, 2, 1))
    visit(two, dt.date(2025, 12, 31))
    assert figures(front)["inspected"] == (1, 3)


def test_a_visit_is_overdue_from_the_day_after_and_a_later_visit_mends_it(front):
    late, today, mended = monument("Tarde"), monument("Hoy"), monument("Atendido")
    visit(late, dt.date(2025, 1, 1), dt.date(2026, 3, 9))
    visit(today, dt.date(2025, 1, 1), TODAY)
    visit(mended, dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    visit(mended, dt.date(2026, 2, 1), dt.date(2027, 1, 1))
    assert figures(front)["overdue"] == (1, 3)


def test_at_risk_is_a_part_of_those_whose_condition_is_known(front):
    monument("Malo", condition="malo")
    monument("Ruinoso", condition="ruinoso")
    monument("Bueno", condition="bueno")
    monument("Sin dato")
    assert figures(front)["at_risk"] == (2, 3)


def test_a_reserved_condition_is_in_no_figure(front):
    hidden = monument("Reservado", condition="ruinoso")
    FieldRestriction.objects.create(monument=hidden, field="condition", level="reservado", ground="LGTAIP, art. 112", until=dt.date(2099, 1, 1))  # fmt: skip
    monument("Bueno", condition="bueno")
    assert figures(front)["at_risk"] == (0, 1)
    assert bars(front, "condition") == {"Bueno": (1, 1)}
    assert bars(front, "completeness")["Estado de conservación"] == (1, 1)


def test_completeness_counts_fields_with_something_in_them(front):
    full = monument("Uno", street="Hidalgo", original_use="Templo", latitude=22.7, longitude=-102.5, dating="1750")
    Phase.objects.create(monument=full, date="1750", description="Construcción")
    monument("Dos")
    found = bars(front, "completeness")
    assert len(found) == len(COMPLETE)
    assert found["Calle y número"] == (1, 2)
    assert found["Fases de construcción"] == (1, 2)
    assert found["Coordenadas"] == (1, 2)
    assert found["Fotografías"] == (0, 2)
    filled, possible = figures(front)["completeness"]
    assert (filled, possible) == (sum(v for v, _t in found.values()), 2 * len(COMPLETE))


def test_a_monument_of_two_centuries_counts_in_both(front):
    monument("Uno", century_from=17, century_to=18)
    monument("Dos", century_from=18)
    monument("Sin fecha")
    assert bars(front, "century") == {"XVII": (1, 3), "XVIII": (2, 3), "Sin dato": (1, 3)}


def test_institutions_are_counted_once_for_each_monument(front):
    inah, junta = (Institution.objects.get_or_create(code=code, defaults={"abbreviation": name, "name": name})[0] for code, name in (("inah", "INAH"), ("junta", "Junta")))  # fmt: skip
    one, two = monument("Uno"), monument("Dos")
    one.institutions.set([inah, junta])
    one.save()
    two.institutions.set([inah])
    two.save()
    found = bars(front, "institutions")
    assert found[str(inah)] == (2, 2)
    assert found[str(junta)] == (1, 2)


def test_every_link_of_a_figure_finds_as_many_as_it_says(client, front):
    monument("Malo", condition="malo", century_from=18)
    monument("Bueno", condition="bueno", century_from=17, century_to=18)
    monument("De Querétaro", condition="malo", state="22")
    found = progress(front)
    links = [(item.url, item.value) for item in found.figures if item.url]
    links += [(bar.url, bar.value) for item in found.charts for bar in item.bars if bar.url]
    assert len(links) >= 5
    for url, value in links:
        response = client.get(url)
        assert response.context["listing"].total == value, url


def test_the_page_says_how_each_figure_is_counted_and_draws_bars_without_inline_style(client, front):
    monument("Uno", condition="malo")
    html = client.get(ProgressPage.objects.get().url).content.decode()
    for item in progress(front).figures:
        assert item.how in html
    assert '<rect class="bar__value" width="100' in html
    assert "style=" not in html
    assert html.count("<caption") >= 3


def test_without_monuments_the_page_stands(client, front):
    response = client.get(ProgressPage.objects.get().url)
    assert response.status_code == 200
    assert figures(front)["records"] == (0, None)


def test_a_commitment_shows_its_advances_with_dates(client, front):
    page = ProgressPage.objects.get()
    page.commitments = [
        ("commitment", {"number": "2", "title": "Observatorio", "plan": "PAL 1", "text": "", "record": None, "url": "",
                        "advances": [{"date": "2017-05", "text": "El micrositio está disponible.", "url": ""}]}),
    ]  # fmt: skip
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    assert "Compromiso 2" in html
    assert "mayo de 2017" in html


def test_the_figures_ask_as_often_for_many_monuments(front):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            progress(front, on=TODAY)
        return len(queries)

    monument("Uno", condition="malo", century_from=18)
    few = count()
    for number in range(40):
        made = monument(f"M{number}", condition="bueno", century_from=17)
        visit(made, dt.date(2026, 1, 1))
    assert count() == few
