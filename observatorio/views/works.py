"""The public page of an intervention."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from acervo.base.publicity import public
from observatorio.models import Intervention


def page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    work = get_object_or_404(public(Intervention.objects.filter(monument__code=code)), pk=pk)
    return render(request, "observatorio/intervention.html", {"work": work})
