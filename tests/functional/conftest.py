"""One running site and one Chromium for all journeys; they run in one xdist group, so that there is only one of each."""

import csv
import shutil

import pytest
from playwright.sync_api import Page

from tests.functional.running_site import RunningSite, running
from tests.needs import needs_shared

#: Laws imported into the running site for the journeys; small ones, and the Constitution.
SOME_LAWS = ("cpeum.pdf", "lfdc.pdf", "lgb.pdf", "len.pdf", "loam.pdf")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/functional/" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("running_site"))
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> RunningSite:
    """The demo site, served by gunicorn with its worker."""
    with running(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="session")
def laws_folder(tmp_path_factory):
    """A folder with some real laws and the rows of the real manifest that describe them."""
    source = needs_shared("leyes")
    folder = tmp_path_factory.mktemp("leyes")
    with (source / "leyes.csv").open(encoding="utf-8") as manifest:
        rows = list(csv.DictReader(manifest))
    for name in SOME_LAWS:
        shutil.copy(source / name, folder / name)
    with (folder / "leyes.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=rows[0].keys())
        writer.writeheader()
        writer.writerows(row for row in rows if row["archivo"] in SOME_LAWS)
    return folder


@pytest.fixture(scope="session")
def laws(site, laws_folder) -> RunningSite:
    """The site with those laws, imported by the command that the README shows."""
    site.manage(
        "import_documents", str(laws_folder), "--manifest", str(laws_folder / "leyes.csv"),
        "--collection", "leyes", "--publish",
    )  # fmt: skip
    return site


@pytest.fixture
def new_page(chromium, site):
    """`new_page(width=…, color_scheme=…, …)`: a page of a fresh visitor; its faults are in `page.faults`.

    A fault is a JavaScript error, a request that a content policy stopped, or a file of ours that is not there.
    """
    contexts = []

    def make(*, width: int = 1280, height: int = 900, **options) -> Page:
        options.setdefault("locale", "es-MX")
        context = chromium.new_context(viewport={"width": width, "height": height}, base_url=site.url, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(f"error: {error}"))
        page.on(
            "console",
            lambda message: page.faults.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.on(
            "response",
            lambda response: page.faults.append(f"{response.status} {response.url}")
            if response.status >= 400 and response.request.resource_type != "document" else None,
        )  # fmt: skip
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(new_page, site):
    """`signed_in("editora")`: a page of a user who has entered the admin."""

    def make(user: str, **options) -> Page:
        page = new_page(**options)
        page.goto("/admin/login/")
        page.fill("#id_username", user)
        page.fill("#id_password", site.passwords[user])
        page.click("form button[type=submit]")
        page.wait_for_url("**/admin/")
        return page

    return make
