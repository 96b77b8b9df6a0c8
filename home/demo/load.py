"""Load the demonstration: a whole small site, in one transaction, once."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from acervo.links.services import links_for
from documents.enums import IngestState
from documents.models import ArchiveFile, FileVersion, GuidePage, RecordPage
from documents.services.ingest import ingest
from documents.tasks import ingest_inline
from home.models import HomePage
from search import indexing

from .accounts import keeper_of_the_inventory, make_accounts, new_password
from .content import read_content
from .events import make_events
from .heritage import make_heritage
from .microsite import make_microsite
from .records import REASON, make_records, make_terms, translate_records
from .site_pages import make_tree
from .states import make_states

Progress = Callable[[str, int, int], None]


@dataclass
class Summary:
    """What a call of `load_demo` did."""

    loaded: bool
    records: int = 0
    files: int = 0
    pages: int = 0
    passwords: dict[str, str] = field(default_factory=dict)


def load_demo(*, password: Callable[[], str] = new_password, progress: Progress | None = None) -> Summary:
    """Make the demonstration site if this site has no front page yet; otherwise change nothing.

    All or nothing: an interrupted run leaves an empty site, and the next one starts over. Files that an
    interrupted run stored but did not read are read by the next. `progress(what, done, total)` is called as
    the work goes on; `password()` gives the password of each account that is made.
    """
    report = progress or (lambda what, done, total: None)
    summary = Summary(loaded=False)
    with ingest_inline(), indexing.batch():
        if not HomePage.objects.exists():
            with transaction.atomic():
                _make_everything(summary, password=password, report=report)
            summary.loaded = True
        _read_files(report)
    if summary.loaded:
        report("index", 0, 1)
        indexing.apply_changes()
        report("index", 1, 1)
    files = ArchiveFile.objects.filter(current__isnull=False)
    summary.records = RecordPage.objects.filter(locale=Locale.get_default()).count()
    summary.files = files.count()
    summary.pages = sum(files.values_list("current__page_count", flat=True))
    return summary


def _make_everything(summary: Summary, *, password: Callable[[], str], report: Progress) -> None:
    content = read_content()
    spanish = Locale.objects.get_or_create(language_code="es-mx")[0]
    english = Locale.objects.get_or_create(language_code="en")[0]
    steps = 7
    report("content", 0, steps)
    make_terms(content, spanish=spanish, english=english)
    report("content", 1, steps)
    tree = make_tree(content)
    report("content", 2, steps)
    editor, summary.passwords = make_accounts(below=tree.home.get_parent(), password=password)
    made = make_records(content, tree, user=editor)
    report("content", 3, steps)
    translate_records(content, tree, made)
    report("content", 4, steps)
    make_heritage(user=keeper_of_the_inventory())
    make_microsite(tree, made, user=editor)
    make_events(tree)
    report("content", 5, steps)
    make_states(tree, user=editor)
    report("content", 6, steps)
    links_for([(page, "") for page in made.values()])
    links_for([(url, "") for url in _outside_sources()])
    keep_credentials(summary.passwords)  # before the commit: no account whose password nobody knows
    report("content", 7, steps)


def _outside_sources() -> set[str]:
    return {source["url"] for guide in GuidePage.objects.all() for source in guide.sources() if source["url"]}


def _read_files(report: Progress) -> None:
    """Read the demonstration's files that are stored but unread: after a load, or an interrupted one."""
    waiting = FileVersion.objects.filter(state=IngestState.PENDING, reason=REASON).select_related("archive_file")
    versions = list(waiting.order_by("pk"))
    for done, version in enumerate(versions):
        report("files", done, len(versions))
        ingest(version)
    if versions:
        report("files", len(versions), len(versions))


def credentials_file() -> Path:
    return Path(settings.DATA_DIR) / "demo_credentials.txt"


def keep_credentials(passwords: dict[str, str]) -> None:
    """Write the passwords where only the owner of the data folder can read them."""
    if not passwords:
        return
    path = credentials_file()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        os.fchmod(out.fileno(), 0o600)
        out.writelines(f"{username}: {password}\n" for username, password in passwords.items())
