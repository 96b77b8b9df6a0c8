"""A small table to import into: institutions by their code. It says and does what `acervo.tabular.table` asks, no more."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from acervo.tabular import registry
from acervo.tabular.columns import Column
from acervo.tabular.faults import BadCell
from acervo.tabular.models import Batch, Outcome
from acervo.tabular.table import Job, Obstacle, Row, Table, Undone
from observatorio.models import Institution

KINDS = ("federal", "estatal")


def _text(attribute: str):
    return lambda cell: ({attribute: cell}, "")


def _name(cell: str):
    if cell.isupper():
        return {"name": cell.title()}, "se quitaron las mayúsculas"
    return {"name": cell}, ""


def _kind(cell: str):
    if cell not in KINDS:
        raise BadCell(f"«{cell}» no es un orden de gobierno", "escriba federal o estatal")
    return {}, ""


class ToyJob(Job):
    def plan(self, rows: Sequence[Row]) -> None:
        by_code = {item.code: item for item in Institution.objects.all()}
        by_name = {item.name: item for item in by_code.values()}
        for row in rows:
            row.label = row.values.get("name", "")
            if row.faults:
                continue
            found = by_code.get(row.values.get("code", ""))
            twin = by_name.get(row.values.get("name"))
            if found is None and twin is not None and row.decision is None:
                row.outcome = Outcome.DOUBTFUL
                row.candidates = [{"pk": twin.pk, "label": twin.name, "why": "tiene el mismo nombre"}]
                continue
            if found is None and row.decision:
                found = next(item for item in by_code.values() if item.pk == row.decision)
            if found is None:
                row.outcome = Outcome.CREATED
                continue
            row.target = found.pk
            row.changes = [
                {"field": name, "label": name, "old": getattr(found, name), "new": value, "adopted": name != "url"}
                for name, value in row.values.items()
                if name != "code" and getattr(found, name) != value
            ]
            row.outcome = Outcome.CHANGED if row.changes else Outcome.SAME

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.outcome == Outcome.CREATED:
                made = Institution.objects.create(abbreviation=row.values["name"][:40], **row.values)
                self.batch.options.setdefault("made", []).append(made.pk)
                row.target = made.pk
            elif row.outcome == Outcome.CHANGED:
                Institution.objects.filter(pk=row.target).update(
                    **{change["field"]: change["new"] for change in row.changes if change["adopted"]}
                )
        Batch.objects.filter(pk=self.batch.pk).update(options=self.batch.options)


class ToyTable(Table):
    name = "toys"
    label = "Juguetes"
    one = "juguete"
    permission = "observatorio.change_institution"
    columns = (
        Column(name="clave", header="clave", label="Clave", parse=_text("code"), attributes=("code",), unique=True,
               needed=True, filled=True, memo=False, help="La clave de la institución.", sample="inah",
               synonyms=("id_clave",)),
        Column(name="nombre", header="nombre", label="Nombre", parse=_name, attributes=("name",), filled=True, memo=False),
        Column(name="enlace", header="enlace", label="Enlace", parse=_text("url"), attributes=("url",)),
        Column(name="orden", header="orden", label="Orden de gobierno", parse=_kind),
    )  # fmt: skip
    in_the_way: list[Obstacle] = []
    terms = {"orden": KINDS}

    def records(self, batch: Batch):
        return Institution.objects.filter(pk__in=batch.options.get("made", [])).order_by("pk")

    def sources(self):
        return [("inah", "INAH"), ("junta", "Junta de Monumentos")]

    def options_fields(self, user: Any) -> dict[str, forms.Field]:
        return {"publish": forms.BooleanField(label="Publicar", required=False)}

    def open(self, batch: Batch) -> Job:
        return ToyJob(self, batch)

    def obstacles(self, batch: Batch) -> list[Obstacle]:
        return self.in_the_way

    def undo(self, batch: Batch, *, user: Any, force: bool = False) -> Undone:
        made = batch.options.get("made", [])
        Institution.objects.filter(pk__in=made).delete()
        return Undone(deleted=len(made))

    def target_url(self, pk: int) -> str:
        return reverse("wagtailadmin_home") + f"juguete/{pk}/"


def register() -> ToyTable:
    table = ToyTable()
    registry.register(table)
    return table


def forget() -> None:
    registry._tables.pop(ToyTable.name, None)
