"""Where the pages of the inventory stand: below the front page of the observatory, if there is one."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from acervo.base.routing import root_of
from observatorio.models import ObservatoryPage


def crumbs(request: HttpRequest, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Front page, observatory, inventory, and `steps` (title, address) below it; one query, and one for the root."""
    root = root_of(request)
    found = [{"title": _("Inicio"), "url": root.get_url(request) if root else "/"}]
    pages = ObservatoryPage.objects.filter(locale__language_code=get_language())
    if page := public(pages).select_related("locale").order_by("path").first():
        found.append({"title": page.title, "url": page.get_url(request)})
    found.append({"title": _("Inmuebles"), "url": reverse("monuments:inventory")})
    return found + [{"title": title, "url": url} for title, url in steps]
