"""The plaque of a monument as PDF."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.publicity import public
from acervo.links.services import link_for
from observatorio.models import Monument
from observatorio.services import plaque
from observatorio.services.public_version import PublicMonument


@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """`/observatorio/inmuebles/<code>/placa.pdf?tamano=` one of `plaque.SIZES` (A6 without it)."""
    size = request.GET.get("tamano", "a6")
    if size not in plaque.SIZES:
        raise Http404(_("No hay placas de ese tamaño."))
    monuments = public(Monument.objects.all()).prefetch_related("restrictions")
    monument = get_object_or_404(monuments, code__iexact=code)
    body = plaque.pdf(plaque.words_of(PublicMonument(monument), link_for(monument)), size)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="placa-{monument.code.lower()}-{size}.pdf"'
    response["Cache-Control"] = "public, max-age=3600"
    response["ETag"] = tag
    return get_conditional_response(request, etag=tag, response=response) or response
