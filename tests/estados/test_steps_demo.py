"""The steps and secretariats of the demonstration: what the tables say can be loaded, is dated as the sources do, and is
done only where the demonstration itself has the proof."""

import datetime as dt

import pytest

from acervo.base import dates
from agenda.models import EventPage
from documents.models import RecordPage
from estados.enums import Step, StepStatus
from estados.models import SecretariatPage, StepRecord
from estados.models.steps import CHOSEN
from estados.services import steps
from home.demo import states_steps
from home.demo.content import read_content
from home.demo.events import event_of, read_events
from tests import factories
from tests.agenda import making as agenda_making
from tests.estados import making
from tests.estados.test_steps_page import section

ROWS = states_steps.read_rows("steps.csv")
ZACATECAS = [row for row in ROWS if row["state"] == "32"]


def test_every_row_says_something_with_its_source():
    assert len({(row["state"], row["cycle"], row["step"]) for row in ROWS}) == len(ROWS)
    assert {row["state"] for row in ROWS} == {f"{n:02}" for n in range(1, 33)}
    for row in ROWS:
        assert row["status"] in dict(CHOSEN)
        assert int(row["step"]) in list(Step)
        assert row["source"]
        assert len(row["source"]) <= 255
        assert not (row["on"] and row["when"])
        assert not row["when"] or dates.bounds(row["when"])


def test_every_proof_is_an_event_or_a_record_of_the_demonstration():
    slugs = {row["slug"]: row["state"] for row in read_events()}
    identifiers = {record["identifier"] for record in read_content().records}
    for row in ROWS:
        assert not row["proof_event"] or slugs[row["proof_event"]] == row["state"]
        assert not row["proof_record"] or row["proof_record"] in identifiers


@pytest.fixture
def demo(site_tree, zacatecas):
    """Zacatecas with the events and records that its rows name."""
    agenda = agenda_making.calendar(site_tree.home)
    events = {row["slug"]: row for row in read_events()}
    for row in ROWS:
        if row["proof_event"] and not EventPage.objects.filter(slug=row["proof_event"]).exists():
            event = event_of(events[row["proof_event"]])
            event.locale = agenda.locale
            agenda.refresh_from_db()
            agenda.add_child(instance=event)
            event.save_revision().publish()
        if row["proof_record"] and not RecordPage.objects.filter(identifier=row["proof_record"]).exists():
            factories.record(site_tree.collection, f"Registro {row['proof_record']}", identifier=row["proof_record"])
    states_steps.make_steps()


@pytest.mark.django_db
def test_zacatecas_is_told_as_far_as_the_facts_go(demo):
    first, second = steps.cycles_of("32")
    assert first.step(1).status == StepStatus.DONE
    assert first.step(1).record.on == dt.date(2015, 7, 2)
    assert first.step(3).record.on == dt.date(2015, 9, 25)
    assert first.step(3).status == StepStatus.DONE
    assert first.step(5).status == StepStatus.DECLARED  # presented on a 22 August of an unknown year
    assert first.step(6).status == StepStatus.UNDER_WAY
    assert second.step(2).status == StepStatus.DONE
    assert second.step(5).status == StepStatus.DECLARED
    assert steps.current_step("32").step == Step.PLAN


@pytest.mark.django_db
def test_a_second_call_changes_nothing(demo):
    StepRecord.objects.filter(state="32", cycle=1, step=1).update(note="Corregida")
    count = StepRecord.objects.count()
    states_steps.make_steps()
    assert StepRecord.objects.count() == count == len(ROWS)
    assert StepRecord.objects.get(state="32", cycle=1, step=1).note == "Corregida"


@pytest.mark.django_db
def test_the_model_of_a_secretariat_is_told_in_both_languages(site_tree, zacatecas):
    page = section(zacatecas, SecretariatPage)
    for parent in (site_tree.home, making.states_page(site_tree), zacatecas):
        parent.refresh_from_db()
        parent.copy_for_translation(site_tree.english).save_revision().publish()
    states_steps.make_secretariats(english=site_tree.english)
    page.refresh_from_db()
    assert page.model_name == "Heptapartita"
    english = page.get_translation(site_tree.english)
    assert english.model_name == "Seven parties"
    assert "Civil society" in english.parties
