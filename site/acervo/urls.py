"""The composition root of addresses: apps are named by string. Public addresses are Spanish; English is below /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from acervo.base import styleguide
from acervo.base.bulk_guard import bulk_action
from acervo.base.routing import serve
from documents.urls import wagtail_names as documents_wagtail_names

urlpatterns = [
    # Before Wagtail's own, whose name (`wagtail_bulk_action`) still leads here.
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),
    path("admin/", include(wagtailadmin_urls)),
    path("q/", include("acervo.links.urls")),
    path("api/v1/", include("acervo.api_urls")),
    path("", include("documents.urls")),
    *documents_wagtail_names,
    path("", include("acervo.base.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("estilo/", styleguide.view))

urlpatterns += i18n_patterns(
    path("", include("documents.public_urls")),
    path("observatorio/", include("observatorio.public_urls")),
    path("estados/", include("estados.public_urls")),
    path("", include("search.urls")),
    # Pages also answer for files of theirs (cita.bib, registros.csv), whose names Wagtail's own pattern leaves out.
    re_path(r"^((?:[\w\-]+/)+[\w\-]+\.[a-z]{2,5})$", serve),
    # Wagtail's own pattern, but for its forms (passwords, logins) below _util/.
    re_path(r"^(?!_util/)" + wagtail_urls.serve_pattern.removeprefix("^"), serve),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
