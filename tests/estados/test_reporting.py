"""The admin's form in which each voice reports, and what those who have only a voice can do."""

import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from estados.enums import Completion, Voice
from estados.models import Verdict
from estados.services import aging, verdicts
from tests.estados import making

G, S = Voice.GOVERNMENT, Voice.SOCIETY
TYPED = {
    "voice": S,
    "completion": "limitado",
    "words": "Fuimos a ver: no hay carriles.",
    "on": "2026-01-15",
    "author": "Colectivo",
}


@pytest.fixture
def commitment(zacatecas):
    return making.commitment(making.plan(zacatecas), title="Red ciclista")


def form_url(commitment):
    return reverse("states_admin:report", args=[commitment.pk])


def test_civil_society_sees_what_the_others_said_and_reports_something_else(client, commitment):
    making.verdict(commitment, G, on="2026-01-01", completion=Completion.COMPLETE, words="Terminamos.")
    society = making.user_of_voice("32", S)
    client.force_login(society)
    page = client.get(form_url(commitment))
    assert "Terminamos." in page.text
    assert aging.rule() in page.text
    assert [key for key, _label in page.context["form"].fields["voice"].choices] == [S]
    assert client.post(form_url(commitment), TYPED).status_code == 302
    told = verdicts.latest([commitment.pk], dt.date(2026, 1, 31))[commitment.pk]
    assert (told[G].completion, told[S].completion, told[S].progress, told[S].by) == (
        "cumplido",
        "limitado",
        None,
        society,
    )
    assert verdicts.disagreement(told)
    assert ModelLogEntry.objects.get(action=verdicts.REPORTED).message == "Sociedad civil informó: Avance limitado"


def test_a_voice_cannot_speak_for_another(client, commitment):
    client.force_login(making.user_of_voice("32", S))
    response = client.post(form_url(commitment), TYPED | {"voice": G})
    assert response.status_code == 200
    assert "voice" in response.context["form"].errors
    assert not Verdict.objects.exists()


def test_another_state_s_people_are_refused(client, commitment, morelos):
    for user in (making.user_of_team(morelos), making.user_of_voice("17", S)):
        client.force_login(user)
        assert client.get(form_url(commitment)).status_code == 302
        assert client.post(form_url(commitment), TYPED).status_code == 302
    assert not Verdict.objects.exists()


def test_a_future_day_and_empty_words_are_told_beside_their_field(client, commitment):
    client.force_login(making.user_of_voice("32", S))
    response = client.post(form_url(commitment), TYPED | {"on": "2999-01-01", "words": "", "progress": "101"})
    assert set(response.context["form"].errors) == {"on", "words", "progress"}
    assert not Verdict.objects.exists()


def test_zero_is_kept_as_zero_and_nothing_as_nothing(client, commitment):
    client.force_login(making.user_of_voice("32", S))
    client.post(form_url(commitment), TYPED | {"progress": "0"})
    client.post(form_url(commitment), TYPED | {"progress": ""})
    assert list(Verdict.objects.order_by("pk").values_list("progress", flat=True)) == [0, None]


def test_who_has_only_a_voice_finds_only_the_reports(client, commitment, zacatecas):
    draft = making.commitment(commitment.plan, live=False, title="Borrador secreto")
    other = making.commitment(making.plan("17"), title="De otro estado")
    client.force_login(making.user_of_voice("32", S))
    home = client.get(reverse("wagtailadmin_home")).text
    assert "Mis informes" in home
    for hidden in ("Registros", "Planes de acci", "Instituciones", "Informes recibidos", "Hitos"):
        assert hidden not in home
    listing = client.get(reverse("states_admin:my_reports")).text
    assert "Red ciclista" in listing
    assert draft.title not in listing
    assert other.title not in listing
    for address in (
        reverse("wagtailsnippets_estados_commitment:edit", args=[commitment.pk]),
        reverse("wagtailsnippets_estados_commitment:list"),
        reverse("states_milestones:add"),
        reverse("states_verdicts:index"),
        reverse("states_admin:history", args=["compromiso", commitment.pk]),
    ):
        assert client.get(address).status_code == 302, address


def test_who_has_no_voice_has_no_list(client, commitment):
    user = making._user("nadie", making._group("Prueba: sin voz"))
    client.force_login(user)
    assert client.get(reverse("states_admin:my_reports")).status_code == 302
    assert "Mis informes" not in client.get(reverse("wagtailadmin_home")).text


def test_a_mistaken_report_is_withdrawn_by_its_voice_with_a_reason(client, commitment, zacatecas):
    verdict = making.verdict(commitment, S, words="Nos equivocamos de calle")
    address = reverse("states_admin:withdraw", args=[verdict.pk])
    client.force_login(making.user_of_team(zacatecas))
    assert client.post(address, {"reason": "No nos gusta"}).status_code == 302
    assert Verdict.objects.get().withdrawn_at is None
    client.force_login(making.user_of_voice("32", S))
    assert address in client.get(form_url(commitment)).text
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "Era otra calle"}).status_code == 302
    page = client.get(form_url(commitment)).text
    assert "Era otra calle" in page
    assert address not in page
    assert client.get(address).status_code == 302


def test_the_list_of_reports_is_read_and_not_written(client, commitment, zacatecas):
    verdict = making.verdict(commitment, S)
    client.force_login(making.user_of_team(zacatecas))
    assert "Red ciclista" in client.get(reverse("states_verdicts:index")).text
    for name in ("edit", "delete"):
        assert client.post(reverse(f"states_verdicts:{name}", args=[verdict.pk]), {"words": "x"}).status_code == 302
    assert client.get(reverse("states_verdicts:add")).status_code == 302
    assert Verdict.objects.get().words == verdict.words
