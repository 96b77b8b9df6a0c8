"""Offices are told before due dates and once after, never twice, in one mail each."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from estados.enums import MilestoneStatus
from estados.models import Body, ReminderSent
from estados.services import reminders
from tests.estados import making

NOON = dt.datetime(2026, 6, 1, 18, tzinfo=dt.UTC)  # noon in Zacatecas
TODAY = dt.date(2026, 6, 1)


@given(st.integers(-400, 400))
def test_a_distance_belongs_to_the_nearest_reminder_reached(days):
    threshold = reminders.threshold_of(days)
    if days > 30 or days < -reminders.FORGOTTEN_AFTER:
        assert threshold is None
    else:
        assert threshold in reminders.DAYS
        assert days <= threshold
        assert not any(days <= other < threshold for other in reminders.DAYS)


@pytest.mark.django_db
class TestSending:
    @pytest.fixture
    def office(self, zacatecas):
        making.plan(zacatecas)
        return Body.objects.create(state="32", name="Secretaría de la Función Pública", email="area@example.com")

    def milestone(self, office, days, **values):
        return making.milestone(making.commitment(lead=office), due=TODAY + dt.timedelta(days=days), **values)

    def test_one_mail_an_office_says_what_when_and_where(self, office, mailoutbox, settings):
        soon = self.milestone(office, 7, deliverable="Mapa de rutas")
        self.milestone(office, 25, deliverable="Diagnóstico")
        assert reminders.send(NOON) == 1
        (mail,) = mailoutbox
        assert mail.to == ["area@example.com"]
        assert mail.subject == "2 hitos por entregar"
        assert "Mapa de rutas" in mail.body
        assert "8 de junio de 2026 (faltan 7 días)" in mail.body
        assert settings.BASE_URL + soon.commitment.get_absolute_url() in mail.body

    def test_none_goes_twice_and_each_threshold_once(self, office, mailoutbox):
        self.milestone(office, 20)
        for day in range(25):
            reminders.send(NOON + dt.timedelta(days=day))
            reminders.send(NOON + dt.timedelta(days=day, hours=1))
        assert list(ReminderSent.objects.order_by("pk").values_list("days_before", flat=True)) == [30, 7, 1, -1]
        assert len(mailoutbox) == 4
        assert "venció hace 1 día" in mailoutbox[-1].body

    def test_a_moved_date_is_told_anew(self, office, mailoutbox):
        milestone = self.milestone(office, 5)
        reminders.send(NOON)
        milestone.due = TODAY + dt.timedelta(days=6)
        milestone.save()
        reminders.send(NOON)
        assert len(mailoutbox) == 2

    @pytest.mark.parametrize("status", [MilestoneStatus.DONE, MilestoneStatus.CANCELLED])
    def test_what_is_done_or_cancelled_reminds_nobody(self, office, mailoutbox, status):
        making.report(self.milestone(office, 5), status, TODAY)
        assert reminders.send(NOON) == 0

    def test_what_the_public_may_not_see_reminds_nobody(self, office):
        milestone = self.milestone(office, 5)
        type(milestone.commitment).objects.update(live=False)
        assert reminders.due_now(NOON) == []

    def test_an_old_due_date_and_an_office_without_address_are_left_alone(self, office):
        self.milestone(office, -31)
        office.email = ""
        office.save()
        self.milestone(office, 5)
        assert reminders.due_now(NOON) == []

    def test_a_failed_mail_is_tried_again_and_the_others_go(self, office, mailoutbox, monkeypatch):
        other = Body.objects.create(state="32", name="Ayuntamiento", email="otra@example.com")
        self.milestone(office, 5)
        self.milestone(other, 0)
        real = reminders.EmailMessage.send

        def fail(mail):
            if mail.to == ["area@example.com"]:
                raise OSError("no server")
            return real(mail)

        monkeypatch.setattr(reminders.EmailMessage, "send", fail)
        assert reminders.send(NOON) == 1
        monkeypatch.undo()
        assert reminders.send(NOON) == 1
        assert [mail.to for mail in mailoutbox] == [["otra@example.com"], ["area@example.com"]]

    def test_the_same_few_queries_for_many_milestones(self, office):
        counts = []
        for _round in range(2):
            for _milestone in range(5):
                self.milestone(office, 5)
            with CaptureQueriesContext(connection) as queries:
                reminders.due_now(NOON)
            counts.append(len(queries))
        assert counts[0] == counts[1]
