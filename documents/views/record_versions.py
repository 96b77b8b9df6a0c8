"""The page of one version of a file: what it is, its hash, and, once it is old, what replaced it, when and why."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from documents.models import RecordPage
from documents.services.access import readable_files
from documents.services.record_files import FileView


def file_version(request: HttpRequest, page: RecordPage, file_id: int, number: int) -> HttpResponse:
    """Version `number` of a file of the record, for whoever may read the file."""
    item = page.record_files.select_related("file__current").filter(file_id=file_id).first()
    if item is None or file_id not in readable_files(request, page):
        raise Http404(_("Este archivo no está publicado."))
    versions = {version.number: version for version in item.file.versions.order_by("number")}
    if number not in versions:
        raise Http404(_("Este archivo no tiene esa versión."))
    version = versions[number]
    following = next((versions[other] for other in versions if other > number), None)
    context = {
        "page": page,
        "item": item,
        "version": version,
        "file": FileView(item=item, version=version, title=str(item)),
        "following": following,
        "current": item.file.current,
        "is_current": version.pk == item.file.current_id,
        "download_url": version.get_absolute_url(),
    }
    response = TemplateResponse(request, "documents/file_version.html", context)
    patch_cache_control(response, no_cache=True)
    return response
