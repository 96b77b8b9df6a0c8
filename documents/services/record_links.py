"""Short links of a record: its own and those of a guide's sources."""

from django.db import DatabaseError

from acervo.links.models import ShortLink
from acervo.links.services import Target, links_for
from documents.models import GuidePage, RecordPage


def targets_of(record: RecordPage) -> list[tuple[RecordPage | str, str]]:
    """What on this record's page has a short link: the record, and each source of a guide (by its key)."""
    targets: list[tuple[RecordPage | str, str]] = [(record, "")]
    if isinstance(record, GuidePage):
        targets += [(target, "") for source in record.sources() if (target := source_target(source))]
    return list(dict.fromkeys(targets))


def source_target(source) -> RecordPage | str | None:
    """A guide source as the target of a short link; None for one that is neither saved nor an http(s) address."""
    record = source["record"]
    if record is not None:
        return record
    url = source["url"] or ""
    return url if url.startswith(("http://", "https://")) and len(url) <= 1000 else None


def ensure_links(record: RecordPage) -> None:
    """Make the short links that the record's page prints, so that no visit has to. Safe to repeat."""
    links_for(targets_of(record))


def make_links_when_published(sender, instance, **kwargs) -> None:
    """Handler of `page_published`: what is public has its short links from then on."""
    if isinstance(instance, RecordPage):
        ensure_links(instance)


def links_of(record: RecordPage) -> dict[tuple[Target, str], ShortLink]:
    """The same links for showing; those that were never made are made now. Empty when the database cannot write."""
    if record.pk is None:
        return {}
    try:
        return links_for(targets_of(record))
    except (DatabaseError, ValueError):
        return {}
