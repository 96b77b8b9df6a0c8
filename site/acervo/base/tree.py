"""The tree of pages is changed by one at a time.

A page keeps the path of all its ancestors: one that is stored below a section while that section is being moved would
keep the old path and be lost, for the move cannot see it yet. SQLite has one writer anyway; on other databases every
change of the tree takes its turn.
"""

import functools
from collections.abc import Callable
from typing import Any

from wagtail.models import Page

from .locks import turn

CHANGES = ("add_child", "add_sibling", "move", "delete")


def install() -> None:
    """Have the changes of Wagtail's `Page`, and so of every kind of page, take turns."""
    for name in CHANGES:
        method = getattr(Page, name)
        if not hasattr(method, "takes_turns"):
            setattr(Page, name, _in_turn(method))


def _in_turn(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def changed(self: Page, *args: Any, **kwargs: Any) -> Any:
        with turn("page-tree"):
            return method(self, *args, **kwargs)

    changed.takes_turns = True  # type: ignore[attr-defined]
    return changed
