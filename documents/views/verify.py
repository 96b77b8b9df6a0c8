"""Verify a file: is it in the archive, as which version of which record, and is it the newest."""

import hashlib
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.publicity import public
from documents.models import ArchiveFile, FileVersion, RecordPage

_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def form(request: HttpRequest) -> HttpResponse:
    """The form. The browser hashes the file by itself; without JavaScript it is uploaded, hashed and not kept."""
    error = ""
    if request.method == "POST":
        upload = request.FILES.get("file")
        typed = request.POST.get("sha256", "").strip()
        if upload and (upload.size or 0) <= settings.UPLOAD_MAX_MB * 1024 * 1024:
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            return redirect("verify_result", sha256=digest.hexdigest())
        if upload:
            error = _("El archivo pasa del máximo de %(mb)s MB.") % {"mb": settings.UPLOAD_MAX_MB}
        elif _SHA256.fullmatch(typed):
            return redirect("verify_result", sha256=typed.lower())
        elif typed:
            error = _("Una huella SHA-256 tiene 64 caracteres, del 0 al 9 y de la a a la f. Revise que esté completa.")
        else:
            error = _("Elija un archivo o escriba su huella SHA-256.")
    return TemplateResponse(request, "documents/verify.html", {"error": error}, status=400 if error else 200)


@require_safe
def result(request: HttpRequest, sha256: str) -> HttpResponse:
    """What the archive knows of the bytes with this hash; only what is public counts as known."""
    if not _SHA256.fullmatch(sha256):
        error = _("Una huella SHA-256 tiene 64 caracteres, del 0 al 9 y de la a a la f. Revise que esté completa.")
        return TemplateResponse(request, "documents/verify.html", {"error": error}, status=404)
    if sha256 != sha256.lower():
        return redirect("verify_result", sha256=sha256.lower())
    matches = []
    versions = FileVersion.objects.filter(
        sha256=sha256, archive_file__in=public(ArchiveFile.objects.all()).values("pk")
    )
    for version in versions.select_related("archive_file__current"):
        records = public(RecordPage.objects.filter(record_files__file=version.archive_file)).distinct()
        matches.append({"version": version, "file": version.archive_file, "records": list(records)})
    withdrawn = []
    if not matches:
        found = FileVersion.objects.filter(sha256=sha256, archive_file__withdrawn_at__isnull=False)
        withdrawn = list(found.exclude(archive_file__first_public_at=None).select_related("archive_file"))
    context = {"sha256": sha256, "matches": matches, "withdrawn": withdrawn}
    return TemplateResponse(request, "documents/verify.html", context, status=200 if matches or withdrawn else 404)
