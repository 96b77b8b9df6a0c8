"""PostgreSQL stops for ten seconds: no process dies of it, and what was saved before is there and is found."""

import time

from tests.functional.running_site import until
from tests.profile.asking import assert_whole, get, rows, total, waiting
from tests.profile.publishing import Burst, new_word

SECONDS = 10


def test_postgresql_stops_for_ten_seconds_during_a_burst_of_publishes(site, database, logs):
    assert get(site, "/").status == 200
    before = site.workers(), site.web_workers()
    word = new_word()
    burst = Burst(site, word, 400)
    burst.reach(8)
    database.stop()
    stopped = time.monotonic()
    assert burst.end() != 0  # whoever was saving is told that it was not saved
    assert get(site, "/salud/vivo/").status == 200
    ready, page = get(site, "/salud/"), get(site, "/acervo/")
    assert (ready.status, page.status >= 500) == (503, True)
    assert max(ready.seconds, page.seconds) < SECONDS
    time.sleep(max(0, SECONDS - (time.monotonic() - stopped)))
    database.start()

    until(lambda: get(site, "/acervo/").status == get(site, "/salud/").status == 200, seconds=60)
    saved = rows(database, "SELECT count(*) FROM wagtailcore_page WHERE live AND title LIKE %s", f"%{word}")[0][0]
    assert burst.published <= saved <= burst.published + 1  # one may have been saved without hearing of it
    until(lambda: total(site, word) == saved, seconds=120)
    until(lambda: waiting(database) == 0)
    assert (site.workers(), site.web_workers()) == before
    assert len(logs.saying("the worker waits for the database")) <= 1
    assert len(logs.saying("waits for the database")) >= 1
    assert_whole(site)
