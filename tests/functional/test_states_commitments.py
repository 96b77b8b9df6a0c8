"""A state's team launches a plan, proves a milestone and hears another voice; its neighbour can touch none of it."""

import datetime as dt
import re

from estados.models import CREAS
from tests.functional.running_site import until
from tests.functional.test_editor import page_id, publish

LAUNCHED = dt.date.today() - dt.timedelta(days=10)


def shell(site, code: str) -> str:
    """The last line that `code` prints in the shell of the site."""
    return site.manage("shell", "-v", "0", "-c", code).stdout.strip().splitlines()[-1]


def test_a_plan_is_launched_its_milestone_proven_and_civil_society_disagrees(site, signed_in, new_page):
    team = signed_in("zacatecas")
    team.goto("/admin/estados/planes/add/")
    team.fill("#id_number", "3")
    team.fill("#id_title", "Tercer Plan de Acción Local del ajolote")
    put_date(team, "#id_launched_on", LAUNCHED)
    publish(team)
    until(lambda: team.request.get(f"{site.url}/estados/zacatecas/planes/3/").status == 200)

    # What follows from the launch stands in the calendar of the state, each with its page.
    event = shell(
        site,
        "from estados.models import PlanEvent; "
        "print(PlanEvent.objects.get(plan__state='32', plan__number=3, kind='monitoreo').event.url)",
    )
    citizen = new_page()
    citizen.goto(event)
    assert "Tercer Plan" in citizen.locator("main").inner_text()

    plan = shell(site, "from estados.models import ActionPlan; print(ActionPlan.objects.get(state='32', number=3).pk)")
    team.goto(f"/admin/estados/compromisos/add/?plan={plan}")
    team.fill("#id_number", "1")
    team.fill("#id_title", "Ciclovía del ajolote")
    publish(team)
    # Nothing is published until each criterion is answered; the message says which.
    assert "Falta responder" in team.content()
    team.get_by_role("tab", name=re.compile("CREAS")).click()
    for prefix, _letter, _name in CREAS:
        team.select_option(f"#id_{prefix}", label="Sí")
    team.select_option("#id_sustainable", label="No")
    team.fill("#id_sustainable_reason", "Depende del presupuesto de cada año.")
    publish(team)
    public = f"{site.url}/estados/zacatecas/compromisos/ZAC-PAL3-C1/"
    until(lambda: team.request.get(public).status == 200)

    commitment = shell(
        site, "from estados.models import Commitment; print(Commitment.objects.get(code='ZAC-PAL3-C1').pk)"
    )
    record = page_id(site, "ley-organica-del-municipio-zacatecas")
    team.goto(f"/admin/estados/hitos/new/?commitment={commitment}")
    team.fill("#id_deliverable", "Primer tramo abierto")
    team.locator("#id_evidence-ADD").click()
    team.locator("#id_evidence-0-record").evaluate(f"field => field.value = '{record}'")
    team.locator("#id_reports-ADD").click()
    team.select_option("#id_reports-0-status", label="Hecho")
    put_date(team, "#id_reports-0-on", LAUNCHED)
    team.locator("button[type=submit]:has-text('Crear'), button[type=submit]:has-text('Guardar')").first.click()
    team.wait_for_load_state()
    report(team, commitment, completion="Cumplido", words="El tramo está abierto.", author="Secretaría de Obras")

    society = signed_in("ciudadania")
    menu = society.locator("#wagtail-sidebar, nav").first.inner_text()
    assert "Planes de acción" not in menu
    society.goto("/admin/estados/informes/")
    society.get_by_role("link", name="Ciclovía del ajolote").click()
    assert "El tramo está abierto." in society.locator("main").inner_text()
    report(society, commitment, completion="Avance limitado", words="Solo hay pintura.", author="Colectivo Ajolote")

    citizen.goto("/estados/zacatecas/compromisos/?plan=3")
    board = citizen.locator("main").inner_text()
    assert "Cumplido" in board
    assert "Avance limitado" in board
    citizen.goto(public)
    page = citizen.locator("main").inner_text()
    for words in (
        "El tramo está abierto.", "Solo hay pintura.", "Las voces no coinciden", "1 de 1 hito hecho",
        "Depende del presupuesto de cada año.",
    ):  # fmt: skip
        assert words in page

    neighbour = signed_in("morelos")
    for address in (
        f"/admin/estados/compromisos/edit/{commitment}/", f"/admin/estados/compromisos/{commitment}/informar/",
        f"/admin/estados/planes/edit/{plan}/",
    ):  # fmt: skip
        neighbour.goto(address)
        assert neighbour.url.rstrip("/").endswith("/admin")
    neighbour.goto("/admin/estados/compromisos/")
    assert "Ciclovía del ajolote" not in neighbour.locator("main").inner_text()


def put_date(page, field: str, day: dt.date) -> None:
    """Without the calendar that typing opens, which covers what is below it."""
    page.locator(field).evaluate("(field, day) => field.value = day", day.isoformat())


def report(page, commitment: str, *, completion: str, words: str, author: str) -> None:
    page.goto(f"/admin/estados/compromisos/{commitment}/informar/")
    page.get_by_label(completion, exact=True).check()
    page.fill("#id_words", words)
    page.fill("#id_author", author)
    page.get_by_role("button", name="Publicar el informe").click()
    page.wait_for_load_state()
    assert "El informe quedó publicado" in page.content()
