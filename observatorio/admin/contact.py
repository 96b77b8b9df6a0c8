"""Messages of the contact form in the admin: read, take note of the answer, export. Nobody writes one here."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from observatorio.models import ContactMessage
from observatorio.services.contact import attend


class ReceivedOnly(ModelPermissionPolicy):
    """Messages come from the public form."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class MessageEditView(generic.EditView):
    def save_instance(self) -> Any:
        if "state" in self.form.changed_data:
            attend(self.form.instance, by=self.request.user)
        return super().save_instance()


class ContactMessageViewSet(ModelViewSet):
    model = ContactMessage
    icon = "mail"
    menu_label = _("Mensajes")
    menu_hook = "register_observatory_menu_item"
    menu_order = 180
    name = "contact_messages"
    url_prefix = "mensajes"
    copy_view_enabled = False
    edit_view_class = MessageEditView
    search_backend_name = None
    search_fields = ["subject", "name", "email", "text"]
    list_display = [
        "subject",
        "name",
        "get_state_display",
        "get_mail_state_display",
        DateColumn("created_at", label=_("Recibido"), sort_key="created_at"),
    ]
    list_filter = ["state", "mail_state", "page"]
    list_export = [
        "created_at", "page", "subject", "name", "email", "text", "language", "state", "answer_note", "handled_by",
        "handled_at", "mail_state",
    ]  # fmt: skip
    export_filename = "mensajes-de-contacto"
    ordering = "-created_at"
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("subject", read_only=True),
                    FieldRowPanel([FieldPanel("name", read_only=True), FieldPanel("email", read_only=True)]),
                    FieldPanel("text", read_only=True),
                    FieldRowPanel([FieldPanel("created_at", read_only=True), FieldPanel("page", read_only=True)]),
                ],
                heading=_("Mensaje"),
                help_text=_(
                    "Contiene datos personales: úselos solo para responder. El nombre, el correo y el texto se borran "
                    "cuando pasa el plazo que señala la página de contacto."
                ),
            ),
            MultiFieldPanel([FieldPanel("state"), FieldPanel("answer_note")], heading=_("Atención")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("handled_by", read_only=True), FieldPanel("handled_at", read_only=True)]),
                    FieldRowPanel([FieldPanel("mail_state", read_only=True), FieldPanel("mail_attempts", read_only=True)]),
                    FieldPanel("mail_error", read_only=True),
                    FieldPanel("forgotten_at", read_only=True),
                ],
                heading=_("Seguimiento"),
            ),
        ]
    )  # fmt: skip
