"""What a visitor finds, for tests."""

from django.utils import timezone

from search.engines import get_engine
from search.engines.base import Audience, Request
from search.query import parse


def found(text: str = "") -> list[str]:
    """The ids of what the engine of this test finds, in order of their names."""
    who = Audience("es-mx", timezone.now())
    return sorted(hit.id for hit in get_engine().search(Request(parse(text), who)).hits)
