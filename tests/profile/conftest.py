"""One site in production for all tests of this folder; they run in one xdist group, so that there is only one.

It has servers of its own, for the fault journeys kill them. Whatever a journey breaks, it leaves a whole site.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.functional.conftest import new_page, signed_in  # noqa: F401 - fixtures; they use the `site` of this file
from tests.functional.running_site import RunningSite
from tests.needs import needs_elasticsearch, needs_postgresql, needs_shared
from tests.profile.logs import Logs
from tests.profile.production import import_as_the_readme_says, production


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/profile/" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("profile"))
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def database() -> Iterator[servers.PostgreSQL]:
    needs_postgresql()
    with servers.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def engine() -> Iterator[servers.Elasticsearch]:
    needs_elasticsearch()
    with servers.elasticsearch() as server:
        yield server


@pytest.fixture(scope="session")
def site(tmp_path_factory, database, engine) -> Iterator[RunningSite]:
    """The demonstration in production."""
    with production(tmp_path_factory.mktemp("production"), database=database, engine=engine) as made:
        yield made


@pytest.fixture(scope="session")
def laws(site) -> RunningSite:
    """The site with the 72 real laws."""
    folder: Path = needs_shared("leyes")
    import_as_the_readme_says(site, folder, folder / "leyes.csv")
    return site


@pytest.fixture
def logs(site) -> Logs:
    """What the processes of the site write during this test."""
    return Logs(site.log)
