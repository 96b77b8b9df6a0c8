"""The team of a state is made with it: groups, rights, a place for its files, and voices for those who watch."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Page

from estados.enums import Voice
from estados.models import StatePage, StateVoice
from estados.permissions import may_edit, states_of, voices_of
from estados.services.team import make_team
from tests.estados import making

pytestmark = pytest.mark.django_db


def person(username: str, group: Group):
    user = get_user_model().objects.create_user(username, password="x")
    user.groups.add(group)
    return user


def test_three_groups_with_their_rights(zacatecas, morelos):
    team = make_team(zacatecas)
    assert (team.editors.name, team.society.name, team.oversight.name) == (
        "Equipo de Zacatecas", "Sociedad civil de Zacatecas", "Organismo garante de Zacatecas",
    )  # fmt: skip
    editor, society, oversight = (
        person(name, group) for name, group in (("e", team.editors), ("s", team.society), ("o", team.oversight))
    )
    assert states_of(editor) == {"32"}
    assert voices_of(editor, "32") == {Voice.GOVERNMENT}
    assert voices_of(society, "32") == {Voice.SOCIETY}
    assert voices_of(oversight, "32") == {Voice.OVERSIGHT}
    assert not may_edit(society, "32")
    assert voices_of(society, "17") == set()
    assert all(user.has_perm("wagtailadmin.access_admin") for user in (editor, society, oversight))


def test_a_second_call_makes_nothing_twice(zacatecas):
    def counts():
        return [model.objects.count() for model in (Group, StateVoice, Collection, GroupPagePermission)]

    make_team(zacatecas)
    first = counts()
    make_team(zacatecas)
    assert counts() == first


def test_the_team_has_a_collection_of_its_own(zacatecas):
    team = make_team(zacatecas)
    assert team.collection.name == "Zacatecas"
    rights = {item.permission.codename for item in team.editors.collection_permissions.all()}
    assert rights == {
        "add_document", "change_document", "choose_document", "add_image", "change_image", "choose_image",
    }  # fmt: skip
    assert {item.collection_id for item in team.editors.collection_permissions.all()} == {team.collection.pk}


def test_a_translation_of_the_front_page_belongs_to_the_same_team(site_tree, zacatecas):
    team = make_team(zacatecas)
    editor = person("e", team.editors)
    english = zacatecas.copy_for_translation(site_tree.english, copy_parents=True)
    assert english.permissions_for_user(editor).can_edit()
    assert english.permissions_for_user(editor).can_publish()
    assert not Page.objects.get(pk=english.get_parent().pk).permissions_for_user(editor).can_edit()


def test_the_team_of_a_state_made_in_two_languages_has_both_at_once(site_tree, morelos):
    english = morelos.copy_for_translation(site_tree.english, copy_parents=True)
    team = make_team(StatePage.objects.get(pk=morelos.pk))
    assert {item.page_id for item in team.editors.page_permissions.all()} == {morelos.pk, english.pk}


def test_making_is_what_the_tests_say_it_is(zacatecas):
    """The factory of the tests gives the same rights over pages as the service does."""
    team = make_team(zacatecas)
    making.user_of_team(zacatecas)
    given = set(Group.objects.get(name="Prueba: equipo 32").page_permissions.values_list("permission", flat=True))
    assert given == set(team.editors.page_permissions.values_list("permission", flat=True))
