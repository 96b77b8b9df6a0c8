"""Serving archived bytes: permanent addresses, ranges, conditional requests, and tombstones."""

import logging
import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.publicity import is_public
from acervo.base.stored import StorageUnavailable
from documents.models import ArchiveFile, FileVersion
from documents.services.access import lost_its_record, may_read

logger = logging.getLogger(__name__)
# Shown by the browser itself; anything else is a download.
INLINE = {"application/pdf", "image/png", "image/jpeg", "text/plain"}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@require_safe
def newest(request: HttpRequest, file_id: int, name: str) -> HttpResponse:
    """The address of a file: leads to its newest version, and is never cached as if it were one."""
    archive_file = get_object_or_404(ArchiveFile.objects.select_related("current", "collection"), pk=file_id)
    if archive_file.current is None:
        raise Http404
    if archive_file.is_withdrawn:
        return tombstone(request, archive_file, archive_file.current)
    if not may_read(request, archive_file):
        return closed(request, archive_file, archive_file.current)
    response = HttpResponseRedirect(archive_file.current.get_absolute_url())
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def version(request: HttpRequest, file_id: int, number: int, name: str) -> HttpResponse | StreamingHttpResponse:
    """The permanent address of a version: these bytes for ever, or a tombstone. The name in it does not matter."""
    found = get_object_or_404(
        FileVersion.objects.select_related("archive_file__collection"), archive_file_id=file_id, number=number
    )
    archive_file = found.archive_file
    if archive_file.is_withdrawn:
        return tombstone(request, archive_file, found)
    if not may_read(request, archive_file):
        return closed(request, archive_file, found)
    try:
        return serve_bytes(request, found)
    except StorageUnavailable as error:
        logger.warning("Bytes of version %s are out of reach: %s", found.pk, error)
        response = HttpResponse(
            _("El archivo no está disponible por el momento. Inténtelo de nuevo en unos minutos."),
            status=503,
            content_type="text/plain; charset=utf-8",
        )
        response["Retry-After"] = "60"
        patch_cache_control(response, private=True, no_store=True)
        return response


def from_wagtail(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    """Wagtail's own address for a document leads to ours."""
    return newest(request, document_id, document_filename)


def closed(request: HttpRequest, archive_file: ArchiveFile, found: FileVersion) -> HttpResponse:
    """The answer to who may not read the file: a tombstone when its record is gone, else that there is nothing."""
    if lost_its_record(archive_file):
        return tombstone(request, archive_file, found)
    raise Http404(_("Este archivo no está publicado."))


def tombstone(request: HttpRequest, archive_file: ArchiveFile, found: FileVersion) -> HttpResponse:
    """What is left of a file that was public once and is withdrawn, or lost its record: its description and why."""
    if archive_file.first_public_at is None:
        raise Http404
    context = {"archive_file": archive_file, "version": found}
    return TemplateResponse(request, "documents/file_tombstone.html", context, status=410)


def serve_bytes(request: HttpRequest, found: FileVersion) -> HttpResponse | StreamingHttpResponse:
    """The bytes, whole or in a range (RFC 9110, sections 13 and 14); they never change, so they cache for ever.

    Raises StorageUnavailable before the first byte.
    """
    etag = quote_etag(found.sha256)
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(found.created_at.timestamp()),
        "Accept-Ranges": "bytes",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "Content-Disposition": content_disposition_header(found.content_type not in INLINE, found.filename) or "",
        "Link": f'<{found.archive_file.get_absolute_url()}>; rel="latest-version"',
    }
    content_type = found.content_type + ("; charset=utf-8" if found.content_type.startswith("text/") else "")
    storage, name = found.storage, found.file.name or ""
    shared = is_public(found.archive_file)
    response: HttpResponse | StreamingHttpResponse
    if _not_modified(request, etag, found):
        response = HttpResponse(status=304)
    else:
        span = _range(request, etag, found)
        if span is None:
            response = FileResponse(storage.stream(name), content_type=content_type)
            response["Content-Length"] = str(found.size)
        elif span[0] >= found.size:
            response = HttpResponse(status=416)
            headers["Content-Range"] = f"bytes */{found.size}"
        else:
            first, last = span
            response = StreamingHttpResponse(storage.chunks(name, first, last), status=206, content_type=content_type)
            response["Content-Length"] = str(last - first + 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{found.size}"
    for key, value in headers.items():
        response[key] = value
    if shared:
        # A withdrawal must reach readers: caches ask again after an hour.
        patch_cache_control(response, public=True, max_age=3600, must_revalidate=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _not_modified(request: HttpRequest, etag: str, found: FileVersion) -> bool:
    if match := request.headers.get("If-None-Match"):
        return match.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in match.split(",")]
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(found.created_at.timestamp()) <= since


def _range(request: HttpRequest, etag: str, found: FileVersion) -> tuple[int, int] | None:
    """The first and last byte asked for; None when the whole file is to be sent."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not match or not any(match.groups()) or request.method == "HEAD":
        return None
    condition = request.headers.get("If-Range")
    if condition and condition not in (etag, http_date(found.created_at.timestamp())):
        return None
    start, end = match.groups()
    if not start:
        return (max(0, found.size - int(end)), found.size - 1) if int(end) else (found.size, found.size)
    first, last = int(start), min(int(end) if end else found.size - 1, found.size - 1)
    return None if end and int(end) < first else (first, last)
