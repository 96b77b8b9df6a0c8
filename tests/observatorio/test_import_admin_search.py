"""What a sheet brings is found by the admin's own search, which hears nothing of bulk writes."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.search.backends import get_search_backend

from acervo.tabular import services
from observatorio.models import Monument
from tests.observatorio.sheets import TEMPLE, checked, vocabularies

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    return [item.name for item in get_search_backend().search(words, Monument.objects.all())]


def test_imported_monuments_are_found_in_the_admin_until_the_batch_is_undone(committing):
    vocabularies()
    user = get_user_model().objects.create_superuser("ana", "ana@acervo.example", "x")
    with committing():
        batch = checked([TEMPLE], user=user)
        services.ask_write(batch)
    assert found("Domingo") == ["Templo de Santo Domingo"]
    batch.refresh_from_db()
    with committing():
        services.ask_undo(batch, user)
    assert found("Domingo") == []
