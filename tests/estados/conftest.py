"""Microsites of two states, and a plan with commitments in one of them."""

import pytest

from tests.estados import making


@pytest.fixture
def zacatecas(site_tree):
    """The public microsite of Zacatecas; only its front page."""
    return making.state(site_tree, "32")


@pytest.fixture
def morelos(site_tree, zacatecas):
    return making.state(site_tree, "17")
