"""The six steps and the secretariats of the demonstration's states, as far as the facts say.

`steps.csv`: what the sources say was done is written down as done; with a date and a record or event of the demonstration
as its proof the public reads «done», else «declared». Dates are only those that a source gives (a period is a date of its
own precision); a day that was planned and not confirmed stands in the note. `secretariat.csv`: models and parties.

No source lists who sits in a secretariat, so there are no members: the national totals are quoted (`figures.csv`).
"""

import csv
from typing import Any

from django.db import transaction
from wagtail.models import Locale

from agenda.models import EventPage
from documents.models import RecordPage
from estados.models import SecretariatPage, StatePage, StepRecord

from .content import CONTENT
from .translate import Words, plain_words, translate

HERE = CONTENT / "states"
#: Fields of a secretariat's page; lists are parted by `|`.
FIELDS = ("model_name", "parties", "rules", "source")


def read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@transaction.atomic
def make_steps() -> None:
    """The rows of `steps.csv` that are not there yet. Events and records of the demonstration must be there.

    Raises KeyError for a proof that the demonstration does not have: a slip in the table, not something to go on with.
    """
    spanish = Locale.get_default()
    events = dict(EventPage.objects.filter(locale=spanish).values_list("slug", "pk"))
    records = dict(RecordPage.objects.filter(locale=spanish).exclude(identifier="").values_list("identifier", "pk"))
    there = set(StepRecord.objects.values_list("state", "cycle", "step"))
    StepRecord.objects.bulk_create(
        StepRecord(
            state=row["state"], cycle=int(row["cycle"]), step=int(row["step"]), status=row["status"],
            on=row["on"] or None, when=row["when"], signers=row["signers"].replace("|", "\n"),
            proof_event_id=events[row["proof_event"]] if row["proof_event"] else None,
            proof_record_id=records[row["proof_record"]] if row["proof_record"] else None,
            note=row["note"], source=row["source"],
        )
        for row in read_rows("steps.csv")
        if (row["state"], int(row["cycle"]), int(row["step"])) not in there
    )  # fmt: skip


def states_with_a_model() -> set[str]:
    """INEGI keys of the states whose secretariat's model is known: their microsites have that section."""
    return {row["state"] for row in read_rows("secretariat.csv")}


def make_secretariats(*, english: Locale, user: Any = None) -> None:
    """Fill in the model, the parties and the rules of the secretariats' pages, in both languages.

    A page that says something already is left as it is.
    """
    for row in read_rows("secretariat.csv"):
        front = StatePage.objects.filter(state=row["state"], locale=Locale.get_default()).first()
        page = SecretariatPage.objects.child_of(front).first() if front else None
        if page is None or page.model_name:
            continue
        words: Words = {}
        for name in FIELDS:
            spanish, translated = (row[key].replace("|", "\n") for key in (name, f"{name}_en"))
            setattr(page, name, spanish)
            if spanish:
                words |= plain_words((spanish, translated))
        page.save_revision(user=user).publish(user=user)
        page.refresh_from_db()
        translate(page, words, locale=english, user=user)
