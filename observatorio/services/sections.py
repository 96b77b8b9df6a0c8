"""A microsite: its front page, its sections, where they stand for a visitor, and the monuments it speaks of."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupPagePermission, Page

from acervo.base import microsites, section_nav
from acervo.base.microsites import SectionKind
from acervo.base.publicity import public
from observatorio.models import (
    LibraryPage,
    Monument,
    ObservatoryPage,
    OpenDataPage,
    RegulationsPage,
)

from .public_version import where_public

#: In the order of the source's menu; «Observatorio» is the front page itself.
SECTIONS: tuple[SectionKind, ...] = (
    SectionKind("observatorio.RegulationsPage", _("Marco Normativo"), _("marco-normativo")),
    SectionKind("observatorio.OpenDataPage", _("Transparencia focalizada"), _("transparencia-focalizada")),
    SectionKind("observatorio.ProgressPage", _("Avances"), _("avances")),
    SectionKind("observatorio.MuseumsPage", _("Museos"), _("museos")),
    SectionKind("observatorio.LibraryPage", _("Biblioteca virtual"), _("biblioteca-virtual")),
    SectionKind("contact.ContactPage", _("Contacto"), _("contacto")),
    SectionKind("observatorio.OtherPage", _("Otros"), _("otros")),
    SectionKind("agenda.AgendaPage", _("Reuniones y Actividades"), _("reuniones-y-actividades")),
)
#: The group that keeps the inventory; the migration `0004_roles` makes it.
RESPONSIBLE = "Responsables del inventario"


@transaction.atomic
def make_sections(front: ObservatoryPage, *, user: Any = None) -> list[Page]:
    """Make the sections that the microsite lacks, published if its front page is; their titles in its language.

    Returns the pages made. Calling it twice makes nothing twice.
    """

    def prepare(page: Page) -> None:
        if isinstance(page, (RegulationsPage, LibraryPage, OpenDataPage)):
            page.themes = [front.theme] if front.theme_id else []

    made = microsites.make_sections(front, SECTIONS, user=user, prepare=prepare)
    for page in made:
        if page._meta.label == "contact.ContactPage":
            let_answer(page)
    return made


def let_answer(contact: Page) -> None:
    """Who answers for the inventory may change the contact page of an observatory, and so reads what is written there."""
    group = Group.objects.filter(name=RESPONSIBLE).first()
    if group is not None:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        GroupPagePermission.objects.get_or_create(group=group, page=contact.page_ptr, permission=right)


def publish_first_sections(front: ObservatoryPage, *, user: Any = None) -> None:
    """When a front page is published for the first time, so are its sections that never were: one action."""
    microsites.publish_first_sections(front, SECTIONS, user=user)


def front_of(page: Page, request: Any = None) -> ObservatoryPage:
    """The front page of the microsite of a page; its own front page is its own. No query in a page's own request."""
    if isinstance(page, ObservatoryPage):
        return page
    on_the_way = getattr(request, "pages_on_the_way", [])
    if on_the_way and on_the_way[-1].pk == page.pk:
        above = _front_among(on_the_way)
        if above is not None:
            return above.specific
    return ObservatoryPage.objects.ancestor_of(page).get()


def children_of(page: Page) -> list[Page]:
    """The public pages right below a page, in their order."""
    return list(public(Page.objects.child_of(page)).select_related("locale").order_by("path"))


def monuments_of(front: ObservatoryPage) -> QuerySet[Monument]:
    """The public monuments of the microsite: those of its sites, and those of its state if it has one."""
    sites = where_public(Monument.objects.filter(heritage_site__in=front.sites.all()), "heritage_site")
    scope = Q(pk__in=sites.values("pk"))
    if front.state:
        scope |= Q(state=front.state)
    return public(Monument.objects.filter(scope))


# --- The navigation that all pages of a microsite share ------------------------------------------------------------
def navigation(request: Any) -> section_nav.SectionNav | None:
    """The sections of the microsite that the request is in; None outside of one. At most two queries."""
    front = _front_of_request(request)
    if front is None:
        return None
    from django.urls import reverse

    url = front.get_url(request) or ""
    items = [section_nav.Item(str(_("Observatorio")), url), section_nav.Item(str(_("Inventario")), reverse("monuments:inventory"))]  # fmt: skip
    items += microsites.nav_items(front, url, always=("agenda.AgendaPage",))  # a calendar always
    microsites.mark_current(items, request.path, front=url)
    return section_nav.SectionNav(title=front.title, url=url, items=items, search_kinds=SEARCH_KINDS)


#: Values of the search's facet «type» that belong to a microsite.
SEARCH_KINDS: tuple[str, ...] = ("observatorio", "inmueble", "intervencion", "evento", "noticia")


def _front_of_request(request: Any) -> Page | None:
    found = _front_among(getattr(request, "pages_on_the_way", []))
    match = getattr(request, "resolver_match", None)
    if found is None and match is not None and match.namespace == "monuments":
        from django.utils.translation import get_language

        language = get_language() or ""
        fronts = public(ObservatoryPage.objects.filter(locale__language_code=language)).select_related("locale")
        # The inventory is one for all microsites; its pages are shown within the first.
        found = fronts.order_by("path").first()
    return found


def _front_among(pages: Sequence[Page]) -> Page | None:
    if not pages:
        return None
    kind = ContentType.objects.get_for_model(ObservatoryPage).pk
    return next((page for page in pages if page.content_type_id == kind), None)
