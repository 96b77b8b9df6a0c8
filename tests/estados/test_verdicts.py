"""What each voice says of a commitment: side by side, by day, added and withdrawn."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from estados.enums import Completion, Voice
from estados.models import Verdict
from estados.services import verdicts
from estados.services.aging import Freshness
from tests.estados import making

G, S, O = Voice.GOVERNMENT, Voice.SOCIETY, Voice.OVERSIGHT  # noqa: E741


@pytest.fixture
def commitment(zacatecas):
    return making.commitment(making.plan(zacatecas))


def said(commitment, on):
    told = verdicts.latest([commitment.pk], dt.date.fromisoformat(on)).get(commitment.pk, {})
    return {voice: verdict.completion for voice, verdict in told.items()}


def test_the_last_of_each_voice_stands_on_any_day(commitment):
    making.verdict(commitment, G, on="2017-01-10", completion=Completion.LIMITED)
    making.verdict(commitment, G, on="2017-06-10", completion=Completion.COMPLETE)
    making.verdict(commitment, S, on="2017-05-01", completion=Completion.NOT_STARTED)
    assert said(commitment, "2017-01-09") == {}
    assert said(commitment, "2017-05-01") == {G: "limitado", S: "no-iniciado"}
    assert said(commitment, "2017-06-30") == {G: "cumplido", S: "no-iniciado"}


def test_a_report_written_down_late_is_seen_on_its_own_day(commitment):
    making.verdict(commitment, G, on="2017-06-10", completion=Completion.COMPLETE)
    making.verdict(commitment, G, on="2017-01-10", completion=Completion.LIMITED)
    assert said(commitment, "2017-12-31") == {G: "cumplido"}


def test_of_two_reports_of_one_day_the_later_written_stands(commitment):
    for completion in (Completion.LIMITED, Completion.SUBSTANTIAL):
        making.verdict(commitment, G, on="2017-06-10", completion=completion)
    assert said(commitment, "2017-06-10") == {G: "sustancial"}


def test_all_voices_of_many_commitments_are_one_query(commitment, django_assert_num_queries):
    others = [making.commitment(commitment.plan) for _ in range(5)]
    for item in [commitment, *others]:
        for voice in Voice:
            making.verdict(item, voice)
    with django_assert_num_queries(1):
        told = verdicts.latest([item.pk for item in [commitment, *others]], dt.date(2100, 1, 1))
    assert {len(voices) for voices in told.values()} == {3}
    assert len(told) == 6


def test_voices_that_say_different_levels_disagree_and_silence_does_not(commitment):
    one = making.verdict(commitment, G, completion=Completion.COMPLETE, progress=100)
    other = making.verdict(commitment, S, completion=Completion.LIMITED)
    same = making.verdict(commitment, O, completion=Completion.COMPLETE, progress=80)
    assert verdicts.disagreement({G: one, S: other})
    assert not verdicts.disagreement({G: one, S: None, O: same})
    assert not verdicts.disagreement({G: one, S: None})
    assert not verdicts.disagreement({})


def test_a_report_ages_by_its_own_date(commitment):
    verdict = making.verdict(commitment, G, on="2017-05-15")
    assert verdicts.next_due(verdict) == dt.date(2017, 11, 15)
    assert verdicts.freshness(verdict, dt.date(2017, 11, 15)) == Freshness.FRESH
    assert verdicts.freshness(verdict, dt.date(2017, 11, 16)) == Freshness.STALE
    assert verdicts.freshness(None, dt.date(2017, 11, 16)) == Freshness.NONE


def told_by(user, commitment, voice=G, **values):
    values = {"completion": "limitado", "words": "Se hizo un diagnóstico.", "author": "Secretaría"} | values
    return verdicts.report(commitment, voice, by=user, **values)


def test_the_team_reports_for_the_government_and_earlier_reports_stay(commitment, zacatecas):
    team = making.user_of_team(zacatecas)
    first, second = told_by(team, commitment), told_by(team, commitment, completion="cumplido")
    assert Verdict.objects.count() == 2
    assert (second.by, second.progress) == (team, None)
    assert verdicts.latest([commitment.pk], second.on)[commitment.pk] == {G: second}
    assert first.completion == "limitado"


def test_each_voice_is_for_its_own_people_of_its_own_state(commitment, zacatecas, morelos):
    team, society = making.user_of_team(zacatecas), making.user_of_voice("32", S)
    told_by(society, commitment, S)
    for user, voice in (
        (team, S), (team, O), (society, G), (making.user_of_team(morelos), G), (making.user_of_voice("17", S), S),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            told_by(user, commitment, voice)
    assert Verdict.objects.count() == 1


def test_a_report_cannot_be_of_a_day_that_has_not_come_in_the_state(commitment, zacatecas):
    tomorrow = verdicts.aging.today_of("32") + dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="aún no llega"):
        told_by(making.user_of_team(zacatecas), commitment, on=tomorrow)


def test_nobody_reports_on_a_draft(zacatecas):
    draft = making.commitment(making.plan(zacatecas), live=False)
    with pytest.raises(ValidationError, match="aún no es público"):
        told_by(making.user_of_team(zacatecas), draft)


def test_a_report_needs_its_words(commitment, zacatecas):
    with pytest.raises(ValidationError):
        told_by(making.user_of_team(zacatecas), commitment, words="  ")


def test_a_withdrawn_report_stands_on_no_day_and_stays_in_the_history_with_its_reason(commitment, zacatecas):
    team = making.user_of_team(zacatecas)
    making.verdict(commitment, G, on="2017-01-10", completion=Completion.LIMITED)
    wrong = making.verdict(commitment, G, on="2017-05-01", completion=Completion.COMPLETE)
    verdicts.withdraw(wrong, " Era de otro compromiso. ", team)
    assert said(commitment, "2017-06-30") == {G: "limitado"}
    newest = verdicts.history(commitment).first()
    assert newest == wrong
    assert newest.withdrawal_reason == "Era de otro compromiso."
    entry = ModelLogEntry.objects.get(action=verdicts.WITHDRAWN)
    assert entry.user == team
    assert entry.message == "Gobierno retiró su informe «Cumplido»: Era de otro compromiso."


def test_only_its_own_voice_or_the_superuser_withdraws_a_report(commitment, zacatecas, admin_user):
    verdict = making.verdict(commitment, S)
    with pytest.raises(PermissionDenied):
        verdicts.withdraw(verdict, "No nos gusta", making.user_of_team(zacatecas))
    with pytest.raises(ValidationError):
        verdicts.withdraw(verdict, "  ", making.user_of_voice("32", S))
    assert Verdict.objects.get().withdrawn_at is None
    verdicts.withdraw(verdict, "Se repitió", admin_user)
    with pytest.raises(ValidationError):
        verdicts.withdraw(verdict, "Otra vez", admin_user)
