from .news import NewsIndexPage, NewsPage
from .pages import HomePage, StandardPage

__all__ = ["HomePage", "NewsIndexPage", "NewsPage", "StandardPage"]
