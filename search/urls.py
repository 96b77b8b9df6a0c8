"""Public addresses of search; the composition root puts them below each interface language."""

from django.urls import path, re_path

from search import clicks, downloads, views

urlpatterns = [
    path("buscar/", views.results, name="search"),
    path("buscar/sugerencias/", views.suggestions, name="search_suggestions"),
    path("buscar/clic/", clicks.click, name="search_click"),
    re_path(
        rf"^buscar/resultados\.(?P<form>{'|'.join(downloads.FORMS)})$", downloads.results, name="search_results_as"
    ),
]
