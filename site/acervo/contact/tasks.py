"""Work off the request."""

from django_tasks import task


@task()
def tell_of_message(message_id: int) -> None:
    """Mail a message of the contact form to whoever answers; a failure is noted on it and tried again by the clock."""
    from acervo.contact.models import ContactMessage
    from acervo.contact.services.messages import tell

    message = ContactMessage.objects.select_related("page").filter(pk=message_id).first()
    if message is not None:
        tell(message)
