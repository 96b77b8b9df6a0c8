"""The national board with 32 states at work: median milliseconds of CPU of a whole request, and its queries."""

import datetime as dt
import time
from statistics import median
from types import SimpleNamespace
from typing import Any

import django

from tests.benchmarks.work.program import run

PAGES = {
    "today": "/estados/",
    "today, sorted and filtered": "/estados/?orden=-semaforo&grupo=G15",
    "a cut": "/estados/?corte=2017-05",
    "two cuts": "/estados/?corte=2020-11-10&contra=2017-05",
}


def main(*, rounds: int = 60, commitments: int = 40) -> dict[str, Any]:
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from estados.services import national_board

    _make(commitments)
    client = Client(headers={"Accept-Encoding": "gzip"})
    client.get("/estados/")
    found: dict[str, Any] = {"frame": _cpu(client, "/vacia/", rounds, national_board._kept, keep=True)}
    for name, address in PAGES.items():
        national_board._kept.clear()
        with CaptureQueriesContext(connection) as first:
            client.get(address)
            drawn = len(first)
        with CaptureQueriesContext(connection) as again:
            client.get(address)
            kept = len(again)
        found[name] = {
            "cpu": _cpu(client, address, rounds, national_board._kept, keep=True),
            "cpu_drawn": _cpu(client, address, max(rounds // 6, 5), national_board._kept, keep=False),
            "queries_drawn": drawn,
            "queries": kept,
        }
    return found


def _cpu(client: Any, address: str, rounds: int, kept: Any, *, keep: bool) -> float:
    spent = []
    for _round in range(rounds):
        if not keep:
            kept.clear()
        start = time.process_time()
        assert client.get(address).status_code == 200
        spent.append((time.process_time() - start) * 1000)
    return median(spent)


def _make(commitments: int) -> None:
    """The facts' cuts; of each state a microsite, two cycles of steps, a plan in force with its commitments."""
    from wagtail.models import Locale

    from acervo.base.states import STATES
    from estados.enums import StepStatus
    from estados.models import Commitment, CommitmentTarget, StepRecord
    from home.demo.states_national import make_national
    from home.models import HomePage, StandardPage
    from tests.estados import making

    make_national()
    tree = SimpleNamespace(home=HomePage.objects.get(), spanish=Locale.objects.get(language_code="es-mx"))
    empty = StandardPage(title="Página vacía", slug="vacia", locale=tree.spanish)
    tree.home.add_child(instance=empty)
    empty.save_revision().publish()
    today = dt.date.today()
    for key, _name in STATES[1:]:
        making.state(tree, key)
        StepRecord.objects.bulk_create(
            StepRecord(state=key, cycle=cycle, step=step, status=StepStatus.DONE, on=today - dt.timedelta(40 * step))
            for cycle in (1, 2)
            for step in range(1, 7)
        )
        plan = making.plan(key, 2, launched_on=today - dt.timedelta(100))
        made = Commitment.objects.bulk_create(
            Commitment(plan=plan, number=number, code=f"{plan.code}-C{number}", title=f"Compromiso {number}", live=True)
            for number in range(1, commitments + 1)
        )
        CommitmentTarget.objects.bulk_create(
            CommitmentTarget(commitment=item, goal=item.number % 17 + 1) for item in made
        )


if __name__ == "__main__":
    run(main)
