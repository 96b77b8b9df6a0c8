from .batches import BatchState, ImportBatch, ImportRow, RowOutcome
from .collections import ArchiveIndexPage, CollectionPage, ListingOrder, ListingPage
from .files import ArchiveFile, FilePage, FileVersion
from .gazette import GazetteExtract, GazetteIssuePage, roman_to_int
from .generic import GenericRecordPage
from .guide import GuidePage
from .images import ArchiveImage, ArchiveRendition
from .minutes import AgendaItem, Agreement, Attendee, MinutesPage
from .records import RecordFile, RecordPage, RecordRelation
from .vocabularies import VOCABULARIES, Audience, Authority, RecordType, Term, Theme

__all__ = [
    "VOCABULARIES", "AgendaItem", "Agreement", "ArchiveFile", "ArchiveImage", "ArchiveIndexPage", "ArchiveRendition",
    "Attendee", "Audience", "Authority", "BatchState", "CollectionPage", "FilePage", "FileVersion", "GazetteExtract",
    "GazetteIssuePage", "GenericRecordPage", "GuidePage", "ImportBatch", "ImportRow", "ListingOrder", "ListingPage",
    "MinutesPage", "RecordFile", "RecordPage", "RecordRelation", "RecordType", "RowOutcome", "Term", "Theme",
    "roman_to_int",
]  # fmt: skip
