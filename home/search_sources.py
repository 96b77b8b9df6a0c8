"""Standard pages in the public search."""

from documents.search_sources import PageSource, plain

from .models import StandardPage


class StandardPageSource(PageSource):
    name = "page"
    model = StandardPage
    kind = "pagina"

    def text(self, page: StandardPage) -> str:
        return plain(page.body.render_as_block()) if page.body else ""
