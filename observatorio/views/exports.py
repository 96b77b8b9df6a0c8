"""Downloads of the inventory: with the filters of the list, or one record; and the copy for staff."""

from collections.abc import Callable, Iterator

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from acervo.base.downloads import open_data_response
from observatorio.admin.permissions import may
from observatorio.exports import about
from observatorio.exports.formats import COMPLETE, FORMATS, complete, one, whole
from observatorio.exports.stream import public_monuments
from observatorio.models import Monument
from observatorio.services.inventory_listing import KINDS, Filters, apply


@require_safe
def inventory(request: HttpRequest, form: str) -> HttpResponseBase:
    """The public monuments that answer the filters of the address. 400 for a value that its filter does not have."""
    if form not in FORMATS:
        raise Http404(_no_form())
    filters = Filters.from_query(request.GET)
    wrong = [f"«{name}»: «{value}»" for name, value in filters.unknown if name in KINDS]
    if wrong:
        reason = _("Estos filtros no existen: %(filters)s. Quítelos o elíjalos en la lista del inventario.")
        return HttpResponse(
            reason % {"filters": "; ".join(wrong)}, status=400, content_type="text/plain; charset=utf-8"
        )
    monuments = apply(Monument.objects.all(), filters)
    return _download(request, form, lambda: whole(form, monuments), name="inventario", key=filters.query())


@require_safe
def record(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """One public monument."""
    if form not in FORMATS:
        raise Http404(_no_form())
    monument = next(public_monuments(Monument.objects.filter(code=code)), None)
    if monument is None:
        raise Http404(_("Ese inmueble no está en el inventario."))
    return _download(request, form, lambda: one(form, monument), name=monument.code, key=monument.code)


@require_safe
def staff_copy(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every field of every monument, as a sheet that can be imported again; kept by no cache.

    For whoever may change monuments, who sees all of it in the form anyway.
    """
    if not may(request.user, "change"):
        raise PermissionDenied
    if form not in COMPLETE:
        raise Http404(_no_form())
    response = StreamingHttpResponse(complete(form, Monument.objects.all()), content_type=FORMATS[form].content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"inventario-completo.{form}")
    response["Cache-Control"] = "private, no-store"
    return response


def _no_form() -> str:
    return _("Los formatos de descarga son: %(forms)s.") % {"forms": ", ".join(FORMATS)}


def _download(
    request: HttpRequest, form: str, pieces: Callable[[], Iterator[bytes]], *, name: str, key: str
) -> HttpResponseBase:
    mark, moment = about.changed()
    return open_data_response(
        request, pieces, content_type=FORMATS[form].content_type, filename=f"{name}.{form}", mark=f"{mark}-{form}",
        changed_at=moment, key=key, licence_url=about.LICENCE_URL, described_by=about.dictionary_url(),
    )  # fmt: skip
