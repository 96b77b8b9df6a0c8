"""Batches that a command made belong to nobody; the admin shows them like any other."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from acervo.tabular import services
from tests.observatorio.sheets import TEMPLE, checked, vocabularies

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", [False, True])
def test_a_batch_of_a_command_is_shown(client, site_tree, written):
    vocabularies()
    batch = checked([TEMPLE])
    if written:
        services.write(batch)
    client.force_login(get_user_model().objects.create_superuser("ana", "ana@acervo.example", "x"))
    response = client.get(reverse("acervo_tabular:batch", args=[batch.pk]))
    assert response.status_code == 200
    assert "Publicar los inmuebles nuevos" in response.content.decode()
