"""The month as a visitor sees it, and the ways to the other views."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import EventPage
from tests.agenda.making import Tables, edit, event

pytestmark = pytest.mark.django_db


def month(client, address="/agenda/2017/05/") -> Tables:
    response = client.get(address)
    assert response.status_code == 200
    return Tables(response.content.decode())


def test_a_month_is_a_table_from_monday_to_sunday_with_caption_and_named_heads(client, agenda):
    table = month(client)
    assert table.caption == "Mayo de 2017"
    assert "".join(letter for letter, _name in table.heads) == "LMXJVSD"
    assert [name.lower() for _letter, name in table.heads][:3] == ["lunes", "martes", "miércoles"]
    assert len(table.weeks) == 5
    assert all(len(week) == 7 for week in table.weeks)
    assert table.weeks[0][0]["text"].startswith("1")  # 1 May 2017 was a Monday
    assert table.weeks[4][2]["text"] == "31"
    assert table.weeks[4][3]["text"] == ""  # June is not of this month


def test_mexican_holidays_are_named_in_their_cells(client, agenda):
    assert "Día del Trabajo" in month(client).cell(1)["text"]
    assert "Día de la Constitución" in month(client, "/agenda/2017/02/").cell(6)["text"]


def test_an_event_is_a_link_with_its_hour_in_the_cell_of_its_day(client, agenda):
    made = event(agenda, "Foro del patrimonio", "2017-05-18 10:00")
    cell = month(client).cell(18)
    assert "10:00 Foro del patrimonio" in cell["text"]
    assert made.get_url() in cell["links"]
    assert "Foro" not in month(client, "/agenda/2017/04/").cell(18)["text"]


def test_an_event_of_several_days_is_on_each_of_them_also_across_months(client, agenda):
    event(agenda, "Jornada larga", "2017-04-28 09:00", "2017-05-02 18:00")
    may, april = month(client), month(client, "/agenda/2017/04/")
    assert all("Jornada larga" in april.cell(day)["text"] for day in (28, 29, 30))
    assert all("Jornada larga" in may.cell(day)["text"] for day in (1, 2))
    assert "Jornada" not in may.cell(3)["text"]
    assert "09:00" in april.cell(28)["text"]
    assert "09:00" not in may.cell(1)["text"]


def test_what_ends_at_midnight_does_not_reach_into_the_next_day(client, agenda):
    event(agenda, "Velada", "2017-05-10 20:00", "2017-05-11 00:00")
    assert "Velada" not in month(client).cell(11)["text"]


def test_a_fourth_event_of_a_day_is_behind_a_link_to_the_day(client, agenda):
    for number in range(5):
        event(agenda, f"Mesa {number}", f"2017-05-18 1{number}:00")
    cell = month(client).cell(18)
    assert "y 2 más" in cell["text"]
    assert "Mesa 3" not in cell["text"]
    assert "/agenda/2017/05/18/" in cell["links"]
    day = client.get("/agenda/2017/05/18/").content.decode()
    assert all(f"Mesa {number}" in day for number in range(5))


def test_today_is_marked(client, agenda):
    today = timezone.localdate()
    table = month(client, f"/agenda/{today.year}/{today.month:02d}/")
    assert table.cell(today.day)["current"] == "date"
    assert sum(cell["current"] == "date" for week in table.weeks for cell in week) == 1


def test_an_event_is_on_the_day_of_its_own_zone(client, agenda):
    """23:30 in Tijuana is the next day in Mexico City; it is held on the 18th all the same."""
    event(agenda, "Firma en Tijuana", "2017-05-18 23:30", state="02")
    table = month(client)
    assert "23:30 Firma en Tijuana" in table.cell(18)["text"]
    assert "Firma" not in table.cell(19)["text"]
    assert "hora de Tijuana" in client.get("/agenda/2017/05/").content.decode()


def test_each_view_has_one_address(client, agenda):
    assert client.get("/agenda/2017/5/").headers["Location"] == "/agenda/2017/05/"
    assert client.get("/agenda/2017/5/?estado=32").headers["Location"] == "/agenda/2017/05/?estado=32"
    assert client.get("/agenda/2017/5/8/").headers["Location"] == "/agenda/2017/05/08/"
    assert client.get("/agenda/2017/semana/7/").headers["Location"] == "/agenda/2017/semana/07/"


@pytest.mark.parametrize(
    "rest",
    ["1899/", "2101/", "2101/01/", "2017/13/", "2017/00/", "2017/xx/", "2017/02/30/", "2017/semana/53/",
     "2017/semana/0/", "0/01/", "2017/²/"],
)  # fmt: skip
def test_dates_that_do_not_exist_are_not_found(client, agenda, rest):
    assert client.get(f"/agenda/{rest}").status_code == 404


def test_the_first_and_the_last_month_lead_only_inwards(client, agenda):
    first = client.get("/agenda/1900/01/").content.decode()
    assert "/agenda/1899/12/" not in first
    assert "/agenda/1900/02/" in first
    last = client.get("/agenda/2100/12/").content.decode()
    assert "/agenda/2101/01/" not in last


def test_search_engines_do_not_walk_months_far_from_any_event(client, agenda):
    event(agenda, "Única", "2017-05-18 10:00")
    near = client.get("/agenda/2018/05/").content.decode()
    assert 'content="noindex"' not in near
    assert 'rel="nofollow next"' in near  # June 2018 is thirteen months away
    far = client.get("/agenda/2018/06/").content.decode()
    assert 'content="noindex"' in far
    assert 'rel="prev"' in far


def test_a_month_without_events_leads_to_those_that_have_some(client, agenda):
    event(agenda, "Antes", "2016-03-01 10:00")
    event(agenda, "Después", "2019-03-01 10:00")
    event(agenda, "Taller sin día", date_text="a mediados de año", when_edtf="2017")
    html = client.get("/agenda/2017/05/?tipo=").content.decode()
    assert html.count("No hay eventos en este mes") == 1
    assert "0 eventos" not in html
    assert "Hay 1 evento sin fecha precisa" in html
    assert 'href="/agenda/#sin-fecha"' in html
    assert "/agenda/2016/03/" in html
    assert "/agenda/2019/03/" in html


def test_year_and_week_show_the_same_events(client, agenda):
    event(agenda, "Foro del patrimonio", "2017-05-18 10:00")
    event(agenda, "Taller sin día", date_text="a mediados de año", when_edtf="2017")
    year = client.get("/agenda/2017/").content.decode()
    assert "Foro del patrimonio" in year
    assert "Taller sin día" in year
    week = Tables(client.get("/agenda/2017/semana/20/").content.decode().replace('scope="row"', 'scope="col"'))
    assert week.caption == "Del lunes 15 de mayo de 2017 al domingo 21 de mayo de 2017"
    assert "Foro del patrimonio" in week.weeks[3][0]["text"]
    assert "Foro" not in client.get("/agenda/2017/semana/19/").content.decode()


def test_an_event_without_a_day_is_in_its_list_and_never_in_the_grid(client, agenda):
    event(agenda, "Hackatón", date_text="última semana de mayo, sin año", when_edtf="2017-05")
    html = client.get("/agenda/").content.decode()
    assert "Sin fecha precisa" in html
    assert "última semana de mayo, sin año" in html
    assert "Hackatón" not in client.get("/agenda/2017/05/").content.decode()
    assert "Hackatón" not in client.get("/agenda/calendario.ics").content.decode()


def test_filters_narrow_every_view_and_stay_in_its_links(client, agenda, observatory_agenda):
    event(agenda, "Foro zacatecano", "2017-05-18 10:00", kind="foro", state="32")
    event(agenda, "Curso de Sonora", "2017-05-18 11:00", kind="curso", state="26")
    event(observatory_agenda, "Reunión de inventario", "2017-05-18 12:00", kind="reunion", state="32")

    def seen(query: str) -> set[str]:
        text = month(client, f"/agenda/2017/05/{query}").cell(18)["text"]
        return {name for name in ("Foro", "Curso", "Reunión") if name in text}

    assert seen("") == {"Foro", "Curso", "Reunión"}
    assert seen("?estado=32") == {"Foro", "Reunión"}
    assert seen("?tipo=curso") == {"Curso"}
    assert seen("?sitio=observatorio") == {"Reunión"}
    assert seen("?estado=32&tipo=foro") == {"Foro"}
    assert seen("?estado=99&tipo=nada&sitio=nada") == {"Foro", "Curso", "Reunión"}
    html = client.get("/agenda/2017/05/?estado=32").content.decode()
    assert "/agenda/2017/06/?estado=32" in html
    assert "/agenda/calendario.ics?estado=32" in html
    assert "Curso" not in client.get("/agenda/calendario.ics?estado=32").content.decode()
    assert "Curso" not in client.get("/agenda/rss.xml?estado=32").content.decode()


def test_a_microsite_shows_only_its_own_events(client, agenda, observatory_agenda):
    event(agenda, "Foro general", "2017-05-18 10:00")
    event(observatory_agenda, "Reunión de inventario", "2017-05-18 12:00")
    own = month(client, "/observatorio/agenda/2017/05/").cell(18)["text"]
    assert "Reunión de inventario" in own
    assert "Foro general" not in own
    assert "Foro general" not in client.get("/observatorio/agenda/calendario.ics").content.decode()


def test_a_draft_a_private_and_an_expired_event_are_in_no_view_and_no_feed(client, agenda):
    from wagtail.models import PageViewRestriction

    event(agenda, "Borrador", "2017-05-18 10:00", live=False)
    private = event(agenda, "Privado", "2017-05-18 10:00")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    expired = event(agenda, "Caduco", "2017-05-18 10:00")
    EventPage.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))
    event(agenda, "Visible", "2017-05-18 10:00")
    for rest in ("2017/05/", "2017/", "2017/semana/20/", "2017/05/18/", "calendario.ics", "rss.xml"):
        text = client.get(f"/agenda/{rest}").content.decode()
        assert "Visible" in text, rest
        for hidden in ("Borrador", "Privado", "Caduco"):
            assert hidden not in text, rest
    assert client.get(f"{expired.get_url()}evento.ics").status_code == 404
    assert client.get(f"{private.get_url()}evento.ics").status_code == 302


def test_a_change_in_draft_is_not_shown(client, agenda):
    made = event(agenda, "Foro", "2017-05-18 10:00")
    draft = made.get_latest_revision_as_object()
    draft.title = "Foro secreto"
    draft.save_revision()
    assert "secreto" not in client.get("/agenda/2017/05/").content.decode()
    assert "secreto" not in client.get("/agenda/calendario.ics").content.decode()
    assert "Foro secreto" in edit(made, title="Foro secreto").title


@pytest.mark.parametrize("address", ["/agenda/", "/agenda/2017/05/", "/agenda/2017/", "/agenda/calendario.ics"])
def test_the_number_of_queries_does_not_grow_with_the_events(client, agenda, address):
    def queries(number: int) -> int:
        for index in range(number):
            event(agenda, f"Evento {index}", f"2017-05-{index % 28 + 1:02d} 10:00", rrule="FREQ=WEEKLY;COUNT=3")
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        return len(found)

    few = queries(3)
    assert queries(27) == few
    assert few <= 22


def test_events_in_english_are_those_translated_and_the_others_in_spanish(client, agenda, site_tree):
    event(agenda, "Foro en español", "2017-05-18 10:00")
    translated = event(agenda, "Curso en español", "2017-05-18 11:00")
    site_tree.home.copy_for_translation(site_tree.english).save_revision().publish()
    agenda.copy_for_translation(site_tree.english).save_revision().publish()
    english = EventPage.objects.get(pk=translated.pk).copy_for_translation(site_tree.english)
    english.title = "Course in English"
    english.save_revision().publish()
    cell = month(client, "/en/agenda/2017/05/").cell(18)
    assert "Course in English" in cell["text"]
    assert "Curso en español" not in cell["text"]
    assert "Foro en español" in cell["text"]
