"""The generic record: any document whose type comes from the editable vocabulary."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from acervo.base.models import BasePage

from .records import RecordPage


class GenericRecordPage(RecordPage):
    """A work plan, report, communiqué, regulation, law, teaching material…"""

    template = "documents/record.html"  # Wagtail gives each page class a template of its own name, never the parent's
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("record_type"),
        *RecordPage.description_panels,
        *RecordPage.file_panels,
        *RecordPage.rights_panels,
    ]

    class Meta:
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")
