"""Two people who add a monument at the same moment, on a server that lets both write."""

import pytest

from observatorio.models import Monument
from tests.at_once import at_once, needs_several_connections
from tests.observatorio import inventory as given


@pytest.mark.django_db(transaction=True)
def test_two_monuments_of_a_state_get_two_codes():
    needs_several_connections()

    def make() -> None:
        given.monument(code="")

    at_once(make, make)
    assert sorted(Monument.objects.values_list("code", flat=True)) == ["ZAC-0001", "ZAC-0002"]
