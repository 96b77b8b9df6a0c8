"""What follows from publishing an event: plain handlers, connected in `apps.py`."""

from agenda.models import EventPage


def event_published(sender, instance, revision=None, **kwargs) -> None:
    from agenda.services.publication import tell

    if isinstance(instance, EventPage):
        tell(instance, user=revision.user if revision is not None else None)
