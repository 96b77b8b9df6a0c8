"""The search box in a real browser: with the keyboard, and without JavaScript."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.search.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def laws(source, index):
    source.add(1, "Ley Orgánica del Municipio", "El ayuntamiento sesiona.")
    source.add(2, "Ley de organismos", "Otra.")
    index()


@pytest.fixture
def open_page(live_server, chromium):
    """`open_page(path, **context)`: a page of the running site in Chromium."""
    contexts = []

    def show(address: str, **options):
        contexts.append(chromium.new_context(**options))
        page = contexts[-1].new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.goto(f"{live_server.url}{address}")
        return page

    yield show
    for context in contexts:
        context.close()


def test_the_keyboard_walks_the_suggestions_and_enter_searches(laws, open_page):
    page = open_page("/buscar/")
    box = page.locator("#search-q")
    box.press_sequentially("org")
    page.wait_for_selector("#search-q[aria-expanded=true]")
    options = page.locator("ul.autocomplete:visible [role=option]")
    assert options.count() == 4
    assert options.nth(0).inner_text().split("\n")[0] in ("Ley Orgánica del Municipio", "Ley de organismos")
    for _ in range(3):
        box.press("ArrowDown")
    chosen = options.nth(2)
    assert chosen.get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert box.input_value() == chosen.inner_text().strip()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "org"
    box.press_sequentially("á")
    page.wait_for_selector("#search-q[aria-expanded=true]")
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url("**/buscar/?q=*")
    assert page.locator(".result__title").first.inner_text() == "Ley Orgánica del Municipio"
    assert page.faults == []


def test_a_title_leads_to_its_record(laws, open_page):
    page = open_page("/buscar/")
    page.locator("#search-q").press_sequentially("ley orgánica")
    # Only the words typed last make the title the first line; on a slow machine an earlier answer is seen before it.
    page.locator("ul.autocomplete:visible [role=option]:first-child", has_text="Ley Orgánica del Municipio").click()
    page.wait_for_url("**/acervo/1/")


def test_the_form_works_without_javascript(laws, open_page):
    page = open_page("/buscar/", java_script_enabled=False)
    page.locator("#search-q").fill("ayuntamiento")
    page.locator(".search-form button").click()
    assert page.locator(".result__title").inner_text() == "Ley Orgánica del Municipio"
    assert page.locator("mark").first.inner_text() == "ayuntamiento"
