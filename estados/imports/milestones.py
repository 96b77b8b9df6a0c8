"""Milestones as a table of `acervo.tabular`: the export, mended in a spreadsheet and brought back.

A row with the identifier of the export means that milestone; without one it is the commitment's milestone with the same
deliverable, and new if there is none; where only the order is the same a person decides. «situacion» and «desde» add a
report of its state and never rewrite an earlier one. A milestone of a published commitment is public at once.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from acervo.base.text import fold
from acervo.tabular import cells
from acervo.tabular.columns import Column
from acervo.tabular.faults import BadCell
from acervo.tabular.models import Batch, Outcome
from acervo.tabular.reading import is_text_of
from acervo.tabular.table import Job, Obstacle, Row, Undone
from estados.enums import MilestoneStatus
from estados.models import Commitment, Milestone
from estados.services import aging

from . import place
from .bodies import Bodies, NewBody
from .columns import BODY_HELP
from .milestone_values import DEFAULTS, empty, values_of
from .shared import StateTable, refuse_state, writable_states

ID, COMMITMENT, BODY, STATUS, SINCE, NOTE = "_id", "_commitment", "_body", "_status", "_since", "_note"

COLUMNS: tuple[Column, ...] = (
    Column(name="id", header="id", label=gettext_lazy("Identificador"), unique=True, memo=False,
           parse=cells.whole(ID, least=1, most=999_999_999),
           help=gettext_lazy("El de este sitio, como sale en sus descargas; vacío si el hito es nuevo."), synonyms=("identificador",)),
    Column(name="compromiso", header="compromiso", label=gettext_lazy("Compromiso"), needed=True, filled=True,
           parse=cells.pattern(COMMITMENT, r"[A-Z0-9]+(-[A-Z0-9]+)*", limit=30, sample="ZAC-PAL1-C3", what=gettext_lazy("una clave de compromiso")),
           help=gettext_lazy("Su clave, como ZAC-PAL1-C3."), synonyms=("clave_compromiso", "clave_del_compromiso"), sample="ZAC-PAL1-C3"),
    Column(name="orden", header="orden", label=gettext_lazy("Orden"), attributes=("number",),
           parse=cells.whole("number", least=0, most=9999), synonyms=("numero", "no"), sample="1"),
    Column(name="entregable", header="entregable", label=gettext_lazy("Entregable"), attributes=("deliverable",), needed=True,
           filled=True, memo=False, parse=cells.text("deliverable", 255), synonyms=("hito", "producto", "actividad"),
           sample="Micrositio publicado"),
    Column(name="descripcion", header="descripcion", label=gettext_lazy("Descripción"), attributes=("description",), memo=False,
           multiline=True, parse=cells.text("description")),
    Column(name="fecha_limite", header="fecha_limite", label=gettext_lazy("Fecha límite"), attributes=("due",), parse=cells.day("due"),
           synonyms=("vence", "fecha", "plazo"), sample="2017-03-01"),
    Column(name="responsable", header="responsable", label=gettext_lazy("Responsable"), attributes=("responsible",),
           parse=cells.text(BODY), help=BODY_HELP, synonyms=("institucion_responsable", "institucion")),
    Column(name="peso", header="peso", label=gettext_lazy("Peso"), attributes=("weight",), parse=cells.whole("weight", least=1, most=100),
           help=gettext_lazy("Cuánto cuenta frente a los demás hitos del compromiso, de 1 a 100."), sample="1"),
    Column(name="situacion", header="situacion", label=gettext_lazy("Situación"), parse=cells.one_of(STATUS, dict(MilestoneStatus.choices)),
           help=gettext_lazy("Con «desde» agrega un avance; los anteriores se conservan."), synonyms=("estatus", "estado")),
    Column(name="desde", header="desde", label=gettext_lazy("Desde"), parse=cells.day(SINCE),
           help=gettext_lazy("El día desde el que vale la situación."), synonyms=("desde_el",), sample="2017-03-01"),
    Column(name="nota", header="nota", label=gettext_lazy("Nota del avance"), memo=False, parse=cells.text(NOTE, 500)),
    place.KEY_COLUMN,
    place.NAME_COLUMN,
)  # fmt: skip


class MilestoneTable(StateTable):
    name = "milestones"
    label = gettext_lazy("Hitos de los compromisos")
    one = gettext_lazy("hito")
    columns = COLUMNS
    ignored = ("atrasado", "al", "modificado")
    identity = ("compromiso", "entregable")
    terms = {"situacion": [str(label) for label in MilestoneStatus.labels]}
    model = Milestone

    def open(self, batch: Batch) -> "MilestoneJob":
        return MilestoneJob(self, batch)

    def obstacles(self, batch: Batch) -> list[Obstacle]:
        from .undo_milestones import MilestoneUndo

        return MilestoneUndo(batch).obstacles()

    def undo(self, batch: Batch, *, user: Any, force: bool = False) -> Undone:
        from .undo_milestones import MilestoneUndo

        return MilestoneUndo(batch).run(user=user, force=force)

    def target_url(self, pk: int) -> str:
        return reverse("states_milestones:edit", args=[pk])


class MilestoneJob(Job):
    def __init__(self, table: MilestoneTable, batch: Batch) -> None:
        super().__init__(table, batch)
        self.states = writable_states(batch)
        self.bodies = Bodies()
        self.claimed: dict[int, int] = {}  # milestone → number of the row that means it

    def plan(self, rows: Sequence[Row]) -> None:
        codes = {row.values[COMMITMENT] for row in rows if COMMITMENT in row.values}
        commitments = {item.code: item for item in Commitment.objects.filter(code__in=codes).select_related("plan")}
        for row in rows:
            row.label = str(row.values.get("deliverable") or "")
            row.plan = self._commitment_of(row, commitments)
        sound = [row for row in rows if row.plan is not None]
        pks = {row.plan.pk for row in sound}
        known: dict[int, list[Milestone]] = {pk: [] for pk in pks}
        for milestone in Milestone.objects.filter(commitment__in=pks).prefetch_related("reports"):
            known[milestone.commitment_id].append(milestone)
        for row in sound:
            self._resolve(row)
            self._match(row, known[row.plan.pk])
            if row.faults:  # what is wrong comes before what is in doubt
                row.outcome, row.candidates = Outcome.REFUSED, []
            if row.faults or row.outcome == Outcome.DOUBTFUL:
                continue
            milestone = next((item for item in known[row.plan.pk] if item.pk == row.target), None)
            self._compare(row, milestone, order=len(known[row.plan.pk]) + 1)

    def _commitment_of(self, row: Row, commitments: dict[str, Commitment]) -> Commitment | None:
        said_state = place.take(row)
        code = row.values.pop(COMMITMENT, "")
        if not code:
            return None  # its own fault says so
        commitment = commitments.get(code)
        if commitment is None:
            row.refuse(
                "compromiso", code, _("«%(code)s» no es la clave de un compromiso") % {"code": code},
                _("corrija la clave, o importe antes el compromiso"),
            )  # fmt: skip
        elif commitment.plan.state not in self.states:
            refuse_state(row, "compromiso", code, commitment.plan.state, self.batch)
            return None
        else:
            place.refuse_other(row, said_state, code=code, state=commitment.plan.state)
        return commitment

    def _resolve(self, row: Row) -> None:
        values = row.values
        if BODY in values:
            cell = values.pop(BODY)
            try:
                values["responsible"] = found = self.bodies.find(cell, row.plan.plan.state)
            except BadCell as bad:
                row.refuse("responsable", cell, bad.reason, bad.mend)
            else:
                if isinstance(found, NewBody):
                    row.notes.append(_("se dará de alta «%(name)s»") % {"name": found.name})
        for name in row.cleared:
            values.setdefault(name, empty(name))

    # --- Which milestone ---

    def _match(self, row: Row, known: list[Milestone]) -> None:
        asked = row.values.pop(ID, None)
        if asked is not None:
            if not any(item.pk == asked for item in known):
                row.refuse(
                    "id", str(asked), _("%(id)d no es un hito de %(code)s") % {"id": asked, "code": row.plan.code},
                    _("corrija el identificador, o deje la celda vacía si el hito es nuevo"),
                )  # fmt: skip
                return
            row.target = asked
        else:
            self._by_likeness(row, known)
        if row.target is not None:
            first = self.claimed.setdefault(row.target, row.number)
            if first != row.number:
                row.refuse(
                    "entregable", row.label, _("es el mismo hito que la fila %(row)d") % {"row": first},
                    _("deje una sola fila por hito"),
                )  # fmt: skip

    def _by_likeness(self, row: Row, known: list[Milestone]) -> None:
        name, number = fold(row.values.get("deliverable", "")), row.values.get("number")
        same = [item for item in known if fold(item.deliverable) == name]
        if len(same) == 1:
            row.target = same[0].pk
            return
        likely = same or [item for item in known if number is not None and item.number == number]
        if not likely or row.decision == 0:
            return
        if row.decision is not None and any(item.pk == row.decision for item in likely):
            row.target = row.decision
            return
        why = _("tiene el mismo entregable") if same else _("tiene el mismo orden")
        row.candidates = [
            {"pk": item.pk, "label": f"{item.number} · {item.deliverable}", "why": why, "exact": False}
            for item in likely
        ]
        row.outcome = Outcome.DOUBTFUL

    # --- What changes ---

    def _compare(self, row: Row, milestone: Milestone | None, *, order: int) -> None:
        values = row.values
        before = values_of(milestone) if milestone else dict(DEFAULTS) | {"number": order}
        self._report(row, before["reports"])
        if row.faults:
            return
        changed = {name: value for name, value in values.items() if not _same(name, before[name], value)}
        row.plan = (row.plan, {**({"number": order} if milestone is None else {}), **changed}, before)
        if milestone is None:
            row.outcome = Outcome.CREATED
            return
        row.outcome = Outcome.CHANGED if changed else Outcome.SAME
        row.changes = [
            {"field": name, "label": label_of(name), "old": self.shown(name, before[name]), "new": self.shown(name, value), "adopted": True}
            for name, value in changed.items()
        ]  # fmt: skip

    def _report(self, row: Row, reports: list[dict[str, str]]) -> None:
        """A state with its day becomes one more report, unless that one is there already."""
        values = row.values
        status, since, note = values.pop(STATUS, ""), values.pop(SINCE, ""), values.pop(NOTE, "")
        if not status:
            if since or note:
                row.refuse(
                    "situacion",
                    "",
                    _("dice desde cuándo o por qué, y no qué"),
                    _("escriba la situación, o vacíe «desde» y «nota»"),
                )
            return
        if not since:
            row.refuse(
                "desde", "", _("la situación no dice desde cuándo vale"), _("escriba el día, por ejemplo 2017-03-01")
            )
            return
        if since > aging.today_of(row.plan.plan.state).isoformat():
            row.refuse("desde", since, _("«%(day)s» aún no llega") % {"day": since}, _("escriba hoy o un día anterior"))
            return
        if not any(item["status"] == status and item["on"] == since for item in reports):
            values["reports"] = sorted(
                [*reports, {"on": since, "status": status, "note": note}], key=lambda item: item["on"]
            )

    def shown(self, name: str, value: Any) -> str:
        if value in ("", None, []):
            return ""
        if name == "responsible":
            return self.bodies.shown(value)
        if name == "reports":
            labels = dict(MilestoneStatus.choices)
            return "; ".join(f"{item['on']}: {labels[item['status']]}" for item in value)
        return str(value)

    def write(self, rows: Sequence[Row]) -> None:
        from .milestone_values import write_rows

        write_rows(self, rows)


def _same(name: str, known: Any, said: Any) -> bool:
    if isinstance(known, str) and isinstance(said, str):
        return is_text_of(known, said, multiline=name == "description")
    return bool(known == said)


def label_of(name: str) -> str:
    if name == "reports":
        return _("Avance")
    column = next((item for item in COLUMNS if name in item.attributes), None)
    return str(column.label) if column else name
