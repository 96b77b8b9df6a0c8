"""Clicks on results in a real browser: one a page, for nobody in particular, and the link leads where it says."""

import pytest

from search import journal
from search.models import ClickDay, QueryDay

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.search.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def laws(source, index):
    source.add(1, "Ley de aguas", "El agua de la ley.")
    source.add(2, "Ley de obras", "La obra de la ley.")
    index()


@pytest.fixture
def visit(live_server, chromium):
    """`visit(**context)` opens the results of «ley», opens two of them in turn, and gives the cookies left behind."""

    def opened(init: str = "", **options) -> list:
        context = chromium.new_context(**options)
        try:
            page = context.new_page()
            if init:
                page.add_init_script(init)
            for _ in range(2):
                page.goto(f"{live_server.url}/buscar/?q=ley")
                page.locator(".result__title a").first.click()
                page.wait_for_url("**/acervo/*/")
            page.wait_for_timeout(500)  # a beacon is sent after the page is gone
            return context.cookies()
        finally:
            context.close()

    return opened


def test_a_click_is_counted_and_leaves_no_cookie(laws, visit):
    assert visit() == []
    journal.collect()
    row = QueryDay.objects.get()
    assert (row.query, row.searches, row.clicks, row.positions) == ("ley", 2, 2, 2)
    assert ClickDay.objects.get().clicks == 2


@pytest.mark.parametrize(
    "way",
    [
        {"java_script_enabled": False},
        {"init": "Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})"},
        {"extra_http_headers": {"Sec-GPC": "1"}},
    ],
    ids=["without JavaScript", "asked in the page", "asked in a header"],
)
def test_who_asks_not_to_be_followed_still_gets_there_and_is_not_counted(laws, visit, way):
    visit(**way)
    journal.collect()
    assert sum(row.clicks for row in QueryDay.objects.all()) == 0
