"""What is looked at in a page, once the page is there."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: (rule, the elements). Waits for the whole page: a click returns before the next one is read."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]
