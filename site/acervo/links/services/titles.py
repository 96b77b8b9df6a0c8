"""The words that stand beside a QR."""

from urllib.parse import urlsplit

from ..models import ShortLink
from .destination import may_be_seen


def public_title(link: ShortLink) -> str | None:
    """The title that may be shown to anybody beside `link`, or None if there is none to show.

    A link that leads nowhere for the public (ended, target gone or not public) has no public title, not even
    its own label: the label may tell what is not out yet.
    """
    if link.has_expired:
        return None
    if link.external_url:
        return link.label or urlsplit(link.external_url).netloc
    target = link.target
    if target is None or not may_be_seen(target):
        return None
    return link.label or str(target)
