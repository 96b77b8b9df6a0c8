"""A burst of publishes: records made and published one after another, each in a transaction of its own."""

import random
import string
import subprocess
import sys

from tests.functional.running_site import ROOT, RunningSite

COLLECTION = "actas-y-acuerdos"


def publish(word: str, count: int) -> None:
    """In a process of the site: publish `count` minutes with `word` in their titles, and say so after each commit."""
    from wagtail.models import Page

    from documents.models import MinutesPage

    parent = Page.objects.get(slug=COLLECTION)
    for number in range(1, count + 1):
        page = MinutesPage(title=f"Acta {number} sobre el {word}", locale=parent.locale, live=False)
        parent.refresh_from_db()
        parent.add_child(instance=page)
        page.save_revision().publish()
        print(f"published {number}", flush=True)


def new_word() -> str:
    """A word that no page of the site has, in this run or an earlier one."""
    return "".join(random.choices(string.ascii_lowercase, k=12)) + "o"


class Burst:
    """The burst as a process of its own; `published` counts what it was told that is saved."""

    def __init__(self, site: RunningSite, word: str, count: int) -> None:
        self.published = 0
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "site/manage.py"), "shell", "-v0", "-c",
             f"from tests.profile.publishing import publish; publish({word!r}, {count})"],
            env=site.environment | {"PYTHONPATH": str(ROOT)}, cwd=ROOT,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def reach(self, number: int) -> None:
        """Wait until so many are published."""
        assert self._process.stdout is not None
        while self.published < number:
            line = self._process.stdout.readline()
            assert line, f"it ended after {self.published}: {self._process.communicate()[1][-2000:]}"
            self.published += line.startswith("published")

    def end(self) -> int:
        """Wait for its end; its exit code."""
        out, self.errors = self._process.communicate(timeout=300)
        self.published += out.count("published")
        return self._process.returncode
