"""Messages are read by whoever may change the page that they were written on, and by nobody else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from acervo.contact.models import ContactMessage
from documents.models import ArchiveIndexPage
from observatorio.models import ObservatoryPage
from observatorio.services.sections import make_sections
from tests.contact.test_contact import contact_page

PERSONAL = {"name": "Ana", "email": "ana@example.mx", "text": "¿Me ayudan?"}


@pytest.fixture
def pages(site_tree):
    """Two contact pages: one at the front, one in an observatory."""
    front = ObservatoryPage(title="Observatorio", slug="observatorio", locale=site_tree.spanish)
    site_tree.home.add_child(instance=front)
    front.save_revision().publish()
    front.refresh_from_db()
    make_sections(front)
    theirs = next(page for page in front.get_children().specific() if page._meta.label == "contact.ContactPage")
    own = contact_page(site_tree.home)
    ContactMessage.objects.create(page=own, subject="Para la portada", **PERSONAL)
    ContactMessage.objects.create(page=theirs, subject="Para el observatorio", **PERSONAL)
    return own, theirs


@pytest.fixture
def editor(client, django_user_model):
    """`editor(page)`: somebody whose group may change that page, logged in."""

    def make(page=None, *groups):
        user = django_user_model.objects.create_user("editora", password="x")
        group = Group.objects.create(name="Equipo")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        if page is not None:
            right = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
            GroupPagePermission.objects.create(group=group, page=page.page_ptr, permission=right)
        user.groups.add(group, *groups)
        client.force_login(user)
        return user

    return make


def export(client) -> str:
    return b"".join(client.get(reverse("contact_messages:index"), {"export": "csv"}).streaming_content).decode()


def test_an_editor_sees_the_messages_of_their_own_page_only(client, pages, editor):
    own, _theirs = pages
    editor(own)
    html = client.get(reverse("contact_messages:index")).content.decode()
    assert "Para la portada" in html
    assert "Para el observatorio" not in html
    assert "Para el observatorio" not in export(client)
    assert "Para la portada" in export(client)
    assert "Mensajes" in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage"])
def test_another_pages_message_opens_for_nobody_else(client, pages, editor, view):
    own, theirs = pages
    editor(own)
    mine, other = ContactMessage.objects.get(page=own), ContactMessage.objects.get(page=theirs)
    assert client.get(reverse(f"contact_messages:{view}", args=[mine.pk])).status_code == 200
    address = reverse(f"contact_messages:{view}", args=[other.pk])
    for response in (client.get(address), client.post(address, {"state": "no-deseado"})):
        assert response.status_code in (302, 403)
        assert b"Para el observatorio" not in response.content
    other.refresh_from_db()
    assert other.state == "nuevo"


def test_whoever_may_change_a_page_above_reads_too_and_others_do_not(client, pages, editor, site_tree):
    editor(site_tree.home)
    assert export(client).count("ana@example.mx") == 2


def test_an_editor_of_something_else_does_not_even_see_the_menu(client, pages, editor, site_tree):
    editor(ArchiveIndexPage.objects.get())
    assert client.get(reverse("contact_messages:index")).status_code in (302, 403)
    assert reverse("contact_messages:index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_those_responsible_for_the_inventory_answer_for_their_observatory(client, pages, editor):
    editor(None, Group.objects.get(name="Responsables del inventario"))
    text = export(client)
    assert "Para el observatorio" in text
    assert "Para la portada" not in text


def test_a_message_whose_page_is_gone_is_left_to_superusers(client, pages, editor, django_user_model):
    own, _theirs = pages
    editor(own)
    ContactMessage.objects.update(page=None)
    assert "ana@example.mx" not in export(client)
    client.force_login(django_user_model.objects.create_superuser("jefa"))
    assert export(client).count("ana@example.mx") == 2
