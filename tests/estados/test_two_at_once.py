"""Two people who save at the same moment: on a server that lets both write, nothing of either is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from wagtail.models import Locale

from acervo.history import services as history
from estados.enums import StepStatus
from estados.models import Commitment, StepRecord
from tests.estados import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _several_connections(db):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is one connection: it has one writer whatever the code does")
    Locale.objects.get_or_create(language_code="es-mx")


def at_once(first: Callable[[], None], second: Callable[[], None]) -> None:
    """`second` begins when `first` is done but not yet committed."""
    done, asks = threading.Event(), threading.Event()
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)
            raise
        finally:
            connection.close()

    def one() -> None:
        with transaction.atomic():
            first()
            done.set()
            asks.wait(10)
            threading.Event().wait(0.5)  # the second one waits in the database by now

    def other() -> None:
        done.wait(10)
        asks.set()
        with transaction.atomic():
            second()

    threads = [threading.Thread(target=run, args=[work]) for work in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []


def test_two_commitments_of_a_plan_get_two_codes():
    plan = making.plan()

    def make() -> None:
        Commitment.objects.create(plan=plan, title="Portal")

    at_once(make, make)
    assert Commitment.objects.values_list("code", flat=True).distinct().count() == 2


def test_the_history_of_two_changes_has_no_gap():
    record = StepRecord.objects.create(state="32", cycle=1, step=1, status=StepStatus.NOT_STARTED)

    def change(status: str) -> Callable[[], None]:
        def save() -> None:
            mine = StepRecord.objects.get(pk=record.pk)
            mine.status = status
            mine.save()

        return save

    at_once(change(StepStatus.UNDER_WAY), change(StepStatus.DECLARED))
    changes = [(row.old, row.new) for row in history.changes_of(record).filter(field="status").order_by("pk")]
    assert changes == [
        (StepStatus.NOT_STARTED, StepStatus.UNDER_WAY),
        (StepStatus.UNDER_WAY, StepStatus.DECLARED),
    ]
