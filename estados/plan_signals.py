"""What follows from publishing a plan, or the microsite that its events wait for: plain handlers, connected in `apps.py`."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import page_published, published, unpublished

from agenda.models import AgendaPage

from .models import ActionPlan, StatePage


def connect() -> None:
    """Called by the app's `ready()`."""
    published.connect(plan_published, sender=ActionPlan)
    unpublished.connect(plan_unpublished, sender=ActionPlan)
    pre_delete.connect(plan_deleted, sender=ActionPlan)
    page_published.connect(microsite_published, sender=StatePage)
    page_published.connect(calendar_published, sender=AgendaPage)


def plan_published(sender: Any, instance: ActionPlan, revision: Any = None, **kwargs: Any) -> None:
    from .services.plan_events import keep_events

    keep_events(instance, revision.user if revision is not None else None)


def plan_unpublished(sender: Any, instance: ActionPlan, **kwargs: Any) -> None:
    from .services.plan_events import keep_events

    keep_events(instance)


def plan_deleted(sender: Any, instance: ActionPlan, **kwargs: Any) -> None:
    from .services.plan_events import withdraw_events

    withdraw_events(instance)


def microsite_published(sender: Any, instance: StatePage, revision: Any = None, **kwargs: Any) -> None:
    _keep(instance.state, revision)


def calendar_published(sender: Any, instance: AgendaPage, revision: Any = None, **kwargs: Any) -> None:
    front = StatePage.objects.ancestor_of(instance).first()
    if front is not None:
        _keep(front.state, revision)


def _keep(state: str, revision: Any) -> None:
    """The events of the state's plans that could not be made while it had no public calendar."""
    from .services.plan_events import keep_events

    for plan in ActionPlan.objects.filter(state=state, live=True, launched_on__isnull=False):
        keep_events(plan, revision.user if revision is not None else None)
