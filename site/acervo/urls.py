"""The composition root of addresses: apps are named by string. Public addresses are Spanish; English is below /en/."""

from importlib.util import find_spec

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import TemplateView
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls

from documents.urls import wagtail_names as documents_wagtail_names

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("q/", include("acervo.links.urls")),
    *([path("api/v1/", include("search.api_urls"))] if find_spec("search.api_urls") else []),
    path("", include("documents.urls")),
    *documents_wagtail_names,
    path("", include("acervo.base.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("estilo/", TemplateView.as_view(template_name="styleguide.html")))

urlpatterns += i18n_patterns(
    path("", include("documents.public_urls")),
    *([path("", include("search.urls"))] if find_spec("search.urls") else []),
    # Pages also answer for files of theirs (cita.bib, registros.csv), whose names Wagtail's own pattern leaves out.
    re_path(r"^((?:[\w\-]+/)+[\w\-]+\.[a-z]{2,5})$", wagtail_views.serve),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
