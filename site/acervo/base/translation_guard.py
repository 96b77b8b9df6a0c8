"""Who may send a page to be translated: whoever may edit it.

wagtail-localize asks only for the right «submit translation», which is one for the whole site: with it the team of one
microsite could make pages in another.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.models import TranslationSource


def own_page(
    view: Callable[..., HttpResponseBase], find: Callable[[dict[str, Any]], Page | None]
) -> Callable[..., HttpResponseBase]:
    """`view`, refusing (PermissionDenied) a page that the person may not edit. `find(kwargs)`: the page of the address."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = find(kwargs)
        if page is not None and not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked


def page_of_view(kwargs: dict[str, Any]) -> Page:
    return get_object_or_404(Page, pk=kwargs["page_id"]).specific


def page_of_source(kwargs: dict[str, Any]) -> Page | None:
    """The page whose translations are brought up to date; None for a term of a vocabulary."""
    source = get_object_or_404(TranslationSource, pk=kwargs["translation_source_id"])
    found = source.get_source_instance()
    return found if isinstance(found, Page) else None
