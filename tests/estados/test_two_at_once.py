"""Two people who save at the same moment: on a server that lets both write, nothing of either is lost."""

from collections.abc import Callable

import pytest
from wagtail.models import Locale

from acervo.history import services as history
from estados.enums import StepStatus
from estados.models import Commitment, StepRecord
from tests.at_once import at_once, needs_several_connections
from tests.estados import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _several_connections(db):
    needs_several_connections()
    Locale.objects.get_or_create(language_code="es-mx")


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
