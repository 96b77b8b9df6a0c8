"""The toy table registered, and the people who import into it."""

import pytest

from observatorio.models import Institution
from tests.tabular.admin import toy_table
from tests.tabular.admin.steps import grant


@pytest.fixture
def table():
    made = toy_table.register()
    yield made
    made.in_the_way = []
    toy_table.forget()


@pytest.fixture
def make_user(django_user_model):
    def make(name: str, *permissions: str):
        user = django_user_model.objects.create_user(name, password="x")
        grant(user, "wagtailadmin.access_admin", *permissions)
        return user

    return make


@pytest.fixture
def specialist(make_user, client):
    user = make_user("especialista", "observatorio.change_institution")
    client.force_login(user)
    return user


@pytest.fixture
def delta():
    """Somebody who is there already under another code."""
    return Institution.objects.create(code="museo-delta", abbreviation="Delta", name="Museo Delta")


@pytest.fixture
def run(committing):
    """What a request asks of the worker is done when its transaction ends."""
    return committing
