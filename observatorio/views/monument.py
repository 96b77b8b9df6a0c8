"""The public page of a monument."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from acervo.base.publicity import public
from observatorio.models import Monument
from observatorio.services.public_version import PublicMonument


def page(request: HttpRequest, code: str) -> HttpResponse:
    monument = get_object_or_404(public(Monument.objects.all()), code=code)
    return render(request, "observatorio/monument.html", {"monument": PublicMonument(monument)})
