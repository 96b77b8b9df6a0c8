"""The QR of a link as SVG and PNG, and its printable label as PDF and SVG."""

import hashlib
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import labels, qr
from ..models import ShortLink
from ..services import find
from ..services.titles import public_title

# The QR depends only on the code and the site's address; an hour lets a change of domain come through.
_QR_CACHE = "public, max-age=3600"
# A label shows a title, which may change or stop being public: asked for again each time.
_LABEL_CACHE = "no-cache"


@require_safe
def svg(request: HttpRequest, code: str) -> HttpResponse:
    link = _link_or_404(code)
    return _answer(request, lambda: qr.svg(link.scan_url), "image/svg+xml", [link.scan_url], cache=_QR_CACHE)


@require_safe
def png(request: HttpRequest, code: str) -> HttpResponse:
    """`?size=` is the width in pixels; a size out of bounds gets 400 and a sentence."""
    link = _link_or_404(code)
    raw = request.GET.get("size", str(qr.PNG_DEFAULT))
    if not (raw.isascii() and raw.isdigit() and len(raw) < 6 and qr.PNG_MIN <= int(raw) <= qr.PNG_MAX):
        message = _("El tamaño («size») debe ser un número entero de %(min)d a %(max)d pixeles.")
        bounds = {"min": qr.PNG_MIN, "max": qr.PNG_MAX}
        return HttpResponse(message % bounds, status=400, content_type="text/plain; charset=utf-8")
    size = int(raw)
    return _answer(
        request, lambda: qr.png(link.scan_url, size=size), "image/png", [link.scan_url, raw], cache=_QR_CACHE
    )


@require_safe
def label_pdf(request: HttpRequest, code: str) -> HttpResponse:
    return _label(request, code, labels.pdf, "application/pdf", "pdf")


@require_safe
def label_svg(request: HttpRequest, code: str) -> HttpResponse:
    return _label(request, code, labels.svg, "image/svg+xml", "svg")


def _label(
    request: HttpRequest, code: str, draw: Callable[..., bytes], content_type: str, extension: str
) -> HttpResponse:
    link = _link_or_404(code)
    title = public_title(link)
    if title is None:
        raise Http404("No public title to print.")
    response = _answer(
        request,
        lambda: draw(text=link.scan_url, title=title, address=link.short_address),
        content_type,
        [link.scan_url, title],
        cache=_LABEL_CACHE,
    )
    response["Content-Disposition"] = f'inline; filename="etiqueta-{link.code}.{extension}"'
    return response


def _link_or_404(code: str) -> ShortLink:
    link = find(code)
    if link is None:
        raise Http404("No such code.")
    return link


def _answer(
    request: HttpRequest, draw: Callable[[], bytes], content_type: str, parts: list[str], *, cache: str
) -> HttpResponse:
    """304 without drawing if the client has it; `parts` is everything the image depends on."""
    digest = hashlib.sha256("\n".join([qr.DRAWING, content_type, *parts]).encode()).hexdigest()[:32]
    etag = f'"{digest}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(draw(), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = cache
    return response
