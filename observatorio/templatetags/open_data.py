"""The structured data of a monument's page."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from documents.services.structured_data import as_script_text
from observatorio.exports.schema_org import document
from observatorio.exports.stream import public_monuments
from observatorio.models import Monument
from observatorio.services.public_version import PublicMonument

register = template.Library()


@register.simple_tag
def monument_json_ld(monument: PublicMonument) -> SafeString:
    """schema.org of a public monument, safe inside a <script> element; empty for one that has just been closed.

    It is read again by `public_monuments`, which leaves out the records and photographs that are not public.
    """
    found = next(public_monuments(Monument.objects.filter(pk=monument.pk)), None)
    return as_script_text(document(found, day=timezone.localdate()) if found else {})
