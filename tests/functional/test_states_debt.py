"""A citizen follows the money: an honest page without figures, a page of samples that nobody can mistake, one loan."""

import re

import pytest

from tests.looking import violations

EMPTY = "/estados/zacatecas/deuda-publica/"
SAMPLE = "/estados/tlaxcala/deuda-publica/"
LOAN = "/estados/tlaxcala/deuda/creditos/MUESTRA-1/"
KINDS = {
    "empty": EMPTY,
    "sample": SAMPLE,
    "loan": LOAN,
    "loan with little known": "/estados/tlaxcala/deuda/creditos/MUESTRA-4/",
    "loan in English": "/en" + LOAN,
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_of_the_debt_are_accessible_and_fit(site, new_page, kind):
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = new_page(width=width, color_scheme=scheme)
        assert page.goto(KINDS[kind]).status == 200
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spare == 0, f"{kind} is {spare} px wider than {width}"
        assert violations(page) == []
        assert page.faults == []
        page.context.close()


def test_without_figures_nothing_looks_like_one_and_the_template_is_offered(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(EMPTY)
    text = page.locator("main").inner_text()
    assert "Sin cifras publicadas: 2002 a 2016." in text
    assert not re.search(r"\$\s?\d|millones de pesos", text)
    assert page.locator(".chart__drawing").count() == 0
    with page.expect_download() as download:
        page.locator(".debt-files").get_by_role("link", name=re.compile("XLSX.*Créditos de la deuda")).click()
    assert download.value.suggested_filename == "plantilla-deuda-creditos.xlsx"


@pytest.mark.parametrize("width", [1280, 390])
def test_nobody_can_take_a_sample_for_real(site, new_page, width):
    for address in (SAMPLE, LOAN):
        page = new_page(width=width)
        page.goto(address)
        assert page.locator(".debt-notice").is_visible()
        assert "No son de ningún gobierno" in page.locator(".debt-notice").inner_text()
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        cells = page.locator(".debt-table td.num", has_text=re.compile(r"\d"))
        assert cells.count() > 5
        for cell in cells.all():
            assert cell.locator(".debt-sample").first.is_visible()
        drawings = page.locator(".chart__drawing").locator("visible=true")
        assert drawings.count() >= 1
        for drawing in drawings.all():
            assert "Cifras de muestra" in drawing.locator(".chart__sample").text_content()
        page.context.close()


def test_the_chart_fits_its_place_and_is_readable_there(site, new_page):
    for width, shown, hidden in ((1280, ".chart__wide", ".chart__narrow"), (390, ".chart__narrow", ".chart__wide")):
        page = new_page(width=width)
        page.goto(SAMPLE)
        assert page.locator(shown).first.is_visible()
        assert not page.locator(hidden).first.is_visible()
        text = page.locator(f"{shown} .chart__value").first.bounding_box()
        assert text["height"] >= 11
        page.context.close()


def test_a_word_leads_to_its_meaning_and_a_loan_to_its_way(site, new_page):
    page = new_page()
    page.goto(SAMPLE)
    page.locator("#que-es ~ .debt-words .debt-term", has_text="saldo").click()
    assert page.url.endswith("#termino-saldo")
    assert page.locator("#termino-saldo").is_visible()
    page.get_by_role("link", name="MUESTRA-1").click()
    assert page.locator(".debt-path__step h3").all_inner_texts() == ["Contrato", "Banco", "Destino", "Saldo", "Costo"]
    assert page.locator(".qr-stamp__link").is_visible()
    page.get_by_role("link", name="Todos los créditos").click()
    assert page.url.endswith("/deuda-publica/#creditos")
