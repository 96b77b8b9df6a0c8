"""The five criteria: what keeps a commitment from being published, and how the form says it."""

import pytest
from django.urls import reverse

from estados.models import CREAS, Commitment
from estados.services import creas
from tests.estados import making
from tests.observatorio.admin_forms import errors, filled

MET = {prefix: "True" for prefix, _letter, _name in CREAS}


@pytest.fixture
def draft(zacatecas):
    return making.commitment(making.plan(zacatecas), live=False, title="Ventanilla")


@pytest.fixture
def team(client, zacatecas):
    user = making.user_of_team(zacatecas)
    client.force_login(user)
    return user


def send(client, commitment, action="", **typed):
    address = reverse("wagtailsnippets_estados_commitment:edit", args=[commitment.pk])
    data = filled(client.get(address), **typed)
    return client.post(address, data | ({action: "1"} if action else {}))


def fresh(commitment):
    return Commitment.objects.get(pk=commitment.pk)


def test_a_draft_is_saved_with_the_criteria_unanswered(client, draft, team):
    assert send(client, draft, title="Ventanilla única").status_code == 302
    assert fresh(draft).get_latest_revision_as_object().title == "Ventanilla única"


def test_publishing_says_which_criteria_lack_their_reason_and_how_to_mend_it(client, draft, team):
    typed = MET | {"sustainable": "False", "transforming": ""}
    response = send(client, draft, "action-publish", **typed)
    assert response.status_code == 200
    told = errors(response)
    assert set(told) == {"sustainable_reason", "transforming_reason"}
    assert "S: Sostenible» no se cumple: escriba aquí por qué" in told["sustainable_reason"][0]
    assert "Falta responder «A: De alto potencial transformador»" in told["transforming_reason"][0]
    assert not fresh(draft).live


def test_with_the_reasons_it_is_published_and_the_reasons_are_kept(client, draft, team):
    typed = MET | {"sustainable": "False", "sustainable_reason": "Depende del presupuesto de cada año."}
    assert send(client, draft, "action-publish", **typed).status_code == 302
    published = fresh(draft)
    assert published.live
    check = creas.checks_of(published)[4]
    assert (check.letter, check.met, check.word, check.reason) == (
        "S", False, "No se cumple", "Depende del presupuesto de cada año.",
    )  # fmt: skip


def test_a_reason_of_blanks_is_no_reason(client, draft, team):
    response = send(client, draft, "action-publish", **MET, concrete_reason=" ")
    assert response.status_code == 302
    again = send(client, draft, "action-publish", **(MET | {"concrete": "False", "concrete_reason": "  "}))
    assert set(errors(again)) == {"concrete_reason"}


def test_an_answer_is_yes_no_or_nothing_and_comes_back_as_it_was_given(client, draft, team):
    send(client, draft, concrete="True", achievable="False", strategic="")
    kept = fresh(draft).get_latest_revision_as_object()
    assert (kept.concrete, kept.achievable, kept.strategic) == (True, False, None)
    page = client.get(reverse("wagtailsnippets_estados_commitment:edit", args=[draft.pk]))
    form = page.context["form"]
    assert [str(form[name].value()) for name in ("concrete", "achievable", "strategic")] == ["True", "False", "None"]
