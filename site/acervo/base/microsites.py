"""What every microsite (a part of the site with a front page and sections of its own) has in common."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import override
from wagtail.models import Page

from . import section_nav
from .publicity import public


@dataclass(frozen=True, slots=True)
class SectionKind:
    """A section of a microsite: its page type («app.Model»), its title and its address."""

    model: str
    title: str | Promise
    slug: str | Promise


@transaction.atomic
def make_sections(
    front: Page, kinds: Iterable[SectionKind], *, user: Any = None, prepare: Callable[[Page], None] | None = None
) -> list[Page]:
    """Make the sections that the microsite lacks, published if its front page is; their titles in its language.

    `prepare(page)` may set more before a page is saved. Returns the pages made; calling it twice makes nothing twice.
    """
    made = []
    there = {type(page) for page in Page.objects.child_of(front).specific()}
    taken = set(Page.objects.child_of(front).values_list("slug", flat=True))
    with override(front.locale.language_code):
        for kind in kinds:
            model = apps.get_model(kind.model)
            if model in there:
                continue
            page = model(
                title=str(kind.title),
                slug=_free(str(kind.slug), taken),
                show_in_menus=True,
                live=front.live,
                owner=user,
            )
            page.locale = front.locale
            if prepare is not None:
                prepare(page)
            front.refresh_from_db()
            front.add_child(instance=page)
            revision = page.save_revision(user=user)
            if front.live:
                revision.publish(user=user)
            made.append(page)
    return made


def _free(slug: str, taken: set[str]) -> str:
    """`slug`, or with a number where another page has that address already."""
    free = next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, 100))) if name not in taken)
    taken.add(free)
    return free


def publish_first_sections(front: Page, kinds: Iterable[SectionKind], *, user: Any = None) -> None:
    """When a front page is published for the first time, so are its sections that never were: one action."""
    if front.first_published_at != front.last_published_at:
        return
    labels = {kind.model for kind in kinds}
    for page in Page.objects.child_of(front).filter(live=False, first_published_at=None).specific():
        if page._meta.label in labels:
            page.get_latest_revision().publish(user=user)


def nav_items(front: Page, url: str, *, always: Sequence[str] = ()) -> list[section_nav.Item]:
    """The public children of a front page at `url` that menus show; types in `always` (labels) whatever they say.

    One query.
    """
    types = [ContentType.objects.get_for_model(apps.get_model(label)).pk for label in always]
    children = public(Page.objects.child_of(front)).filter(Q(show_in_menus=True) | Q(content_type__in=types))
    rows = children.order_by("path").values_list("title", "slug")
    return [section_nav.Item(title, f"{url}{slug}/") for title, slug in rows]


def mark_current(items: Iterable[section_nav.Item], path: str, *, front: str) -> None:
    """Mark the deepest item that the address `path` is in; the front page's own only on itself."""
    items = list(items)
    inside = (item.url for item in items if (path == front if item.url == front else path.startswith(item.url)))
    current = max(inside, key=len, default="")
    for item in items:
        item.current = bool(current) and item.url == current
