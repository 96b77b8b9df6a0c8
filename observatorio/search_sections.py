"""The sections of the microsites in the public search."""

from documents.search_sources import PageSource, plain

from .models import LibraryPage, MuseumsPage, OpenDataPage, OtherPage, ProgressPage, RegulationsPage
from .search_sources import ObservatorySource


class SectionSource(PageSource):
    """Title and text of a section; what it gathers (records, museums, figures) is found as itself."""

    kind = ObservatorySource.kind

    def text(self, page) -> str:
        parts = [page.body, getattr(page, "commitments", None)]
        return " ".join(plain(part.render_as_block()) for part in parts if part)


def _source(model) -> type[SectionSource]:
    return type(f"{model.__name__}Source", (SectionSource,), {"name": model._meta.model_name, "model": model})


SOURCES = [
    _source(model) for model in (RegulationsPage, OpenDataPage, ProgressPage, MuseumsPage, LibraryPage, OtherPage)
]
