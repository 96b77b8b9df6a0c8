"""The microsite of a state: its sections, the team that keeps it, and its navigation."""

from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from acervo.base import microsites, routing, section_nav
from acervo.base.microsites import SectionKind
from acervo.base.per_request import locales
from acervo.base.publicity import public
from estados.models import SectionPage, StatePage
from estados.models.plans import STATE_OF_SLUG

#: In the order of the issue's list; the front page stands before them.
ALL_SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("estados.StepsPage", _("¿Dónde vamos?"), _("donde-vamos")),
    SectionKind("estados.SecretariatPage", _("Secretariado Técnico Local"), _("secretariado")),
    SectionKind("estados.PlansPage", _("Planes de acción"), _("planes")),
    SectionKind("estados.CommitmentsPage", _("Compromisos"), _("compromisos")),
    SectionKind("estados.EvidencePage", _("Evidencias"), _("evidencias")),
    SectionKind("estados.DocumentsPage", _("Documentos"), _("documentos")),
    SectionKind("agenda.AgendaPage", _("Agenda"), _("agenda")),
    SectionKind("home.NewsIndexPage", _("Noticias"), _("noticias")),
    SectionKind("estados.CoursesPage", _("Cursos"), _("cursos")),
    SectionKind("estados.DebtPage", _("Deuda pública"), _("deuda-publica")),
    SectionKind("contact.ContactPage", _("Contacto"), _("contacto")),
)


def _exists(label: str) -> bool:
    try:
        apps.get_model(label)
    except LookupError:
        return False
    return True


def sections(only: tuple[str, ...] = ()) -> list[SectionKind]:
    """The sections of a state's microsite; with `only`, those page types («estados.StepsPage»)."""
    return [kind for kind in ALL_SECTIONS if (not only or kind.model in only) and _exists(kind.model)]


def make_sections(state_page: StatePage, *, user: Any = None, only: tuple[str, ...] = ()) -> list[Page]:
    """Make the sections that the microsite lacks, published if its front page is; their titles in its language.

    Returns the pages made. Calling it twice makes nothing twice.
    """
    return microsites.make_sections(state_page, sections(only), user=user)


def publish_first_sections(state_page: StatePage, *, user: Any = None) -> None:
    """When a front page is published for the first time, so are its sections that never were: one action."""
    microsites.publish_first_sections(state_page, sections(), user=user)


# --- The navigation that all pages of a microsite share ------------------------------------------------------------
def navigation(request: Any) -> section_nav.SectionNav | None:
    """The sections of the state that the request is in; None outside of one. At most two queries."""
    front = front_of_request(request)
    if front is None:
        return None
    url = front.get_url(request) or ""
    items = [section_nav.Item(str(_("Portada del estado")), url)]
    items += microsites.nav_items(front, url, always=("agenda.AgendaPage",))
    microsites.mark_current(items, request.path, front=url)
    _point_at(request, front, url, items)
    return section_nav.SectionNav(
        title=front.title,
        url=url,
        items=items,
        eyebrow=str(_("Gobierno abierto en el estado")),
        search_filters=(("state", front.state),),
    )


#: Views outside the tree → the section that they are part of.
_SECTION_OF_VIEW = {
    "states:plan": "estados.PlansPage",
    "states:loan": "estados.DebtPage",
    **{
        f"states:{view}": "estados.CommitmentsPage"
        for view in ("commitment", "ask", "questions", "receipt", "state_questions")
    },
}


def _point_at(request: Any, front: StatePage, url: str, items: list[section_nav.Item]) -> None:
    """Mark the section of a commitment or a plan: their addresses stand below it only in Spanish on the main host."""
    match = getattr(request, "resolver_match", None)
    label = _SECTION_OF_VIEW.get(getattr(match, "view_name", ""))
    if not label or any(item.current for item in items):
        return
    section = public(apps.get_model(label).objects.child_of(front)).values_list("slug", flat=True).first()
    for item in items:
        if section and item.url == f"{url}{section}/":
            item.current = True


def front_of_request(request: Any) -> StatePage | None:
    """The front page of the microsite that the request is in: its pages, addresses below /estados/<estado>/, its host."""
    page = getattr(request, "wagtail_page", None)
    if isinstance(page, StatePage):
        return page
    on_the_way = getattr(request, "pages_on_the_way", [])
    if on_the_way:
        above = next((item for item in on_the_way if item.content_type_id == _type_of_front()), None)
        if above is None:
            return None
        return page.state_page if isinstance(page, SectionPage) else _specific(above)
    match = getattr(request, "resolver_match", None)
    if match is not None and match.namespace == "states" and (key := STATE_OF_SLUG.get(match.kwargs.get("state", ""))):
        return front_of(key)
    root = routing.root_of(request)
    return _specific(root) if root is not None and root.content_type_id == _type_of_front() else None


def _type_of_front() -> int:
    return int(ContentType.objects.get_for_model(StatePage).pk)


def _specific(page: Page) -> StatePage:
    """The front page itself, with its language as the site keeps it: one query."""
    found = StatePage.objects.get(pk=page.pk)
    found.locale = locales()[found.locale_id]
    return found


def front_of(state: str) -> StatePage | None:
    """The public front page of a state in the active language, else in the default one. One query."""
    pages = public(StatePage.objects.filter(state=state)).select_related("locale").order_by("pk")
    language = get_language() or ""
    found = list(pages)
    return next((page for page in found if page.locale.language_code == language), found[0] if found else None)
