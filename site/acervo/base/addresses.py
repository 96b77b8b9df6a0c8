"""Whole addresses, for what leaves the site: files, feeds, the API."""

from django.conf import settings
from wagtail.models import Page


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def page_url(page: Page) -> str:
    """The whole address of a page; empty for one that no site shows."""
    url = page.get_url()
    return absolute(url) if url and url.startswith("/") else url or ""
