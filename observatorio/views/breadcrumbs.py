"""Where the pages of the inventory stand: below the front page of the observatory, if there is one."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from acervo.base import section_nav
from acervo.base.routing import root_of


def place(request: HttpRequest, *steps: tuple[str, str]) -> dict[str, Any]:
    """For the context: `crumbs` from the front page to `steps` (title, address) below the inventory, and `section_nav`,
    asked for once for both."""
    root, sections = root_of(request), section_nav.for_request(request)
    found = [{"title": _("Inicio"), "url": root.get_url(request) if root else "/"}]
    if sections:
        found.append({"title": sections.title, "url": sections.url})
    found.append({"title": _("Inmuebles"), "url": reverse("monuments:inventory")})
    found += [{"title": title, "url": url} for title, url in steps]
    return {"crumbs": found, "section_nav": sections}


def crumbs(request: HttpRequest, *steps: tuple[str, str]) -> list[dict[str, str]]:
    """Only the steps of `place`."""
    return place(request, *steps)["crumbs"]
