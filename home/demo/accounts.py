"""The users of the demonstration and what the editor may do; the inventory's groups come with its migrations.

Those of the states get their groups when the states are made (`home.demo.states`).
"""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from acervo.links.models import ShortLink
from documents.models import VOCABULARIES, ImportBatch

EDITOR, ADMIN = "editora", "admin"
#: Who writes the inventory and who publishes it, with the groups that `observatorio` brings.
INVENTORY = {"especialista": "Especialistas en patrimonio", "responsable": "Responsables del inventario"}
#: Who keeps or watches a state: account → (INEGI key, which of the groups of the state's team).
STATE_ACCOUNTS = {
    "zacatecas": ("32", "editors"),
    "morelos": ("17", "editors"),
    "ciudadania": ("32", "society"),
}
GROUP = "Editors"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = {
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailimages": ("add_image", "change_image", "choose_image"),
}


def new_password() -> str:
    """A random password that can be typed."""
    return secrets.token_urlsafe(9)


def make_accounts(*, below: Page, password: Callable[[], str]) -> tuple[Any, dict[str, str]]:
    """The editor, and the passwords of the accounts made now; an account that exists keeps its own.

    The editor may write and publish below `below`, upload files, and keep vocabularies and short links.
    """
    users = get_user_model()
    passwords: dict[str, str] = {}
    for username in (EDITOR, ADMIN, *INVENTORY, *STATE_ACCOUNTS):
        if users.objects.filter(username=username).exists():
            continue
        passwords[username] = password()
        create = users.objects.create_superuser if username == ADMIN else users.objects.create_user
        create(username, email=f"{username}@acervo.example", password=passwords[username])
    editor = users.objects.get(username=EDITOR)
    editor.groups.add(_editors(below))
    for username, group in INVENTORY.items():
        users.objects.get(username=username).groups.add(Group.objects.get_or_create(name=group)[0])
    return editor, passwords


def keeper_of_the_inventory() -> Any:
    """Who answers for the inventory: the history of the demonstration's monuments names this account."""
    return get_user_model().objects.get(username="responsable")


def _editors(below: Page) -> Group:
    group, _ = Group.objects.get_or_create(name=GROUP)
    for codename in PAGE_RIGHTS:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=below, permission=right)
    for app, codenames in FILE_RIGHTS.items():
        for right in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=Collection.get_first_root_node(), permission=right
            )
    models = [*VOCABULARIES.values(), ShortLink, ImportBatch]
    types = ContentType.objects.get_for_models(*models).values()
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__in=types).exclude(codename__startswith="delete_"),
        *Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation"),
    )
    return group
