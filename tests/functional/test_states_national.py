"""A citizen reads the national board without JavaScript, and with the keyboard alone."""

import re

from tests.looking import violations


def test_a_citizen_sorts_filters_and_compares_two_cuts_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/estados/")
    page.get_by_role("columnheader", name="Paso").get_by_role("link").click()
    page.get_by_role("columnheader", name="Paso").get_by_role("link").click()
    assert page.locator('th[aria-sort="descending"]').inner_text().startswith("Paso")
    assert page.locator("tbody tr[id^=e]").count() == 32

    page.get_by_label("Momento", exact=True).last.select_option(label="mayo de 2017")
    page.get_by_label("Paso", exact=True).select_option(label="4. Mesas participativas")
    with page.expect_navigation():
        page.get_by_role("button", name="Mostrar").click()
    names = page.locator("tbody tr[id^=e] th").all_inner_texts()
    assert sorted(" ".join(name.split()) for name in names) == [
        "Baja California 1 contradicción", "Campeche", "Nuevo León",
    ]  # fmt: skip
    assert page.locator("#e04 td").last.inner_text().startswith("206")

    form = page.get_by_role("form", name="Comparar dos momentos")
    form.get_by_label("De").select_option(label="mayo de 2017")
    form.get_by_label("A", exact=True).select_option(label="10 de noviembre de 2020")
    form.get_by_role("button", name="Comparar").click()
    section = page.locator("section", has=page.locator("#diferencias"))
    tabasco = section.get_by_role("row").filter(has_text="Tabasco")
    assert "De «No» a «Sí»" in tabasco.inner_text()
    assert "No comparable" in section.inner_text()
    tabasco.get_by_role("link", name="renglón 203").click()
    page.wait_for_url(lambda url: url.endswith("?corte=2017-05#e27"))
    assert page.locator("#e27").is_visible()


def test_the_tile_map_is_walked_with_the_keyboard(new_page):
    page = new_page()
    page.goto("/estados/")
    tiles = page.locator(".tiles a")
    assert tiles.count() == 32
    tiles.first.focus()
    read = []
    for _tile in range(32):
        read.append(page.evaluate("document.activeElement.innerText"))
        page.keyboard.press("Tab")
    assert len(set(read)) == 32
    assert any("Zacatecas:" in text for text in read)
    page.get_by_role("link", name=re.compile("^Zacatecas: ")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/estados/zacatecas/")

    page.goto("/estados/")
    page.locator(".national__skip").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#tabla")
    assert page.faults == []


def test_tiles_are_large_enough_to_touch_and_the_heads_of_the_table_stay_in_sight(new_page):
    page = new_page(width=390)
    page.goto("/estados/")
    for box in (tile.bounding_box() for tile in page.locator(".tiles a").all()):
        assert box["width"] >= 44
        assert box["height"] >= 44

    wide = new_page(width=1280)
    wide.goto("/estados/?corte=2017-05#e32")
    head = wide.locator(".national-table thead th").first
    for _try in range(50):  # the browser may scroll slowly
        if abs(head.bounding_box()["y"]) < 2:
            break
        wide.wait_for_timeout(100)
    assert abs(head.bounding_box()["y"]) < 2
    assert wide.evaluate("scrollY") > 1000


def test_the_board_with_a_comparison_is_accessible(new_page):
    for width, scheme in ((1280, "dark"), (390, "light")):
        page = new_page(width=width, color_scheme=scheme)
        page.goto("/estados/?corte=2020-11-10&contra=2017-05")
        assert violations(page) == []
        assert page.faults == []
