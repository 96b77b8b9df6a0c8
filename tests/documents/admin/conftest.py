"""Who works in the admin: an administrator, and an editor who may write but not publish."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission


@pytest.fixture
def admin(db) -> Client:
    user = User.objects.create_superuser("jefa", "jefa@example.org", "x")
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def editor(site_tree) -> Client:
    """Adds and edits pages of the archive and files of its own; may not publish."""
    group = Group.objects.create(name="Capturistas")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=group, page=site_tree.archive, permission=Permission.objects.get(codename=codename)
        )
    # Wagtail asks for the permissions of its own document model whatever the project's is.
    for codename in ("add_document", "choose_document"):
        GroupCollectionPermission.objects.create(
            group=group,
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(content_type__app_label="wagtaildocs", codename=codename),
        )
    user = User.objects.create_user("capturista", "c@example.org", "x")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def upload():
    """Make what a browser sends for a file."""
    return lambda content, name="ley.pdf": SimpleUploadedFile(name, content, content_type="application/octet-stream")
