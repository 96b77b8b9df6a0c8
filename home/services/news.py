"""What the pages of news show; a fixed number of queries."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page

from acervo.base.publicity import is_public, public
from documents.models import ArchiveImage, Theme
from documents.services.record_terms import NamedTerm
from documents.services.structured_data import as_script_text
from home.models import NewsIndexPage, NewsPage

PER_PAGE = 12
SHARED = "width-1200|format-webp"


def news_of(index: Page) -> QuerySet[NewsPage]:
    """The public news below `index`, newest first."""
    found = public(NewsPage.objects.child_of(index)).select_related("locale", "image")
    return found.order_by("-date", "-first_published_at", "-pk")


def listing(index: NewsIndexPage, request: HttpRequest) -> dict[str, Any]:
    """One page of the news, for `?anio=` and `?page=`; what cannot be read is ignored."""
    news = news_of(index)
    years = [day.year for day in news.order_by().dates("date", "year", order="DESC")]
    wanted = request.GET.get("anio", "")
    year = next((year for year in years if str(year) == wanted), None)
    if year is not None:
        news = news.filter(date__year=year)
    page_obj = Paginator(news, PER_PAGE).get_page(request.GET.get("page"))
    shown = {item.image_id for item in page_obj.object_list if item.image_id}
    images = public(ArchiveImage.objects.filter(pk__in=shown)).prefetch_related("renditions").in_bulk()
    url = index.get_url(request) or ""
    return {
        "page_obj": page_obj,
        "rows": [(item, item.get_url(request), images.get(item.image_id)) for item in page_obj.object_list],
        "years": years,
        "year": year,
        "rss_url": f"{url}rss.xml",
        "atom_url": f"{url}atom.xml",
    }


def one(page: NewsPage, request: HttpRequest) -> dict[str, Any]:
    """The piece of news for people and for machines; its image only if anybody may see it."""
    url = page.get_full_url(request) or ""
    image = page.image if page.image and is_public(page.image) else None
    shared = request.build_absolute_uri(image.get_rendition(SHARED).url) if image else ""
    return {
        "news_url": url,
        "image": image,
        "shared_image": shared,
        "themes": themes_of(page),
        "json_ld": json_ld(page, url=url, image=shared),
    }


def themes_of(page: NewsPage) -> list[NamedTerm]:
    """The themes with their names in the active language, else in the site's own."""
    keys = [theme.translation_key for theme in page.themes.all()]
    language = get_language() or settings.LANGUAGE_CODE
    terms = list(Theme.objects.filter(translation_key__in=keys).select_related("locale"))
    terms.sort(key=lambda term: term.locale.language_code == language)
    best = {term.translation_key: term for term in terms}  # the best language comes last
    named = (NamedTerm(term.code, term.name, term.get_absolute_url()) for term in best.values())
    return sorted(named, key=lambda term: term.label.casefold())


def json_ld(page: NewsPage, *, url: str, image: str) -> SafeString:
    """schema.org NewsArticle (https://schema.org/NewsArticle)."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": page.title[:110],
        "description": page.summary,
        "datePublished": page.date.isoformat(),
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
        "inLanguage": page.locale.language_code,
        "image": [image] if image else [],
    }
    return as_script_text({key: value for key, value in data.items() if value})
