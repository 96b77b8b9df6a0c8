"""The public inventory: list, gallery and map of the same monuments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from acervo.base.publicity import public
from observatorio.models import Monument


def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "observatorio/inventory.html", {"monuments": public(Monument.objects.all())[:50]})
