"""Who keeps the microsite of a state: three groups, with their rights, made with the state in one step.

The team writes and publishes the microsite's pages (in every language) and keeps its own files; civil society and the
oversight body report with their own voice (`estados.permissions`) and edit nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from acervo.base.states import STATE_NAMES
from estados.enums import Voice
from estados.models import StatePage, StateVoice

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = {
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailimages": ("add_image", "change_image", "choose_image"),
}


@dataclass(frozen=True, slots=True)
class Team:
    """The groups of a state and the collection of its files."""

    editors: Group
    society: Group
    oversight: Group
    collection: Collection


def names_of(state: str) -> dict[str, str]:
    """The names of the groups («team», and those of the voices) and of the collection, the same in every language."""
    with override(settings.LANGUAGE_CODE):
        place = {"state": STATE_NAMES[state]}
        return {
            "team": _("Equipo de %(state)s") % place,
            Voice.SOCIETY: _("Sociedad civil de %(state)s") % place,
            Voice.OVERSIGHT: _("Organismo garante de %(state)s") % place,
            "collection": STATE_NAMES[state],
        }


@transaction.atomic
def make_team(state_page: StatePage) -> Team:
    """The groups of the state with their rights, made where they are missing. Calling it twice makes nothing twice."""
    names = names_of(state_page.state)
    editors = Group.objects.get_or_create(name=names["team"])[0]
    voices = {voice: Group.objects.get_or_create(name=names[voice])[0] for voice in (Voice.SOCIETY, Voice.OVERSIGHT)}
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for group in (editors, *voices.values()):
        group.permissions.add(enter)
    translate = Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    editors.permissions.add(*translate)
    for voice, group in voices.items():
        StateVoice.objects.get_or_create(group=group, state=state_page.state, voice=voice)
    collection = _collection(names["collection"], editors)
    grant_pages(editors, StatePage.objects.filter(translation_key=state_page.translation_key))
    return Team(editors, voices[Voice.SOCIETY], voices[Voice.OVERSIGHT], collection)


def grant_pages(editors: Group, pages: Iterable[StatePage]) -> None:
    """Let the team write and publish these front pages and all below them."""
    rights = list(Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS))
    GroupPagePermission.objects.bulk_create(
        (GroupPagePermission(group=editors, page_id=page.pk, permission=right) for page in pages for right in rights),
        ignore_conflicts=True,
    )


def follow_translation(sender: Any, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Wagtail's signal `copy_for_translation_done`: a front page in another language belongs to the same team."""
    if not isinstance(source_obj, StatePage):
        return
    editors = Group.objects.filter(name=names_of(source_obj.state)["team"]).first()
    if editors is not None:
        grant_pages(editors, [target_obj])


def _collection(name: str, editors: Group) -> Collection:
    """The state's own collection of files, where its team adds, changes and chooses."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=name, group_permissions__group=editors).first()
    collection = found or root.add_child(name=name)
    rights = Permission.objects.none()
    for app, codenames in FILE_RIGHTS.items():
        rights |= Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
    GroupCollectionPermission.objects.bulk_create(
        (GroupCollectionPermission(group=editors, collection=collection, permission=right) for right in rights),
        ignore_conflicts=True,
    )
    return collection
