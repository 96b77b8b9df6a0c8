"""The demonstration's plans say what the facts say, and nothing else."""

import csv
import datetime as dt
from types import SimpleNamespace

import pytest

from agenda.models import AgendaPage, EventPage
from documents.models import Theme
from estados.enums import Completion, Voice
from estados.models import ActionPlan, Commitment, Evidence, Milestone, Verdict
from estados.services import board, creas
from home.demo import states_plans
from tests import factories
from tests.estados import making
from tests.needs import needs_shared

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(site_tree, zacatecas, admin_user):
    """The records, events and themes that the sheets name, and the plans."""
    rows = {name: states_plans.read_rows(f"{name}.csv") for name in ("plans", "commitments", "milestones", "verdicts")}
    for code in {code for row in rows["commitments"] for code in row["themes"].split("|")}:
        Theme.objects.create(code=code, name=code, locale=site_tree.spanish)
    named = {row["record"] for row in rows["plans"] + rows["verdicts"]}
    named |= {identifier for row in rows["milestones"] for identifier in row["records"].split("|")}
    for identifier in sorted(filter(None, named)):
        factories.record(site_tree.collection, identifier, identifier=identifier)
    agenda = AgendaPage.objects.first()
    if agenda is None:
        site_tree.home.refresh_from_db()
        agenda = site_tree.home.add_child(instance=AgendaPage(title="Agenda", slug="agenda", locale=site_tree.spanish))
    for slug in sorted({row["event"] for row in rows["plans"] + rows["milestones"]} - {""}):
        agenda.add_child(instance=EventPage(title=slug, slug=slug, locale=site_tree.spanish))
    states_plans.make_plans(user=admin_user)
    return SimpleNamespace(**rows)


def test_zacatecas_has_the_commitments_that_the_facts_name(loaded):
    facts = needs_shared("semilla") / "compromisos.csv"
    with facts.open(encoding="utf-8", newline="") as opened:
        named = {
            (int(row["pal_numero"]), int(row["compromiso_numero"]) if row["compromiso_numero"] else None, row["titulo"])
            for row in csv.DictReader(opened)
        }
    made = {(item.plan.number, item.number, item.title) for item in Commitment.objects.select_related("plan")}
    assert made == named
    assert ActionPlan.objects.filter(live=True).count() == 2


def test_only_the_government_speaks_and_only_of_the_first_plan(loaded):
    assert set(Verdict.objects.values_list("voice", flat=True)) == {Voice.GOVERNMENT}
    assert set(Verdict.objects.values_list("commitment__plan__number", flat=True)) == {1}
    complete = Verdict.objects.filter(completion=Completion.COMPLETE)
    assert [verdict.commitment.code for verdict in complete] == ["ZAC-PAL1-C4"]


def test_no_percentage_is_invented(loaded):
    assert not Verdict.objects.exclude(progress=None).exists()
    assert not Commitment.objects.exclude(progress_set=None).exists()
    rows = board.rows(Commitment.objects.all(), on=dt.date(2026, 1, 1))
    assert {row.commitment.code: row.progress.percent for row in rows if row.progress.percent is not None} == {
        "ZAC-PAL1-C4": 100
    }


def test_a_level_that_the_source_does_not_give_says_so(loaded):
    ours = [row["commitment"] for row in loaded.verdicts if row["said"] == "no"]
    told = Verdict.objects.filter(source__endswith=states_plans.OUR_LEVEL)
    assert sorted(verdict.commitment.code for verdict in told) == sorted(ours)
    assert "ZAC-PAL1-C4" not in ours


def test_the_board_of_june_2017_shows_the_balance_and_today_it_is_old(loaded):
    june = board.rows(Commitment.objects.filter(plan__number=1), on=dt.date(2017, 6, 30))
    assert {row.freshness[Voice.GOVERNMENT] for row in june} == {"al-dia"}
    assert {row.verdicts[Voice.GOVERNMENT].when_text for row in june} == {"mayo de 2017"}
    later = board.rows(Commitment.objects.filter(plan__number=1), on=dt.date(2026, 1, 1))
    assert {row.freshness[Voice.GOVERNMENT] for row in later} == {"sin-reciente"}


def test_every_commitment_is_published_by_the_rule_of_creas(loaded):
    for commitment in Commitment.objects.all():
        assert commitment.live
        assert creas.refusals(commitment) == {}
        assert {check.met for check in creas.checks_of(commitment)} == {None}


def test_evidence_leads_to_the_archive_and_to_the_agenda(loaded):
    law = Milestone.objects.get(commitment__code="ZAC-PAL1-C4")
    assert [item.record.identifier for item in law.evidence.all()] == ["AC-008", "AC-007"]
    assert Evidence.objects.exclude(event=None).count() == sum(bool(row["event"]) for row in loaded.milestones)


def test_loading_twice_changes_nothing(loaded, admin_user):
    before = Commitment.objects.count(), Verdict.objects.count()
    states_plans.make_plans(user=admin_user)
    assert (Commitment.objects.count(), Verdict.objects.count()) == before


def test_a_site_with_plans_keeps_its_own(zacatecas, admin_user):
    making.plan(zacatecas, title="Otro")
    states_plans.make_plans(user=admin_user)
    assert [plan.title for plan in ActionPlan.objects.all()] == ["Otro"]
