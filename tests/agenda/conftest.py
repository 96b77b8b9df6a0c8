"""A site with the agenda of the whole site and that of the observatory."""

import pytest

from observatorio.models import ObservatoryPage
from tests.agenda import making


@pytest.fixture
def agenda(site_tree):
    return making.calendar(site_tree.home)


@pytest.fixture
def observatory_agenda(site_tree, agenda):
    site_tree.home.refresh_from_db()
    observatory = site_tree.home.add_child(
        instance=ObservatoryPage(title="Observatorio", slug="observatorio", locale=site_tree.spanish)
    )
    return making.calendar(observatory, "Reuniones y Actividades")
