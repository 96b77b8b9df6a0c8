"""Citations as files: `<record>/cita.bib`, `cita.ris`, `cita.txt`; `?pagina=` cites one page of the main file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from documents.models import RecordPage
from documents.services.citations import STYLES, Citation, absolute_url


def citation(request: HttpRequest, page: RecordPage, style: str) -> HttpResponse:
    """The record's citation in `style`, as a download named after the record."""
    if style not in STYLES:
        raise Http404(_("Las citas se ofrecen como cita.txt, cita.bib y cita.ris."))
    number = request.GET.get("pagina", "")
    cited = int(number) if number.isascii() and number.isdigit() and 0 < int(number[:7]) == int(number) else None
    url = absolute_url(page, request)
    made = Citation.of(
        page,
        url=f"{url}pagina/{cited}/" if cited else url,
        page=cited,
        keywords=tuple(str(theme) for theme in page.themes.all()),
    )
    response = HttpResponse(made.in_style(style), content_type=f"{STYLES[style]}; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(style != "txt", f"{page.slug}.{style}") or ""
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, no_cache=True)
    return response
