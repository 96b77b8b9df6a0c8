"""What every page of the site has in common."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction

from .per_request import restricted_paths
from .publicity import is_public
from .submissions import FormSubmission

__all__ = ["BasePage", "BaseRoutablePage", "FormSubmission", "ObeysPublicity"]

if TYPE_CHECKING:
    from wagtail.models import Page as _MixedIntoPage
else:
    _MixedIntoPage = object


class ObeysPublicity(_MixedIntoPage):
    """Checks the rule of publicity when a page is served, to the second and without a scheduler.

    It stands before Wagtail's own classes, so that no route of a page is answered without the check.
    """

    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("show_in_menus"),
    ]

    #: Set by `acervo.base.routing` on the page that it has just found public.
    public_now = False

    def get_view_restrictions(self):
        """Wagtail's, without its two queries where no page above this one is restricted."""
        pages, _collections = restricted_paths()
        if not self.alias_of_id and not any(self.path.startswith(path) for path in pages):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve(self, request, *args, **kwargs):
        """Serve the page unless dates alone closed it; drafts and privacy are Wagtail's own routing."""
        if not self.is_open(request):
            raise Http404(_("Esta página no está publicada."))
        return super().serve(request, *args, **kwargs)

    def is_open(self, request) -> bool:
        """Whether this request may see the page: the public may, or Wagtail let a restricted visitor in."""
        if getattr(request, "is_preview", False) or self.public_now or is_public(self):
            return True
        # Wagtail asked for the password, login or group before it called serve().
        return self.get_view_restrictions().exists() and is_public(self, privacy=False)


class BasePage(ObeysPublicity, Page):
    """A page of the site."""

    class Meta:
        abstract = True


class BaseRoutablePage(ObeysPublicity, RoutablePageMixin, Page):
    """A page of the site with addresses below its own."""

    class Meta:
        abstract = True
