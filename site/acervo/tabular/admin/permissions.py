"""Who may import into a table, and who may see and go on with a batch that somebody else began."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from acervo.tabular.models import Batch
from acervo.tabular.table import Table


def may_see_all(user: Any) -> bool:
    """Managers see everybody's batches: Django's permissions «view» or «change» on batches."""
    return user.has_perm("tabular.view_batch") or may_manage_all(user)


def may_manage_all(user: Any) -> bool:
    """Managers who go on with, discard or undo what somebody else began: «change» on batches."""
    return user.has_perm("tabular.change_batch")


def may_work_on(user: Any, batch: Batch, table: Table) -> bool:
    """Whether the user may take the next step of this batch, undoing included: who began it, or a manager."""
    return table.may_import(user) and (batch.created_by_id == user.pk or may_manage_all(user))


def visible(user: Any, batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """The batches that the user may look at: their own, or all for a manager."""
    return batches if may_see_all(user) else batches.filter(created_by=user.pk)


def require(allowed: bool) -> None:
    """Raise PermissionDenied unless `allowed`; Wagtail answers with its message and the dashboard."""
    if not allowed:
        raise PermissionDenied
