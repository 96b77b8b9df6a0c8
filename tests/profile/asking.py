"""What the journeys ask of the running site from outside: pages, searches, its own account of itself, rows."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any, NamedTuple

from tests.functional.running_site import RunningSite
from tests.servers import PostgreSQL


class Answer(NamedTuple):
    """What came back, and after how many seconds; status 0: the connection was refused or cut."""

    status: int
    text: str
    seconds: float


def get(site: RunningSite, path: str) -> Answer:
    """One page as a visitor without JavaScript gets it."""
    started = time.monotonic()
    try:
        with urllib.request.urlopen(site.url + path, timeout=60) as response:
            status, body = response.status, response.read()
    except urllib.error.HTTPError as error:
        status, body = error.code, error.read()
    except OSError as error:
        status, body = 0, str(error).encode()
    return Answer(status, body.decode("utf-8", "replace"), time.monotonic() - started)


def total(site: RunningSite, words: str) -> int | None:
    """How many records the public search finds; None while it cannot say."""
    answer = get(site, "/api/v1/search?" + urllib.parse.urlencode({"q": words}))
    return json.loads(answer.text)["total"] if answer.status == 200 else None


def states(site: RunningSite) -> dict[str, str]:
    """What /salud/ says of each part of the site, and of the whole as `status`."""
    told = json.loads(get(site, "/salud/").text)
    return {"status": told["status"], **told["checks"]}


def rows(database: PostgreSQL, question: str, *values: Any) -> list[tuple]:
    """Rows of the site's database, read beside it."""
    import psycopg

    with psycopg.connect(database.url, connect_timeout=5) as connection:
        return connection.execute(question, values).fetchall()


def waiting(database: PostgreSQL) -> int:
    """How many changes wait for the index."""
    return rows(database, "SELECT count(*) FROM search_change WHERE applied_at IS NULL")[0][0]


def assert_whole(site: RunningSite) -> None:
    """Nothing waits, nothing failed, the index says what the database says, and the site calls itself well."""
    status = json.loads(site.manage("search_status", "--json").stdout)
    assert status["usable"]
    assert status["waiting"] == 0
    assert status["failing"] == {}
    checked = site.manage("search_check", check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    parts = states(site)
    assert {parts[name] for name in ("database", "migrations", "search", "tasks", "storage")} == {"ok"}, parts
    assert len(site.workers()) == 1
    assert len(site.web_workers()) == 2
