"""Pages of the archive that are not in Wagtail's tree; translated addresses."""

from django.urls import path

from .views import terms, verify

urlpatterns = [
    path("acervo/vocabulario/<str:vocabulary>/", terms.vocabulary, name="vocabulary"),
    path("acervo/vocabulario/<str:vocabulary>/<slug:code>/", terms.term, name="term"),
    path(
        "acervo/vocabulario/<str:vocabulary>/<slug:code>/registros.<str:form>",
        terms.export,
        name="term_export",
    ),
    path("verificar/", verify.form, name="verify"),
    path("verificar/<str:sha256>/", verify.result, name="verify_result"),
]
