"""A citizen asks on a phone without JavaScript, the state's team publishes and answers, the citizen sees it."""

import re

import pytest

from tests.looking import violations

PHONE = {"width": 390, "height": 844}
COMMITMENT = "/estados/zacatecas/compromisos/ZAC-PAL1-C1/"
TEXT = "¿Con qué frecuencia se publica el saldo del empréstito?"
ANSWER = "Cada trimestre, en la sección de deuda pública."


def assert_in_order(page) -> None:
    """axe finds nothing and the page is no wider than its screen."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def ask(page, text: str) -> str:
    """Fill in the form as a person does, who needs some seconds for it; the address of the receipt."""
    page.goto(COMMITMENT)
    page.get_by_role("link", name="Preguntar o comentar").click()
    page.fill("#id_text", text)
    page.check("#id_agreed")
    page.wait_for_timeout(3500)  # what arrives sooner comes from a machine
    page.click("form.form button[type=submit]")
    page.wait_for_url(re.compile(r"/preguntas/[\w-]{12}/"))
    return page.url


@pytest.fixture
def team(signed_in):
    return signed_in("zacatecas")


def open_in_admin(page, text: str) -> None:
    page.goto("/admin/estados/preguntas/?cola=por-revisar")
    page.get_by_role("link", name=text[:40]).first.click()
    page.wait_for_selector("#id_status")


def test_a_citizen_asks_on_a_phone_and_sees_the_answer_of_the_office(new_page, team):
    citizen = new_page(**PHONE, java_script_enabled=False)
    receipt = ask(citizen, TEXT)
    assert "Gracias: lo recibimos" in citizen.inner_text("h1")
    assert "En revisión" in citizen.inner_text("main")
    citizen.goto(f"{COMMITMENT}preguntas/")
    assert TEXT not in citizen.inner_text("main")

    open_in_admin(team, TEXT)
    team.check('input[name="status"][value="publicada"]')
    team.click("main button[type=submit] >> nth=0")
    team.wait_for_url(re.compile(r"/admin/estados/preguntas/(\?|$)"))
    citizen.goto(receipt)
    assert "Ya es público" in citizen.inner_text("h1")
    assert "Espera respuesta" in citizen.inner_text("main")

    team.goto("/admin/estados/preguntas/?cola=por-responder")
    team.get_by_role("link", name=TEXT[:40]).first.click()
    team.fill("#id_answer", ANSWER)
    team.fill("#id_answered_by", "Dirección de Crédito Público")
    team.click("main button[type=submit] >> nth=0")
    team.wait_for_url(re.compile(r"/admin/estados/preguntas/(\?|$)"))

    citizen.goto(receipt)
    assert "Ya tiene respuesta" in citizen.inner_text("h1")
    for address in (receipt, COMMITMENT, f"{COMMITMENT}preguntas/", "/estados/zacatecas/preguntas/"):
        citizen.goto(address)
        shown = citizen.inner_text("main")
        assert TEXT in shown, address
        assert ANSWER in shown, address
        assert "Respondió Dirección de Crédito Público" in shown, address
    assert citizen.faults == []


def test_what_the_team_rejects_stays_out_and_the_receipt_says_why(new_page, team):
    citizen = new_page(**PHONE)
    receipt = ask(citizen, "Quiero el teléfono de la casa de una persona.")
    assert_in_order(citizen)
    open_in_admin(team, "Quiero el teléfono de la casa")
    team.check('input[name="status"][value="rechazada"]')
    team.click("main button[type=submit] >> nth=0")
    team.wait_for_selector("text=Diga por qué no se publica")
    team.fill("#id_rejection_reason", "Pide datos de un particular.")
    team.click("main button[type=submit] >> nth=0")
    team.wait_for_url(re.compile(r"/admin/estados/preguntas/(\?|$)"))
    citizen.goto(receipt)
    assert "Pide datos de un particular." in citizen.inner_text("main")
    citizen.goto(f"{COMMITMENT}preguntas/")
    assert "teléfono de la casa" not in citizen.inner_text("main")


def test_the_editor_of_another_state_does_not_find_them(new_page, signed_in):
    citizen = new_page(**PHONE)
    ask(citizen, "¿Quién revisa los avances de este compromiso?")
    stranger = signed_in("morelos")
    stranger.goto("/admin/estados/preguntas/")
    assert "¿Quién revisa los avances" not in stranger.content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_pages_of_questions_are_in_order(new_page, width, scheme):
    page = new_page(width=width, color_scheme=scheme)
    for address in ("preguntar/", "preguntas/"):
        page.goto(COMMITMENT + address)
        assert_in_order(page)
    page.goto("/estados/zacatecas/preguntas/")
    assert_in_order(page)
    page.goto(COMMITMENT + "preguntar/")
    page.click("form.form button[type=submit]")  # empty: the mistakes are named
    page.wait_for_selector("[role=alert]")
    assert_in_order(page)
    assert page.faults == []
