"""Citizens tell what they saw at a monument, or what is wrong in its record."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from acervo.base.publicity import public
from observatorio.models import CitizenReportKind, Monument
from observatorio.services.citizen_reports import of_receipt, receipt, receive
from observatorio.services.public_version import PublicMonument

from .report_form import CitizenReportForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """`?tipo=dano` (default) or `correccion`."""
    monument = get_object_or_404(public(Monument.objects.all()), code=code)
    if request.method == "POST":
        form = CitizenReportForm(request.POST, request.FILES, request=request)
        if form.is_valid():
            made = receive(monument, **form.values())
            return redirect("monuments:report_thanks", monument.code, receipt(made))
    else:
        kind = request.GET.get("tipo", "")
        known = kind if kind in CitizenReportKind.values else CitizenReportKind.DAMAGE
        form = CitizenReportForm(initial={"kind": known}, request=request)
    context = {
        "monument": PublicMonument(monument),
        "form": form,
        "contact_email": settings.CONTACT_EMAIL,
        "crumbs": _crumbs(monument, _("Reportar")),
    }
    return render(request, "observatorio/report.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def thanks(request: HttpRequest, code: str, receipt: str) -> HttpResponse:
    """The folio, and what happens now; nothing of the report itself."""
    made = of_receipt(receipt)
    if made is None or made.monument.code != code:
        raise Http404(_("Este comprobante no existe."))
    monument = get_object_or_404(public(Monument.objects.all()), code=code)
    context = {"report": made, "monument": PublicMonument(monument), "crumbs": _crumbs(monument, _("Gracias"))}
    return render(request, "observatorio/report_thanks.html", context)


def _crumbs(monument: Monument, title: str) -> list[dict[str, str]]:
    return [
        {"title": _("Inmuebles"), "url": reverse("monuments:inventory")},
        {"title": monument.name, "url": monument.get_absolute_url()},
        {"title": title, "url": ""},
    ]
