"""Inspecting a monument from a phone, and the paper to take along. For those who may add inspections."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from observatorio.models import Inspection, Monument
from observatorio.services.field_sheet import PAPERS, field_sheets
from observatorio.services.inspections import latest, record_inspection

from .inspection_form import InspectionForm

PERMISSION = "observatorio.add_inspection"
MOST_SHEETS = 100


def inspectors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Who is not signed in may do so; who is and may not inspect is told so (sending them to sign in would go round)."""
    return login_required(permission_required(PERMISSION, raise_exception=True)(view))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def inspect(request: HttpRequest, code: str) -> HttpResponse:
    """The form. A browser that asks for JSON gets the errors or the next address; one without JavaScript, pages.

    JSON: 201 `{url}`, 422 `{errors: {field: [text]}}`, 401 `{login}` when the session is over, 403 without permission.
    """
    wants_json = "application/json" in request.headers.get("Accept", "")
    if not request.user.is_authenticated:
        login = f"{reverse(settings.LOGIN_URL)}?next={request.path}"
        return JsonResponse({"login": login}, status=401) if wants_json else redirect_to_login(request.path)
    if not request.user.has_perm(PERMISSION):
        if wants_json:
            return JsonResponse({"errors": {"": [_("Su cuenta no puede registrar inspecciones.")]}}, status=403)
        raise PermissionDenied
    monument = get_object_or_404(latest(Monument.objects.all()), code=code)
    if request.method == "POST":
        form = InspectionForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                recorded = record_inspection(
                    monument,
                    form.values(),
                    form.cleaned_data["photos"],
                    request.user,
                    form.cleaned_data["token"],
                )
            except ValueError:
                form.add_error(None, _("Este formulario ya se usó para otro inmueble. Recargue la página."))
            else:
                saved = reverse("monuments:inspection_saved", args=[monument.code, recorded.inspection.pk])
                return JsonResponse({"url": saved}, status=201) if wants_json else redirect(saved)
        if wants_json:
            return JsonResponse({"errors": {name: [str(e) for e in found] for name, found in form.errors.items()}}, status=422)  # fmt: skip
    else:
        name = request.user.get_full_name() or request.user.get_username()
        form = InspectionForm(initial={"token": uuid.uuid4(), "inspector": name, "date": timezone.localdate()})
    context = {"monument": monument, "form": form, "draft_key": f"inspeccion:{request.user.pk}:{monument.code}"}
    return render(request, "observatorio/inspect.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@inspectors_only
def saved(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What was written down, and where to go on."""
    visit = get_object_or_404(Inspection.objects.select_related("monument"), pk=pk, monument__code=code)
    context = {"visit": visit, "monument": visit.monument, "photo_count": visit.photos.count()}
    return render(request, "observatorio/inspect_saved.html", context)


@never_cache
@require_safe
@inspectors_only
def field_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """One page to print: `?tamano=a4` or `carta` (default)."""
    monument = get_object_or_404(latest(Monument.objects.all()), code=code)
    return _pdf(request, [monument], f"ficha-de-campo-{monument.code}")


@never_cache
@require_safe
@inspectors_only
def route(request: HttpRequest) -> HttpResponse:
    """Several sheets in one file, in the order given: `?inmueble=ZAC-0001&inmueble=…`."""
    codes = list(dict.fromkeys(request.GET.getlist("inmueble")))[:MOST_SHEETS]
    found = {item.code: item for item in latest(Monument.objects.filter(code__in=codes))}
    monuments = [found[code] for code in codes if code in found]
    if not monuments:
        raise Http404(_("Elija al menos un inmueble."))
    return _pdf(request, monuments, "ruta-de-inspeccion")


def _pdf(request: HttpRequest, monuments: list[Any], name: str) -> HttpResponse:
    paper = request.GET.get("tamano", "carta")
    if paper not in PAPERS:
        raise Http404(_("Los tamaños son «carta» y «a4»."))
    response = HttpResponse(field_sheets(monuments, paper=paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
