"""Only the addresses of search."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("api/v1/", include("acervo.api_urls")),
    *i18n_patterns(path("", include("search.urls")), path("", include(wagtail_urls)), prefix_default_language=False),
]
