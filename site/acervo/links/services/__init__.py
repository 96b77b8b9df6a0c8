from .destination import Destination, Outcome, language_of, register_notice, resolve
from .links import Target, find, link_for, links_for
from .scans import count_scan

__all__ = [
    "Destination",
    "Outcome",
    "Target",
    "count_scan",
    "find",
    "language_of",
    "link_for",
    "links_for",
    "register_notice",
    "resolve",
]
