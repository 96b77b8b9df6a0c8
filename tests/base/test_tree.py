"""The tree of pages stays whole when two people change it at once."""

import threading

import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page

from tests import factories


@pytest.mark.django_db(transaction=True)
def test_a_page_that_is_added_while_its_section_is_moved_goes_with_it():
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is one connection: it has one writer whatever the code does")
    if not Page.objects.exists():  # a test that really commits left the database empty
        Locale.objects.get_or_create(language_code="es-mx")
        Page.add_root(instance=Page(title="Root", slug="root"))
    site = factories.site_tree()
    section = site.home.add_child(instance=Page(title="Sección", slug="seccion"))
    other = site.home.add_child(instance=Page(title="Otra", slug="otra"))
    added, moving = threading.Event(), threading.Event()

    def add() -> None:
        with transaction.atomic():
            Page.objects.get(pk=section.pk).add_child(instance=Page(title="Nueva", slug="nueva"))
            added.set()
            moving.wait(10)
            threading.Event().wait(0.5)  # the other one is waiting in the database by now
        connection.close()

    def move() -> None:
        added.wait(10)
        moving.set()
        Page.objects.get(pk=section.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
        connection.close()

    threads = [threading.Thread(target=work) for work in (add, move)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    new = Page.objects.get(slug="nueva")
    assert new.get_parent() == section
    assert new.path.startswith(Page.objects.get(pk=other.pk).path)
    assert Page.find_problems() == ([], [], [], [], [])
