"""What every page of the site has in common."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from .publicity import is_public


class BasePage(Page):
    """A page that obeys the rule of publicity when it is served, to the second and without a scheduler."""

    class Meta:
        abstract = True

    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("show_in_menus"),
    ]

    def serve(self, request, *args, **kwargs):
        """Serve the page unless dates alone closed it; drafts and privacy are Wagtail's own routing."""
        if not self.is_open(request):
            raise Http404(_("Esta página no está publicada."))
        return super().serve(request, *args, **kwargs)

    def is_open(self, request) -> bool:
        """Whether this request may see the page: the public may, or Wagtail let a restricted visitor in."""
        if getattr(request, "is_preview", False) or is_public(self):
            return True
        # Wagtail asked for the password, login or group before it called serve().
        return self.get_view_restrictions().exists() and is_public(self, privacy=False)
