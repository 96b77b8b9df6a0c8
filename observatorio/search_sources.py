"""The observatory in the public search."""

from documents.search_sources import PageSource, plain

from .models import ObservatoryPage


class ObservatorySource(PageSource):
    name = "observatory"
    model = ObservatoryPage
    kind = "observatorio"

    def text(self, page: ObservatoryPage) -> str:
        return plain(page.body.render_as_block()) if page.body else ""
