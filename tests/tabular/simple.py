"""A table that has nothing to do with monuments: groups of users, by name."""

from django.contrib.auth.models import Group

from acervo.tabular.columns import Column
from acervo.tabular.faults import BadCell
from acervo.tabular.models import Outcome
from acervo.tabular.table import Job, Table, Undone


def parse_name(cell):
    if cell == "malo":
        raise BadCell("«malo» no es un nombre", "escriba otro")
    return {"name": cell.lower()}, "" if cell.islower() else "se pasó a minúsculas"


class GroupJob(Job):
    stop_at = 0  # number of the row at which the process «dies»

    def plan(self, rows):
        known = dict(Group.objects.filter(name__in=[row.values.get("name") for row in rows]).values_list("name", "pk"))
        for row in rows:
            row.label = row.values.get("name", "")
            if not row.faults and row.label in known:
                row.target, row.outcome = known[row.label], Outcome.SAME

    def write(self, rows):
        for row in rows:
            if row.number == self.stop_at:
                raise RuntimeError("killed")
            if row.outcome == Outcome.CREATED:
                Group.objects.create(name=row.values["name"])


class GroupTable(Table):
    name = "groups"
    label = "Grupos"
    one = "grupo"
    permission = "auth.add_group"
    columns = (
        Column(name="nombre", header="nombre", label="Nombre", parse=parse_name, synonyms=("grupo",), needed=True, filled=True,
               unique=True, attributes=("name",), sample="editores"),
        Column(name="nota", header="nota", label="Nota", parse=lambda cell: ({"note": cell}, "")),
    )  # fmt: skip

    def sources(self):
        return [("office", "Oficina")]

    def open(self, batch):
        return GroupJob(self, batch)

    def obstacles(self, batch):
        return []

    def undo(self, batch, *, user, force=False):
        return Undone(deleted=Group.objects.all().delete()[0])
