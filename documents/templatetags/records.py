"""Small phrases of the record page."""

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def download_label(file) -> str:
    """`Descargar PDF (1.2 MB, 38 p.)` for a documents.services.record_files.FileView."""
    values = {"type": file.type_label, "size": filesizeformat(file.version.size), "pages": file.version.page_count}
    if file.version.page_count:
        return _("Descargar %(type)s (%(size)s, %(pages)s p.)") % values
    return _("Descargar %(type)s (%(size)s)") % values
