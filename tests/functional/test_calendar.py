"""The calendar in a browser: a citizen walks the months with the keyboard and subscribes; editors share a list of tasks."""

import re

from playwright.sync_api import expect

from tests.functional.running_site import until

MONTH = "/agenda/2020/05/"
EVENT = "/agenda/webinar-apertura-y-anticorrupcion-en-covid-19-organismos-garantes/"


def test_a_citizen_walks_the_months_with_the_keyboard_and_opens_an_event(site, new_page):
    page = new_page()
    page.goto(MONTH)
    expect(page.locator("table.calendar caption")).to_have_text("Mayo de 2020")
    assert page.locator("table.calendar thead th").all_inner_texts() == list("LMXJVSD")
    page.locator("a[rel~=next]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda/2020/06/")
    expect(page.locator("h1")).to_have_text("Junio de 2020")
    page.locator("a[rel~=prev]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/agenda/2020/05/")
    link = page.locator("table.calendar a", has_text="organismos garantes").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{EVENT}")
    assert "12:00 a 13:00, hora del centro" in page.locator("main").inner_text()
    assert page.faults == []


def test_a_citizen_subscribes_to_the_calendar(site, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/agenda/?estado=32")
    webcal = page.get_by_role("link", name="Suscribirse").get_attribute("href")
    assert webcal.startswith("webcal://")
    page.locator("summary", has_text="Google").click()
    page.get_by_role("button", name="Copiar").click()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == webcal.replace("webcal://", "http://")
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    text = answer.text()
    assert text.startswith("BEGIN:VCALENDAR")
    assert "Querétaro" not in text  # the filter goes with the address
    again = page.request.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304
    page.goto(EVENT)
    one = page.request.get(page.get_by_role("link", name="Guardar este evento").get_attribute("href"))
    assert one.text().count("BEGIN:VEVENT") == 1
    assert page.faults == []


def test_on_a_phone_without_javascript_the_list_comes_first_and_everything_works(site, new_page):
    page = new_page(width=390, height=844, java_script_enabled=False)
    page.goto(MONTH)
    list_top = page.locator(".calendar-list").bounding_box()["y"]
    grid_top = page.locator(".calendar-grid").bounding_box()["y"]
    assert list_top < grid_top
    assert page.locator(".calendar-list a").count() >= 6
    page.locator("table.calendar .calendar__day a").first.click()
    assert re.search(r"/agenda/2020/05/\d\d/$", page.url)
    assert page.locator(".event-row").count() >= 1
    page.goto(MONTH)
    page.locator("summary", has_text="Filtrar").click()
    page.select_option("#filtro-estado", "09")
    page.get_by_role("button", name="Filtrar").click()
    assert "estado=09" in page.url
    assert 0 < page.locator(".calendar-list .event-row").count() < 6
    page.locator("a[rel~=next]").click()
    assert "estado=09" in page.url


def test_two_editors_share_the_tasks_of_an_event(site, signed_in):
    first, second = signed_in("editora"), signed_in("admin")
    first.goto("/admin/pages/")
    found = site.manage(
        "shell", "-c", "from agenda.models import EventPage; print('pk', EventPage.objects.get("
        "slug='taller-mensual-de-edicion').pk)",
    )  # fmt: skip
    number = re.search(r"pk (\d+)", found.stdout)[1]
    address = f"/admin/agenda/{number}/preparativos/"
    first.goto(address)
    first.fill("#id_nueva-task", "Reservar la sala")
    first.get_by_role("button", name="Agregar").click()
    first.wait_for_selector("form[data-task]")
    second.goto(address)
    theirs = second.locator("form[data-task]").last
    ours = first.locator("form[data-task]").last
    # What one saves, the other sees within seconds, without loading the page again.
    theirs.locator("[name$=-responsible]").fill("Eva")
    theirs.get_by_role("button", name="Guardar").click()
    until(lambda: ours.locator("[name$=-responsible]").input_value() == "Eva")
    # Both change it at once: the second to save is told, and keeps what was typed.
    ours.locator("[name$=-note]").fill("Llamar antes de las diez")
    theirs.locator("[name$=-responsible]").fill("Marta")
    theirs.get_by_role("button", name="Guardar").click()
    expect(theirs.locator("[data-task-told]")).to_have_text("Guardado")
    ours.get_by_role("button", name="Guardar").click()
    notice = first.locator("[data-task-notice]")
    expect(notice).to_contain_text("de «Eva» a «Marta»")
    assert ours.locator("[name$=-note]").input_value() == "Llamar antes de las diez"
