"""What the other tests are made with."""

import pytest

from acervo.base.publicity import is_public
from estados.enums import Voice
from estados.permissions import may_edit, voices_of
from tests.estados import making

pytestmark = pytest.mark.django_db


def test_a_commitment_of_a_public_state_is_public(zacatecas):
    made = making.commitment(targets=[(16, "16.6")])
    assert made.code == "ZAC-PAL1-C1"
    assert is_public(made)
    assert is_public(making.milestone(made, status="hecho", on="2017-06-30"))
    assert is_public(making.verdict(made, on="2017-06-30"))


def test_a_team_edits_its_state_and_a_voice_only_reports(zacatecas, morelos):
    team = making.user_of_team(zacatecas)
    assert may_edit(team, "32")
    assert not may_edit(team, "17")
    voice = making.user_of_voice("32", Voice.SOCIETY)
    assert voices_of(voice, "32") == {"sociedad"}
    assert not may_edit(voice, "32")
