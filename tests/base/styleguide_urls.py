"""Addresses for the browser's look at the components: the style page, and what base.html links to."""

from django.urls import path

from acervo.base import styleguide

urlpatterns = [path("estilo/", styleguide.view), path("buscar/", styleguide.view, name="search")]
