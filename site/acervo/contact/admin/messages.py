"""Messages of the contact form in the admin: read, take note of the answer, export. Nobody writes one here."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from acervo.base.admin_guard import Guarded, OwnRows
from acervo.contact.models import ContactMessage, ContactPage, MailState, MessageState
from acervo.contact.permissions import pages_of
from acervo.contact.services.messages import attend


def _own_pages(request: HttpRequest | None) -> QuerySet[ContactPage]:
    return pages_of(request.user) if request is not None else ContactPage.objects.none()


class MessageFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("Estado"), choices=MessageState.choices, empty_label=_("Todos"))
    mail_state = django_filters.ChoiceFilter(label=_("Aviso por correo"), choices=MailState.choices, empty_label=_("Todos"))  # fmt: skip
    page = django_filters.ModelChoiceFilter(label=_("Formulario"), queryset=_own_pages, empty_label=_("Todos"))

    class Meta:
        model = ContactMessage
        fields = ["state", "mail_state", "page"]


class MessageIndexView(OwnRows, generic.IndexView):
    filterset_class = MessageFilterSet


class MessageEditView(generic.EditView):
    def save_instance(self) -> Any:
        if "state" in self.form.changed_data:
            attend(self.form.instance, by=self.request.user)
        return super().save_instance()


class ContactMessageViewSet(Guarded, ModelViewSet):
    model = ContactMessage
    icon = "mail"
    menu_label = _("Mensajes")
    menu_order = 450
    add_to_admin_menu = True
    name = "contact_messages"
    url_prefix = "mensajes"
    copy_view_enabled = False
    index_view_class = MessageIndexView
    edit_view_class = MessageEditView
    search_backend_name = None
    search_fields = ["subject", "name", "email", "text"]
    list_display = [
        "subject",
        "name",
        "get_state_display",
        "page",
        "get_mail_state_display",
        DateColumn("created_at", label=_("Recibido"), sort_key="created_at"),
    ]
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
