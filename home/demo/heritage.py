"""The observatory of the demonstration: sites, the inventory through its own importer, what other sources say, museums.

Everything is read from `content/heritage/`; what is there and where it comes from says its README.
"""

import csv
import tomllib
from functools import cache
from typing import Any

from acervo.history import services as history
from acervo.tabular.models import Batch, Outcome
from acervo.tabular.registry import table
from acervo.tabular.services import check, decide, receive, write
from acervo.tabular.tasks import index_batch
from documents.models import RecordPage
from observatorio.models import (
    Classification,
    HeritageSite,
    Institution,
    Intervention,
    Monument,
    Museum,
    Phase,
    SourceRecord,
)
from observatorio.services.adoption import adopt, settle

from .content import CONTENT

HERE = CONTENT / "heritage"
SOURCE = "observatorio"
REASON = "Contenido de demostración"
#: Protections whose decree is a record of the archive: part of the protection's name → identifier of the record.
DECREES = {"Decreto 508": "PAT-004", "Decreto 393": "PAT-005"}


def make_heritage(*, user: Any) -> None:
    """Sites, institutions, inventory, statements, phases, works and museums. The site must have none of them yet.

    Raises RuntimeError if the inventory's sheet is not wholly accepted: the demonstration is ours, so it must be.
    """
    facts = read_facts()
    _make_sites()
    _make_institutions(facts["institution"])
    monuments = _import_monuments(user)
    with history.attributed(by=user, source="Observatorio", reason=REASON):
        _make_ensemble(facts["ensemble"], monuments)
        _add_phases(facts["phases"], monuments)
        _link_decrees()
    _add_statements(facts["statement"], monuments, user=user)
    for item in facts["adopted"]:
        adopt(monuments[item["monument"]], item["values"], by=user, source=item["source"], reason=item["reason"])
    for item in facts["settled"]:
        settle(monuments[item["monument"]], item["attribute"], by=user, source=item["source"], reason=item["reason"])
    _add_works(facts["work"], monuments)
    _make_museums(monuments)


@cache
def read_facts() -> dict[str, Any]:
    """`heritage.toml`."""
    return tomllib.loads((HERE / "heritage.toml").read_text(encoding="utf-8"))


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a spreadsheet of the folder."""
    with (HERE / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _make_sites() -> None:
    HeritageSite.objects.bulk_create(
        HeritageSite(
            reference=row["reference"] or None, slug=row["slug"], name=row["name"], kind=row["kind"],
            inscribed=int(row["inscribed"]), criteria=row["criteria"], states=row["states"].split("|"),
            area_ha=_number(row["area_ha"]), latitude=_number(row["latitude"]), longitude=_number(row["longitude"]),
            official_url=row["official_url"],
        )
        for row in read_rows("sites.csv")
    )  # fmt: skip


def _make_institutions(rows: list[dict[str, Any]]) -> None:
    Institution.objects.bulk_create(Institution(**row) for row in rows)


def _import_monuments(user: Any) -> dict[str, Monument]:
    """`monuments.csv` as an office would import it; the monuments by name."""
    batch: Batch = receive(
        table("monuments"), SOURCE, HERE / "monuments.csv", user, name="monuments.csv", options={"publish": True}
    )
    check(batch)
    batch.refresh_from_db()
    # Neighbours with like names are different places: every doubt of this sheet means a new monument.
    doubts = batch.rows.filter(outcome=Outcome.DOUBTFUL).values_list("number", flat=True)
    decide(batch, dict.fromkeys(doubts, 0))
    write(batch)
    index_batch.enqueue(batch.pk)
    batch.refresh_from_db()
    monuments = {monument.name: monument for monument in Monument.objects.all()}
    if len(monuments) != len(read_rows("monuments.csv")):
        faults = list(batch.rows.exclude(faults=[]).values_list("number", "faults"))
        raise RuntimeError(f"monuments.csv: {batch.counts} {batch.error} {faults}")
    return monuments


def _make_ensemble(facts: dict[str, str], monuments: dict[str, Monument]) -> None:
    """The ensemble of INAH's catalogue that one of the buildings is part of; only its key is known."""
    part = monuments[facts["part"]]
    whole = Monument.objects.create(
        name=facts["name"], inah_key=facts["key"], classification=Classification.ENSEMBLE, live=True,
        description=facts["description"], state=part.state, municipality=part.municipality, locality=part.locality,
        municipality_key=part.municipality_key, heritage_site=part.heritage_site,
    )  # fmt: skip
    whole.institutions.set(Institution.objects.filter(code="inah"))
    whole.save()
    SourceRecord.objects.create(
        monument=whole, institution=Institution.objects.get(code="inah"), key=facts["key"],
        values={"inah_key": facts["key"]}, title="INAH, Catálogo Nacional MHI", url=facts["source"],
    )  # fmt: skip
    part.part_of = whole
    part.save()


def _add_phases(rows: list[dict[str, Any]], monuments: dict[str, Monument]) -> None:
    for row in rows:
        monument = monuments[row["monument"]]
        monument.phases = [
            Phase(date=date, description=description, sort_order=order)
            for order, (date, description) in enumerate(row["rows"])
        ]
        monument.save()


def _link_decrees() -> None:
    records = {page.identifier: page for page in RecordPage.objects.filter(identifier__in=DECREES.values()).order_by("-pk")}  # fmt: skip
    for words, identifier in DECREES.items():
        for monument in Monument.objects.filter(protections__name__contains=words).distinct():
            protections = list(monument.protections.all())
            for protection in protections:
                if words in protection.name:
                    protection.gazette = records[identifier]
            monument.protections = protections
            monument.save()


def _add_statements(rows: list[dict[str, Any]], monuments: dict[str, Monument], *, user: Any) -> None:
    institutions = {item.code: item for item in Institution.objects.all()}
    SourceRecord.objects.bulk_create(
        SourceRecord(
            monument=monuments[row["monument"]], institution=institutions[row["institution"]],
            key=row.get("key", ""), values=row["values"], stated_on=row.get("dated"), title=row["title"],
            url=row.get("url", ""), received_by=user,
        )
        for row in rows
    )  # fmt: skip


def _add_works(rows: list[dict[str, Any]], monuments: dict[str, Monument]) -> None:
    for row in rows:
        Intervention.objects.create(
            monument=monuments[row["monument"]], title=row["title"], state=row["state"],
            description=row["description"], requested_on=None, finished_on=row.get("finished"),
        )  # fmt: skip


def _make_museums(monuments: dict[str, Monument]) -> None:
    Museum.objects.bulk_create(
        Museum(
            name=row["name"], kind=row["kind"], state=row["state"], municipality=row["municipality"],
            address=row["address"], latitude=_number(row["latitude"]), longitude=_number(row["longitude"]),
            url=row["url"], source_url=row["source_url"],
            monument=monuments[row["monument"]] if row["monument"] else None,
        )
        for row in read_rows("museums.csv")
    )  # fmt: skip


def _number(text: str) -> float | None:
    return float(text) if text else None
