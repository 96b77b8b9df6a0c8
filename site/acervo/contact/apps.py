from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    name = "acervo.contact"
    label = "contact"
    verbose_name = _("Contacto")

    def ready(self):
        from acervo.base import clock

        from .services import messages

        clock.register("contact_mails", messages.retry_mails, seconds=300)
        clock.register("contact_forget", messages.forget_old_messages, seconds=6 * 3600)
