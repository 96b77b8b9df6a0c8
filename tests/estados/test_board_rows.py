"""The rows of the board on any day, its filters and its order."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acervo.base.publicity import public
from acervo.history import services as history
from documents.models import Theme
from estados.enums import Completion, MilestoneStatus, Sector, Voice
from estados.models import Body, Commitment, Milestone, MilestoneReport, Verdict
from estados.services import board
from estados.services.aging import Freshness
from tests.estados import making

G, S, O = Voice.GOVERNMENT, Voice.SOCIETY, Voice.OVERSIGHT  # noqa: E741
DAY = dt.date(2017, 6, 30)


@pytest.fixture
def plan(zacatecas):
    return making.plan(zacatecas)


def rows(on=DAY, **params):
    return board.rows(board.filtered(public(Commitment.objects.all()), params, on=on), on=on)


def codes(**params):
    return [row.commitment.number for row in rows(**params)]


def test_a_row_says_what_was_known_on_that_day(plan):
    commitment = making.commitment(plan, targets=[(16, "16.6"), (4, "")])
    making.milestone(commitment, status=MilestoneStatus.DONE, on="2017-03-01")
    making.milestone(commitment, status=MilestoneStatus.DONE, on="2017-08-01")
    making.verdict(commitment, G, on="2017-05-15", completion=Completion.SUBSTANTIAL)
    making.verdict(commitment, S, on="2017-07-15", completion=Completion.LIMITED)
    [then] = rows()
    assert (then.progress.percent, then.goals, then.disagreement) == (50, [4, 16], False)
    assert then.verdicts[G].completion == Completion.SUBSTANTIAL
    assert (then.verdicts[S], then.freshness[S], then.freshness[G]) == (None, Freshness.NONE, Freshness.FRESH)
    [later] = rows(dt.date(2017, 12, 1))
    assert (later.progress.percent, later.disagreement) == (100, True)
    assert (later.freshness[G], later.freshness[S]) == (Freshness.STALE, Freshness.FRESH)
    [long_before] = rows(dt.date(2016, 1, 1))
    assert (long_before.progress.percent, long_before.last_report) == (None, None)


def test_what_starts_later_is_shown_as_not_yet_begun(plan):
    making.commitment(plan, starts_on=dt.date(2017, 7, 1))
    assert [row.begun for row in rows()] == [False]
    assert [row.begun for row in rows(dt.date(2017, 7, 1))] == [True]


def test_the_next_milestone_is_the_open_one_that_is_due_first(plan):
    commitment = making.commitment(plan)
    making.milestone(commitment, status=MilestoneStatus.DONE, on="2017-01-01", due=dt.date(2017, 1, 31))
    making.milestone(commitment, "Tercero", due=dt.date(2017, 12, 1))
    second = making.milestone(commitment, "Segundo", due=dt.date(2017, 9, 1))
    making.milestone(commitment, "Sin fecha")
    [row] = rows()
    assert row.next_milestone == second
    assert not row.late


def late_cases(plan):
    """Commitments by the reason why they are late (numbers 1–3) or not (4–10) on `DAY`."""
    past, future = dt.date(2017, 6, 29), dt.date(2017, 7, 1)
    open_past = making.commitment(plan, 1)
    making.milestone(open_past, status=MilestoneStatus.UNDER_WAY, on="2017-01-01", due=past)
    making.commitment(plan, 2, ends_on=past)
    ended_open = making.commitment(plan, 3, ends_on=past)
    making.milestone(ended_open)
    done = making.commitment(plan, 4, ends_on=past)
    making.milestone(done, status=MilestoneStatus.DONE, on="2017-06-01", due=past)
    complete = making.commitment(plan, 5, ends_on=past)
    making.verdict(complete, G, on="2017-06-01", completion=Completion.COMPLETE)
    withdrawn = making.commitment(plan, 6, ends_on=past)
    making.milestone(withdrawn, due=past)
    making.verdict(withdrawn, G, on="2017-06-01", completion=Completion.WITHDRAWN)
    due_today = making.commitment(plan, 7, ends_on=DAY)
    making.milestone(due_today, due=DAY)
    making.commitment(plan, 8, ends_on=future)
    cancelled = making.commitment(plan, 9)
    making.milestone(cancelled, status=MilestoneStatus.CANCELLED, on="2017-06-01", due=past)
    said_complete = making.commitment(plan, 10, ends_on=past)
    making.milestone(said_complete)
    making.verdict(said_complete, G, on="2017-06-01", completion=Completion.COMPLETE)


def test_late_is_past_a_date_and_not_over_and_the_filter_has_the_same_rule(plan):
    late_cases(plan)
    assert [row.commitment.number for row in rows() if row.late] == [1, 2, 3]
    assert codes(atraso="1") == [1, 2, 3]


def test_the_day_after_what_was_due_is_late(plan):
    late_cases(plan)
    assert 7 in codes(on=dt.date(2017, 7, 1), atraso="1")
    assert codes(on=dt.date(2017, 6, 29), atraso="1") == []


def test_filters_by_what_a_commitment_says(plan, morelos, site_tree):
    theme = Theme.objects.create(code="movilidad", name="Movilidad", locale=site_tree.spanish)
    lead, helper, partner = (
        Body.objects.create(state="32", name=name, sector=Sector.PUBLIC) for name in ("Tránsito", "Obras", "Colectivo")
    )
    making.commitment(plan, 1, title="Red ciclista", lead=lead, themes=[theme], targets=[(11, "")])
    making.commitment(
        plan, 2, title="Ventanilla única", supporting=[lead, helper], targets=[(16, "16.6"), (16, "16.7")]
    )
    making.commitment(making.plan(morelos), 3, title="Otra red", counterpart=partner)
    assert codes(estado="32") == codes(estado="zacatecas") == [1, 2]
    assert codes(tema="movilidad") == [1]
    assert codes(ods="16") == [2]
    assert codes(institucion=str(lead.pk)) == [1, 2]
    assert codes(institucion=str(partner.pk)) == [3]
    assert codes(q="red") == [3, 1]  # Morelos comes before Zacatecas
    assert codes(q="red tránsito") == [1]
    assert codes(plan="1", q="única") == [2]
    assert codes(ods="x", plan="", gobierno="nada", institucion="²") == [3, 1, 2]


def test_filters_by_what_each_voice_said_last(plan):
    one, two, _silent = (making.commitment(plan, number) for number in (1, 2, 3))
    making.verdict(one, G, on="2017-01-01", completion=Completion.LIMITED)
    making.verdict(one, G, on="2017-02-01", completion=Completion.COMPLETE)
    making.verdict(one, S, on="2017-02-01", completion=Completion.LIMITED)
    making.verdict(two, G, on="2017-02-01", completion=Completion.COMPLETE)
    making.verdict(two, O, on="2017-08-01", completion=Completion.LIMITED)
    assert codes(gobierno="cumplido") == [1, 2]
    assert codes(gobierno="limitado") == []
    assert codes(gobierno="cumplido", sociedad="limitado") == [1]
    assert codes(gobierno="sin-informacion") == [3]
    assert codes(garante="sin-informacion") == [1, 2, 3]
    assert codes(desacuerdo="1") == [1]
    assert codes(on=dt.date(2017, 8, 1), desacuerdo="1") == [1, 2]
    assert [row.commitment.number for row in rows(dt.date(2017, 8, 1)) if row.disagreement] == [1, 2]


def test_unknown_values_come_last_whichever_way_the_board_is_sorted(plan):
    for number, status in ((1, None), (2, MilestoneStatus.DONE), (3, MilestoneStatus.NOT_STARTED)):
        made = making.commitment(plan, number)
        if status:
            making.milestone(made, status=status, on="2017-01-01")
    found = rows()

    def order(key):
        return [row.commitment.number for row in board.sort(found, key)]

    assert order("avance") == [3, 2, 1]
    assert order("-avance") == [2, 3, 1]
    assert order("numero") == order("nada") == order("-nada") == [1, 2, 3]
    assert order("-numero") == [3, 2, 1]


def test_a_value_put_by_hand_is_seen_as_it_stood_on_each_day(plan, django_user_model):
    ana = django_user_model.objects.create_user("ana")
    commitment = making.commitment(plan)
    making.milestone(commitment, status=MilestoneStatus.DONE, on="2017-01-01")
    for day, percent in ((5, 40), (10, 80)):
        at = dt.datetime(2017, 6, day, 18, tzinfo=dt.UTC)
        before = Commitment.objects.get(pk=commitment.pk)
        Commitment.objects.filter(pk=commitment.pk).update(
            progress_set=percent, progress_reason=f"Razón {day}", progress_by=ana, progress_at=at
        )
        history.record(
            commitment,
            {
                "progress_set": (before.progress_set, percent),
                "progress_reason": (before.progress_reason, f"Razón {day}"),
            },
            at=at,
        )

    def told(day):
        [row] = rows(dt.date(2017, 6, day))
        return row.progress.percent, row.progress.by_hand, row.progress.how

    assert told(4)[:2] == (100, False)
    assert told(5) == (40, True, "Puesto a mano: Razón 5")
    assert told(9)[:2] == (40, True)
    assert told(10) == (80, True, "Puesto a mano por ana el 10/06/2017: Razón 10")


def test_drafts_and_hidden_states_are_not_on_the_board(plan, site_tree):
    making.commitment(plan, 1, live=False)
    making.commitment(making.plan(making.state(site_tree, "06", live=False)), 2)
    making.commitment(plan, 3)
    assert codes() == [3]


def many(plan, total):
    made = Commitment.objects.bulk_create(
        Commitment(plan=plan, number=number, code=f"X-C{number}", title=f"Compromiso {number}", live=True)
        for number in range(1, total + 1)
    )
    milestones = Milestone.objects.bulk_create(
        Milestone(commitment=item, number=number, deliverable=f"Hito {number}", due=DAY)
        for item in made
        for number in (1, 2, 3)
    )
    MilestoneReport.objects.bulk_create(
        MilestoneReport(milestone=item, status=MilestoneStatus.DONE, on=dt.date(2017, 1, 1)) for item in milestones
    )
    Verdict.objects.bulk_create(
        Verdict(commitment=item, voice=voice, completion=Completion.LIMITED, words="x", author="x", on=DAY)
        for item in made for voice in Voice
    )  # fmt: skip


@pytest.mark.parametrize("params", [{}, {"desacuerdo": "1", "atraso": "1", "q": "compromiso"}])
def test_the_board_takes_the_same_queries_for_8_and_for_1400_commitments(plan, params):
    counts = []
    for total in (8, 1400):
        Commitment.objects.all().delete()
        many(plan, total)
        rows()  # content types are asked once for the whole process
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = rows(**params)
        counts.append(len(asked))
        assert params or len(found) == total
    if not params:
        assert counts[0] == counts[1] <= 9
    else:
        assert counts[0] == counts[1]
