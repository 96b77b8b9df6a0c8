"""The public page of a monument."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from acervo.base.publicity import public
from observatorio.models import Monument
from observatorio.services import plaque
from observatorio.services.monument_page import context_of, readable

from .breadcrumbs import place
from .downloads import downloads


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """`/observatorio/inmuebles/<code>/`; a code in other letters leads to its own address, an unknown one to help."""
    monument = readable().filter(code=code).first()
    if monument is None:
        other = public(Monument.objects.filter(code__iexact=code)).first()
        if other is not None:
            return redirect(other, permanent=True)
        # What is not published is as unknown as what never was.
        context = {"code": code[:20], **place(request, (code[:20], ""))}
        return render(request, "observatorio/monument_unknown.html", context, status=404)
    context = context_of(monument) | {
        "short_link_target": monument,
        **place(request, (monument.name, "")),
        "downloads": downloads(code=monument.code),
        "plaque_sizes": plaque.SIZE_NAMES.items(),
        "map_tiles": settings.MAP_TILES_URL,
        "map_attribution": settings.MAP_TILES_ATTRIBUTION,
    }
    return render(request, "observatorio/monument.html", context)
