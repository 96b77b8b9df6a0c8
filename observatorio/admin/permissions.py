"""What a person may do in the inventory's own views; the same questions decide which controls are shown."""

from typing import Any

from wagtail.permissions import policy_registry

from observatorio.models import Monument, SourceRecord


def may(user: Any, action: str) -> bool:
    """Whether the user may «add», «change», «delete», «publish»… monuments."""
    return policy_registry.get_by_type(Monument).user_has_permission(user, action)


def may_read(user: Any) -> bool:
    """Whoever may do anything with monuments reads their sources and their history."""
    return policy_registry.get_by_type(Monument).user_has_any_permission(user, ["add", "change", "delete", "view"])


def may_adopt(user: Any, monument: Monument) -> bool:
    """Changing a monument, unless somebody else, or a workflow, has it locked."""
    if not may(user, "change"):
        return False
    lock = monument.get_lock()
    return lock is None or not lock.for_user(user)


def may_state(user: Any) -> bool:
    """Whether the user may write down what an institution says."""
    return user.has_perm(f"observatorio.add_{SourceRecord._meta.model_name}")
