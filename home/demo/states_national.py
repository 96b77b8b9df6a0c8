"""The national table of the demonstration: its cuts in time, the figures of the sources, and where they disagree.

Facts in our own words (`content/states/`), with the source and its lines. A second call changes nothing that is there.
"""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from estados.models import Contradiction, Cut, CutRow, Figure

HERE = Path(__file__).parent / "content" / "states"
#: Columns of `cut_rows.csv` that hold numbers; empty is «not known».
NUMBERS = ("order", "plans")


def read_rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def make_national() -> None:
    """Cuts with their rows, figures and contradictions. What an administrator changed since is left as it is."""
    cuts = {row["slug"]: _cut(row) for row in read_rows("cuts.csv")}
    there = set(CutRow.objects.values_list("cut__slug", "state"))
    CutRow.objects.bulk_create(
        CutRow(cut=cuts[row["cut"]], **_values(row))
        for row in read_rows("cut_rows.csv")
        if (row["cut"], row["state"]) not in there
    )
    known = set(Figure.objects.values_list("scope", "indicator", "category", "date"))
    Figure.objects.bulk_create(
        _figure(row)
        for row in read_rows("figures.csv")
        if (row["scope"], row["indicator"], row["category"], row["date"]) not in known
    )
    told = set(Contradiction.objects.values_list("state", "subject"))
    Contradiction.objects.bulk_create(
        Contradiction(**row) for row in read_rows("contradictions.csv") if (row["state"], row["subject"]) not in told
    )


def _cut(row: dict[str, str]) -> Cut:
    values: dict[str, Any] = {**row, "date": dt.date.fromisoformat(row["date"])}
    return Cut.objects.get_or_create(slug=values.pop("slug"), defaults=values)[0]


def _values(row: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: value for name, value in row.items() if name != "cut"}
    return values | {name: int(row[name]) if row[name] else None for name in NUMBERS}


def _figure(row: dict[str, str]) -> Figure:
    goal = int(row["goal"]) if row["goal"] else None
    return Figure(**{**row, "goal": goal, "value": Decimal(row["value"])})
