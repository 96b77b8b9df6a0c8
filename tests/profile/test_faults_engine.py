"""The search server dies, hangs or refuses to write: saves succeed, pages answer, and what waited is delivered."""

import json
import statistics
import time
import urllib.request

from tests.functional.running_site import until
from tests.profile.asking import assert_whole, get, rows, states, total, waiting
from tests.profile.publishing import Burst, new_word

BURST = 40
BEGAN, ENDED = "changes wait and are delivered when it is back", r"search is back: [1-9]\d* changes delivered"


def ask_engine(engine, method: str, path: str, body: dict) -> None:
    request = urllib.request.Request(
        engine.url + path, method=method, data=json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200


def assert_told_once(logs) -> None:
    """One line when it began and one when it was over, whatever the number of changes and processes."""
    assert len(logs.saying(BEGAN)) == 1, logs.lines()
    assert len(until(lambda: logs.saying(ENDED), seconds=30)) == 1
    assert len(logs.saying("search is back")) == 1, logs.lines()


def test_the_engine_is_killed_during_a_burst_of_publishes(site, engine, database, logs):
    word = new_word()
    burst = Burst(site, word, BURST)
    burst.reach(BURST // 4)
    engine.kill()
    assert burst.end() == 0, burst.errors
    assert burst.published == BURST

    until(lambda: logs.saying(BEGAN), seconds=60)
    for path in ("/", "/acervo/", "/acervo/actas-y-acuerdos/", "/estados/"):
        assert get(site, path).status == 200
    answer = get(site, f"/buscar/?q={word}")
    assert answer.status == 503
    assert "no está disponible por el momento" in answer.text
    assert "/acervo/actas-y-acuerdos/" in answer.text  # browsing by collection goes on
    assert until(lambda: states(site)["search"] == "degraded", seconds=30)
    assert get(site, "/salud/").status == 200
    assert waiting(database) > 0

    engine.start()
    until(lambda: total(site, word) == BURST, seconds=120)
    until(lambda: waiting(database) == 0)
    assert_told_once(logs)
    until(lambda: states(site)["search"] == "ok", seconds=30)
    assert_whole(site)


def test_an_engine_that_hangs_keeps_nobody_waiting(site, engine, database, logs):
    """The breaker: after the first searches have waited in vain, no request waits for that server."""
    paths = ["/", "/acervo/", "/acervo/actas-y-acuerdos/"] * 8
    before = [get(site, path) for path in paths]
    engine.suspend()
    try:
        for _ in range(6):  # both web processes learn it
            assert get(site, "/buscar/?q=gobierno").status == 503
        during = [get(site, path) for path in paths]
        searches = [get(site, "/buscar/?q=gobierno") for _ in range(20)]
    finally:
        engine.resume()
    assert {answer.status for answer in during} == {200}
    assert p95(during) <= 2 * p95(before) + 0.25
    assert {answer.status for answer in searches} == {503}
    assert statistics.median(answer.seconds for answer in searches) < 1  # a probe may wait, the others do not
    until(lambda: total(site, "gobierno"), seconds=60)
    assert_whole(site)


def p95(answers) -> float:
    return sorted(answer.seconds for answer in answers)[int(len(answers) * 0.95) - 1]


def test_a_read_only_index_is_written_when_it_can_be_again(site, engine, database, logs):
    """What Elasticsearch does by itself when its disk is nearly full, and undoes when there is room again."""
    word, before = new_word(), total(site, "gobierno")
    ask_engine(engine, "PUT", "/_cluster/settings", {"persistent": {"cluster.info.update.interval": "1h"}})
    ask_engine(engine, "PUT", "/_all/_settings", {"index.blocks.read_only_allow_delete": True})
    burst = Burst(site, word, 8)
    assert burst.end() == 0, burst.errors
    assert burst.published == 8

    until(lambda: logs.saying(BEGAN), seconds=60)
    assert total(site, "gobierno") == before  # searching goes on
    assert total(site, word) == 0
    assert waiting(database) > 0
    assert rows(database, "SELECT count(*) FROM wagtailcore_page WHERE live AND title LIKE %s", f"%{word}")[0][0] == 8

    ask_engine(engine, "PUT", "/_all/_settings", {"index.blocks.read_only_allow_delete": None})
    began = time.monotonic()
    until(lambda: total(site, word) == 8, seconds=120)
    print(f"delivered {time.monotonic() - began:.1f} s after the block was lifted")
    until(lambda: waiting(database) == 0)
    assert_told_once(logs)
    assert_whole(site)
