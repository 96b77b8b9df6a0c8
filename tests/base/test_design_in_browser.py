"""The components in a real browser: accessible, nothing wider than a phone, and what our JavaScript adds."""

import pytest

from acervo.base.styleguide import PARTS
from tests.looking import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.base.styleguide_urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def browser(chromium):
    return chromium


def _page(browser, *, width=1280, **options):
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="es-MX", **options)
    context.set_default_timeout(10_000)
    return context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_component_is_accessible_and_fits(browser, live_server, width, scheme):
    page = _page(browser, width=width, color_scheme=scheme)
    for part in PARTS:
        page.goto(f"{live_server.url}/estilo/?parte={part}")
        assert violations(page) == [], part
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spare == 0, f"{part} is {spare} px wider than {width}"


def test_a_page_makes_no_request_to_another_host_and_logs_no_error(browser, live_server):
    page = _page(browser)
    foreign, errors = [], []
    page.on("request", lambda request: request.url.startswith(live_server.url) or foreign.append(request.url))
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for part in PARTS:
        page.goto(f"{live_server.url}/estilo/?parte={part}", wait_until="networkidle")
    assert foreign == []
    assert errors == []


def test_controls_on_a_phone_are_at_least_44_pixels_high(browser, live_server):
    page = _page(browser, width=390)
    for part in PARTS:
        page.goto(f"{live_server.url}/estilo/?parte={part}")
        small = page.evaluate(
            """() => [...document.querySelectorAll('main button, main .button, header a, header button,'
                 + 'main input:not([type=checkbox], [type=hidden]), main select, .facets summary,'
                 + '.toc a, .reader__bar a')]
               .filter(e => e.checkVisibility() && e.getBoundingClientRect().width > 1)
               .filter(e => e.getBoundingClientRect().height < 43.5)
               .map(e => e.outerHTML.slice(0, 100))"""
        )
        assert small == [], part


def test_the_menu_of_a_phone_opens_by_keyboard_and_closes_with_escape(browser, live_server):
    page = _page(browser, width=390)
    page.goto(f"{live_server.url}/estilo/")
    menu = page.get_by_role("button", name="Menú")
    link = page.get_by_role("link", name="Observatorio").first
    assert not page.locator("#site-nav").is_visible()
    menu.press("Enter")
    assert link.is_visible()
    assert menu.get_attribute("aria-expanded") == "true"
    link.press("Escape")
    assert not page.locator("#site-nav").is_visible()


def test_without_javascript_the_menu_is_there_and_no_dead_button_shows(browser, live_server):
    page = _page(browser, width=390, java_script_enabled=False)
    page.goto(f"{live_server.url}/estilo/?parte=ficha")
    assert page.locator("#site-nav").is_visible()
    assert page.locator("[data-needs-js]:visible").count() == 0


def test_a_citation_is_copied(browser, live_server):
    page = _page(browser, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/estilo/?parte=ficha")
    page.get_by_role("button", name="Copiar cita").click()
    page.get_by_role("button", name="Copiado").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Gobierno del Estado de Zacatecas. (2016")


def test_the_reader_turns_a_page_by_keyboard_without_a_reload_and_back_returns(browser, live_server):
    page = _page(browser)
    page.goto(f"{live_server.url}/estilo/?parte=lector&p=14")
    page.evaluate("window.kept = true")
    page.locator("body").press("ArrowRight")
    page.wait_for_url("**/estilo/?parte=lector&p=15")
    page.locator("#reader:not([aria-busy])").wait_for()
    page.go_back()
    page.wait_for_url("**/estilo/?parte=lector&p=14")
    assert page.evaluate("window.kept") is True


def test_the_reader_opens_its_search_with_a_slash_and_leaves_arrows_to_the_field(browser, live_server):
    page = _page(browser)
    page.goto(f"{live_server.url}/estilo/?parte=lector&p=14")
    page.locator("body").press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("p=14")
