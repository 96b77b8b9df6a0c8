"""The work off the request. A task that fails leaves a Spanish sentence in the batch and a state that waits for a person."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from . import admin_search
from .models import Batch, BatchState
from .registry import table
from .services.locks import TableBusy
from .services.running import check, write
from .services.undoing import undo
from .sheets import SheetError
from .table import UndoRefused

logger = logging.getLogger(__name__)
LANGUAGE = "es-mx"  # of the sentences kept in batches


@task()
def check_batch(pk: int) -> None:
    batch = Batch.objects.filter(pk=pk, state=BatchState.CHECKING).first()
    if batch is None:
        return  # stopped or discarded while it waited
    with override(LANGUAGE):
        try:
            check(batch)
        except SheetError as error:
            logger.info("Batch %s cannot be checked: %s", pk, error)
        except TableBusy:
            logger.info("Batch %s is being checked already.", pk)


@task()
def write_batch(pk: int) -> None:
    batch = Batch.objects.filter(pk=pk, state=BatchState.WRITING).first()
    if batch is None:
        return
    with override(LANGUAGE):
        try:
            write(batch)
            index_batch.enqueue(pk)
        except SheetError as error:
            logger.info("Batch %s cannot be written: %s", pk, error)
        except TableBusy:
            _busy(batch, BatchState.INTERRUPTED)


@task()
def index_batch(pk: int) -> None:
    """Let the admin's own search find what a batch wrote."""
    batch = Batch.objects.filter(pk=pk).first()
    records = table(batch.table).records(batch) if batch else None
    if records is not None:
        admin_search.index(records)


@task()
def undo_batch(pk: int, user_pk: int | None, force: bool = False) -> None:
    batch = Batch.objects.filter(pk=pk, state=BatchState.UNDOING).first()
    if batch is None:
        return
    user: Any = get_user_model().objects.filter(pk=user_pk).first() if user_pk else None
    with override(LANGUAGE):
        try:
            undo(batch, user, force=force)
        except UndoRefused as refused:
            logger.info("Batch %s was not undone: %s", pk, refused)
        except TableBusy:
            _busy(batch, BatchState.DONE)


def _busy(batch: Batch, state: BatchState) -> None:
    sentence = _("Otra hoja se está guardando. Espere a que termine y vuelva a intentarlo.")
    Batch.objects.filter(pk=batch.pk, state=batch.state, heartbeat_at=None).update(state=state, error=sentence)
