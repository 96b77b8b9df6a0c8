"""Where the views of a state stand: below the front page of its microsite, and below one of its sections."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from acervo.base import section_nav
from acervo.base.publicity import public
from acervo.base.routing import root_of
from estados.models import STATE_OF_SLUG, StatePage
from estados.models.sections import SectionPage


def state_page_of(state: str) -> StatePage:
    """The public front page of the state in the active language, or else in any; Http404 without one."""
    pages = list(public(StatePage.objects.filter(state=state)).select_related("locale"))
    language = get_language()
    pages.sort(key=lambda page: (page.locale.language_code != language, page.pk))
    if not pages:
        raise Http404(_("Ese estado no tiene micrositio público."))
    return pages[0]


def key_of(slug: str) -> str:
    """INEGI key of the state in the address; Http404 for another word."""
    key = STATE_OF_SLUG.get(slug)
    if key is None:
        raise Http404(_("Esa entidad no existe."))
    return key


def section_of(page: StatePage, model: type[SectionPage]) -> SectionPage | None:
    """The public section of the microsite."""
    found: SectionPage | None = public(model.objects.child_of(page)).first()
    return found


def place(request: HttpRequest, state_page: StatePage, section: Page | None, *steps: tuple[str, str]) -> dict[str, Any]:
    """For the context: `crumbs` from the front page to `steps` (title, address), and `section_nav`."""
    root = root_of(request)
    ancestors = public(Page.objects.ancestor_of(state_page).filter(depth__gt=2)).order_by("depth")
    found = [{"title": _("Inicio"), "url": root.get_url(request) if root else "/"}]
    found += [{"title": page.title, "url": page.get_url(request)} for page in ancestors]
    found.append({"title": state_page.title, "url": state_page.get_url(request)})
    if section is not None:
        found.append({"title": section.title, "url": section.get_url(request)})
    found += [{"title": title, "url": url} for title, url in steps]
    return {"crumbs": found, "section_nav": section_nav.for_request(request), "state_page": state_page}
