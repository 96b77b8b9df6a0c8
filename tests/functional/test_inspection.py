"""Journeys of the inspection loop: a specialist with a phone and a bad connection; a citizen with a photograph."""

import io
import re

import pytest
from PIL import ExifTags, Image

from tests.functional.running_site import until
from tests.looking import violations

PHONE = {"width": 390, "height": 844}


def photograph(size: tuple[int, int] = (2600, 1800)) -> bytes:
    """As a phone makes it: large, and telling where it was."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "Fulana Secreta"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (22.0, 46.0, 30.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "W", (102.0, 34.0, 20.0)
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, "JPEG", exif=exif, quality=88)
    return out.getvalue()


def file(name: str = "fachada.jpg") -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": photograph()}


def assert_accessible(page) -> None:
    assert violations(page) == []


def enter(page, site, user: str) -> None:
    page.fill("#id_username", user)
    page.fill("#id_password", site.passwords[user])
    page.click("form button[type=submit]")


@pytest.fixture(scope="module")
def code(site) -> str:
    """A monument of the demo whose condition is public."""
    said = site.manage(
        "shell", "-c",
        "from observatorio.models import Monument as M; "
        "print('CODE', M.objects.filter(live=True, inspections=None).exclude(condition='malo').first().code)",
    )  # fmt: skip
    return re.search(r"CODE (\S+)", said.stdout)[1]


def check(page, name: str, value: str) -> None:
    page.check(f'input[name="{name}"][value="{value}"]')


def fill_in(page) -> None:
    for name, value in (("condition", "malo"), ("risk", "alto"), ("threats", "humedad"), ("access", "exterior"),
                        ("occupancy", "vacio")):  # fmt: skip
        check(page, name, value)
    page.fill("#id_observations", "Humedad en el muro norte, palabra reservada.")


def test_a_specialist_inspects_from_a_phone_while_the_connection_comes_and_goes(site, new_page, code):
    page = new_page(**PHONE)
    page.goto(f"/observatorio/inmuebles/{code}/inspeccionar/")
    # The code on the paper leads here; who is not signed in comes back after the login.
    assert "/admin/login/" in page.url
    enter(page, site, "especialista")
    page.wait_for_url(f"**/inmuebles/{code}/inspeccionar/")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    fill_in(page)
    page.set_input_files("#id_photos", [file()])
    page.wait_for_selector("[data-thumbs] canvas")
    page.wait_for_selector("[data-state][data-kind=saved]")

    # The battery dies: the page is gone, and all of it comes back.
    page.reload()
    page.wait_for_selector("[data-thumbs] canvas")
    assert "palabra reservada" in page.input_value("#id_observations")
    assert page.is_checked('input[name="condition"][value="malo"]')

    # No signal: it waits, and says so.
    page.context.set_offline(True)
    page.click("form.inspection__form button[type=submit]")
    page.wait_for_selector("[data-state][data-kind=warning]")
    assert "Sin conexión" in page.inner_text("[data-state]")
    page.context.set_offline(False)
    page.wait_for_url("**/inspeccionar/listo/*/")
    assert "Inspección registrada" in page.inner_text("h1")
    assert_accessible(page)
    assert [key for key in page.evaluate("Object.keys(localStorage)") if key.startswith("inspeccion:")] == []
    page.faults = [fault for fault in page.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    assert page.faults == []

    # Once, with its photograph, whose place was kept apart.
    said = site.manage(
        "shell", "-c",
        "from observatorio.models import Inspection as I; "
        f"v = I.objects.filter(monument__code='{code}'); p = v.get().photos.get().image; "
        "print('VISIT', v.count(), max(p.width, p.height), p.camera)",
    )  # fmt: skip
    assert "VISIT 1 2048" in said.stdout
    assert "22.775" in said.stdout

    # What the public sees of it.
    visitor = new_page()
    visitor.goto(f"/observatorio/inmuebles/{code}/")
    text = visitor.inner_text("main")
    assert "Malo" in text
    assert "Riesgo alto" in text
    assert "palabra reservada" not in text


def test_a_session_that_ends_while_typing_loses_nothing(site, new_page, code):
    page = new_page(**PHONE)
    page.goto(f"/observatorio/inmuebles/{code}/inspeccionar/")
    enter(page, site, "especialista")
    page.wait_for_url("**/inspeccionar/")
    fill_in(page)
    page.fill("#id_observations", "Escrito antes de que la sesión terminara.")
    page.context.clear_cookies(name="sessionid")
    page.click("form.inspection__form button[type=submit]")
    page.click("[data-state] a")
    enter(page, site, "especialista")
    page.wait_for_url("**/inspeccionar/")
    assert page.input_value("#id_observations") == "Escrito antes de que la sesión terminara."
    page.click("form.inspection__form button[type=submit]")
    page.wait_for_url("**/inspeccionar/listo/*/")


def test_the_faults_of_the_form_are_said_beside_their_fields_and_it_works_without_javascript(site, new_page, code):
    page = new_page(**PHONE)
    page.goto(f"/observatorio/inmuebles/{code}/inspeccionar/")
    enter(page, site, "especialista")
    page.wait_for_url("**/inspeccionar/")
    page.click("form.inspection__form button[type=submit]")
    page.wait_for_selector('[data-field="condition"] .field__error')
    assert page.evaluate("document.activeElement.name") == "condition"
    assert_accessible(page)
    cookies = page.context.cookies()

    plain = new_page(**PHONE, java_script_enabled=False)
    plain.context.add_cookies(cookies)
    plain.goto(f"/observatorio/inmuebles/{code}/inspeccionar/")
    fill_in(plain)
    plain.click("form.inspection__form button[type=submit]")
    plain.wait_for_url("**/inspeccionar/listo/*/")


def test_a_citizen_reports_damage_and_the_page_shows_it_once_somebody_accepted_it(site, new_page, code):
    citizen = new_page(**PHONE)
    citizen.goto(f"/observatorio/inmuebles/{code}/")
    citizen.click("main a[href*='reportar']:has-text('daño')")
    assert_accessible(citizen)
    citizen.fill("#id_text", "Se cayó un pedazo de la cornisa sobre la banqueta.")
    citizen.set_input_files("#id_photo", file("cornisa.jpg"))
    citizen.wait_for_timeout(3_500)  # the guard refuses what comes faster than a person types
    citizen.click("main form button.button--primary")
    citizen.wait_for_url("**/reportar/gracias/**")
    folio = citizen.inner_text(".folio")
    assert_accessible(citizen)

    page = f"/observatorio/inmuebles/{code}/"
    citizen.goto(page)
    assert "cornisa" not in citizen.inner_text("main")

    moderator = new_page()
    moderator.goto("/admin/login/")
    enter(moderator, site, "responsable")
    moderator.wait_for_url("**/admin/")
    moderator.goto("/admin/observatorio/reportes/")
    moderator.click(f"text={folio}")
    picture = moderator.get_attribute("main img[src*='/media/images/']", "src")
    assert moderator.request.get(picture).status == 200
    assert citizen.request.get(picture).status == 404
    moderator.check('input[name="state"][value="aceptado"]')
    moderator.fill('textarea[name="answer"]', "Mañana irá una brigada.")
    moderator.check('input[name="inspection_wanted"]')
    moderator.click("footer button[type=submit]")
    moderator.wait_for_url("**/admin/observatorio/reportes/")

    citizen.goto(page)
    text = citizen.inner_text("#reportes")
    assert "pedazo de la cornisa" in text
    assert "Mañana irá una brigada." in text
    shown = citizen.get_attribute("#reportes img", "src")
    content = citizen.request.get(shown).body()
    assert b"Fulana" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert_accessible(citizen)


def test_works_can_be_looked_through_and_followed(site, new_page, code):
    site.manage(
        "shell", "-c",
        "from observatorio.models import *; "
        f"Intervention.objects.create(monument=Monument.objects.get(code='{code}'), title='Obra del recorrido')",
    )  # fmt: skip
    page = new_page(color_scheme="dark")
    page.goto("/observatorio/intervenciones/")
    assert_accessible(page)
    page.click("text=Obra del recorrido")
    assert "Solicitada" in page.inner_text("main")
    assert_accessible(page)
    feed = page.get_attribute("head link[type='application/atom+xml']", "href")
    assert "Obra del recorrido" in until(lambda: page.request.get(feed).text())
    page.goto("/observatorio/intervenciones/calles/")
    assert_accessible(page)
    assert page.faults == []
