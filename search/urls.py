"""Public addresses of search; the composition root puts them below each interface language."""

from django.urls import path

from search import views

urlpatterns = [
    path("buscar/", views.results, name="search"),
    path("buscar/sugerencias/", views.suggestions, name="search_suggestions"),
]
