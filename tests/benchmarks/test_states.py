"""The commitments of the states at 8 and at 1,400: board rows, export and API as ratios of one to the other.

Processor time in this process, median of five. What matters is that a commitment more costs no more than each one before
it (the ratio to 8 is at most 1,400 / 8), that a page of the API costs the same whatever there is, and that queries do
not grow.
"""

import statistics
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from acervo.base.publicity import public
from estados.exports.formats import download
from estados.exports.resources import resource
from estados.models import Commitment
from estados.services import board
from tests.benchmarks.tables import grid
from tests.estados import boards, making

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
FEW, MANY, TIMES = 8, 1_400, 3


def _measured(work):
    """(median of processor time in ms, queries); the first run warms what is kept for seconds."""
    work()
    with CaptureQueriesContext(connection) as caught:
        work()
    spent = []
    for _time in range(TIMES):
        start = time.process_time()
        work()
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent), len(caught)


def _page(client):
    answer = client.get("/api/v1/commitments?page_size=8").json()
    assert len(answer["results"]) == FEW, answer


def test_board_export_and_api_at_1400_commitments(site_tree, client):
    making.state(site_tree, "32")
    works = {
        "board rows": lambda: board.rows(public(Commitment.objects.all()), on=timezone.localdate()),
        "export, CSV": lambda: b"".join(download(resource("compromisos"), "csv", {})),
        "export, JSON": lambda: b"".join(download(resource("compromisos"), "json", {})),
        "API, a page of 8": lambda: _page(client),
    }
    boards.many(FEW)
    few = {name: _measured(work) for name, work in works.items()}
    boards.many(MANY - FEW, plan=2)
    many = {name: _measured(work) for name, work in works.items()}
    rows = [
        [name, f"{few[name][0]:.1f}", f"{many[name][0]:.1f}", f"{many[name][0] / few[name][0]:.1f}", f"{few[name][1]} / {many[name][1]}"]
        for name in works
    ]  # fmt: skip
    head = ("", f"{FEW}: CPU ms", f"{MANY:,}: CPU ms", "ratio", "queries")
    grid("Commitments of the states", head, rows)
    for name in ("board rows", "export, CSV", "export, JSON"):  # the API's queries: tests/estados/test_api.py
        assert 0 < few[name][1] == many[name][1], name
        assert many[name][0] / few[name][0] <= MANY / FEW, name
    assert many["API, a page of 8"][0] / few["API, a page of 8"][0] <= 4
