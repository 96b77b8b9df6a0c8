"""Commitments as a table of `acervo.tabular`: the export, mended in a spreadsheet and brought back.

A row with a code means that commitment; without one it is new, unless the plan has one with the same number or title:
then a person decides. What a row changes in a published commitment is public at once; new ones stay drafts unless the
person chooses to publish them.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from acervo.base.states import NATIONAL
from acervo.base.text import fold, nearest
from acervo.tabular.faults import BadCell
from acervo.tabular.models import Batch, Outcome
from acervo.tabular.reading import is_text_of
from acervo.tabular.table import Job, Obstacle, Row, Undone
from documents.models import Theme
from estados.enums import OgpValue, Sector
from estados.models import ActionPlan, Commitment
from estados.services import creas

from . import place
from .bodies import Bodies, NewBody
from .columns import COLUMNS, COUNTERPART, EXPORT_ONLY, LEAD, MULTILINE, PLAN, SUPPORTING, THEMES
from .shared import StateTable, refuse_state, writable_states
from .values import empty, put, values_of

#: Column → (name of its raw cell, attribute) for the cells that name institutions.
_BODIES = (("responsable", LEAD, "lead_id"), ("contraparte", COUNTERPART, "counterpart_id"))


class CommitmentTable(StateTable):
    name = "commitments"
    label = gettext_lazy("Compromisos")
    one = gettext_lazy("compromiso")
    columns = COLUMNS
    ignored = EXPORT_ONLY
    identity = ("plan", "numero", "titulo")
    terms = {
        "valores_aga": [str(value) for value in OgpValue.values],
        "responsable": [f"[{value}]" for value in Sector.values],
    }
    model = Commitment

    def options_fields(self, user: Any) -> dict[str, forms.Field]:
        return {
            "publish": forms.BooleanField(
                label=_("Publicar los compromisos nuevos"),
                required=False,
                initial=False,
                help_text=_(
                    "Si no, quedan como borradores. Uno que deje un criterio CREAS sin cumplir y sin razón queda como "
                    "borrador de todos modos. Los cambios a compromisos ya publicados se ven enseguida."
                ),
            )
        }

    def open(self, batch: Batch) -> "CommitmentJob":
        return CommitmentJob(self, batch)

    def obstacles(self, batch: Batch) -> list[Obstacle]:
        from .undo_commitments import CommitmentUndo

        return CommitmentUndo(batch).obstacles()

    def undo(self, batch: Batch, *, user: Any, force: bool = False) -> Undone:
        from .undo_commitments import CommitmentUndo

        return CommitmentUndo(batch).run(user=user, force=force)

    def target_url(self, pk: int) -> str:
        return reverse(Commitment.snippet_viewset.get_url_name("edit"), args=[pk])  # type: ignore[attr-defined]


class CommitmentJob(Job):
    def __init__(self, table: CommitmentTable, batch: Batch) -> None:
        super().__init__(table, batch)
        self.states = writable_states(batch)
        self.plans = {plan.code: plan for plan in ActionPlan.objects.all()}
        self.bodies = Bodies()
        self.publishes = bool(batch.options.get("publish"))
        self.claimed: dict[int, int] = {}  # commitment → number of the row that means it

    @cached_property
    def themes(self) -> dict[str, Theme]:
        return {theme.code: theme for theme in Theme.objects.filter(locale=Locale.get_default())}

    @cached_property
    def theme_words(self) -> dict[str, str]:
        return {fold(word): code for code, theme in self.themes.items() for word in (theme.name, code)}

    @cached_property
    def writer(self) -> Any:
        from .write import Writer

        return Writer(self)

    # --- What the row says ---

    def plan(self, rows: Sequence[Row]) -> None:
        for row in rows:
            row.label = str(row.values.get("title") or row.values.get("code") or "")
            self._resolve(row)
        sound = [row for row in rows if not row.faults]
        self._match(sound)
        known = self._known([row.target for row in sound if row.target is not None and not row.faults])
        for row in sound:
            if row.faults or row.outcome == Outcome.DOUBTFUL:
                continue
            self._compare(row, known.get(row.target) if row.target is not None else None)

    def _resolve(self, row: Row) -> None:
        values = row.values
        said_state = place.take(row)
        row.plan = plan = self._plan_of(row, values.pop(PLAN, ""))
        raw = {name: values.pop(name) for name in (LEAD, COUNTERPART, SUPPORTING, THEMES) if name in values}
        if THEMES in raw:
            values["themes"] = self._themes_of(row, raw[THEMES])
        if plan is None:
            return
        place.refuse_other(row, said_state, code=plan.code, state=plan.state)
        for column, name, attribute in _BODIES:
            if name in raw:
                values[attribute] = self._body(row, column, lambda cell: self.bodies.find(cell, plan.state), raw[name])
        if SUPPORTING in raw:
            found = self._body(row, "apoyan", lambda cell: self.bodies.find_many(cell, plan.state), raw[SUPPORTING])
            values["supporting"] = sorted(found or [], key=str)
        for name in row.cleared:
            values.setdefault(name, empty(name))

    def _plan_of(self, row: Row, cell: str) -> ActionPlan | None:
        if not cell:
            return None  # its own fault says so
        code = cell.strip().upper()
        if code.removesuffix(".0").isdigit() and self.batch.source != NATIONAL:
            plan = next(
                (item for item in self.plans.values() if item.state == self.batch.source and str(item.number) == code.removesuffix(".0")),
                None,
            )  # fmt: skip
        else:
            plan = self.plans.get(code)
        if plan is None:
            own = sorted(code for code, item in self.plans.items() if item.state in self.states)
            row.refuse(
                "plan", cell, _("«%(value)s» no es la clave de un plan") % {"value": cell[:40]},
                _("escriba una de estas: %(codes)s") % {"codes": ", ".join(own[:12])} if own else _("dé de alta primero el plan, en «Planes»"),
            )  # fmt: skip
            return None
        if plan.state not in self.states:
            refuse_state(row, "plan", cell, plan.state, self.batch)
            return None
        return plan

    def _body(self, row: Row, column: str, find: Any, cell: str) -> Any:
        try:
            found = find(cell)
        except BadCell as bad:
            row.refuse(column, cell, bad.reason, bad.mend)
            return None
        for item in found if isinstance(found, list) else [found]:
            if isinstance(item, NewBody):
                row.notes.append(
                    _("columna «%(header)s»: se dará de alta «%(name)s» (%(sector)s)")
                    % {"header": row.header_of.get(column, column), "name": item.name, "sector": str(Sector(item.sector).label).lower()}
                )  # fmt: skip
        return found

    def _themes_of(self, row: Row, parts: list[str]) -> list[str]:
        found = []
        for part in parts:
            code = self.theme_words.get(fold(part))
            if code is None:
                near = nearest(part, (theme.name for theme in self.themes.values()), cutoff=0.6)
                row.refuse(
                    "temas", part, _("«%(value)s» no está en el vocabulario de temas") % {"value": part[:60]},
                    _("escriba «%(near)s»") % {"near": near} if near else _("use un tema del vocabulario, o agréguelo antes en él"),
                )  # fmt: skip
            else:
                found.append(code)
        return sorted(set(found))

    # --- Which commitment ---

    def _match(self, rows: Sequence[Row]) -> None:
        codes = {row.values["code"] for row in rows if row.values.get("code")}
        by_code = {item.code: item for item in Commitment.objects.filter(code__in=codes).select_related("plan")}
        plans = {row.plan.pk for row in rows}
        twins = list(Commitment.objects.filter(plan__in=plans).values("pk", "plan", "number", "title", "code"))
        for row in rows:
            code = row.values.pop("code", "")
            known = by_code.get(code)
            if known is not None:
                self._by_code(row, code, known)
            else:
                row.values["code"] = code
                self._by_likeness(row, [item for item in twins if item["plan"] == row.plan.pk])
            if row.target is not None and not row.faults:
                first = self.claimed.setdefault(row.target, row.number)
                if first != row.number:
                    row.refuse(
                        "titulo", row.label, _("es el mismo compromiso que la fila %(row)d") % {"row": first},
                        _("deje una sola fila por compromiso"),
                    )  # fmt: skip

    def _by_code(self, row: Row, code: str, known: Commitment) -> None:
        if known.plan.state not in self.states:
            refuse_state(row, "clave", code, known.plan.state, self.batch)
        elif known.plan_id != row.plan.pk:
            row.refuse(
                "plan", row.plan.code,
                _("%(code)s es del plan %(plan)s, y una hoja no cambia a un compromiso de plan") % {"code": code, "plan": known.plan.code},
                _("corrija la clave o el plan"),
            )  # fmt: skip
        else:
            row.target = known.pk

    def _by_likeness(self, row: Row, twins: list[dict[str, Any]]) -> None:
        """One of the plan with the same number or title may be meant."""
        number, title = row.values.get("number"), fold(row.values.get("title", ""))
        likely = [
            {
                "pk": item["pk"], "label": f"{item['code']} · {item['title']}",
                "why": _("el plan ya tiene uno con ese título") if fold(item["title"]) == title else _("el plan ya tiene uno con ese número"),
                "exact": fold(item["title"]) == title,
            }
            for item in twins
            if fold(item["title"]) == title or (number is not None and item["number"] == number)
        ]  # fmt: skip
        if not likely or row.decision == 0:
            return
        if row.decision is not None and any(item["pk"] == row.decision for item in likely):
            row.target = row.decision
            row.values.pop("code", None)
            return
        row.candidates, row.outcome = likely, Outcome.DOUBTFUL

    # --- What changes ---

    def _known(self, pks: list[int]) -> dict[int, tuple[Commitment, dict[str, Any]]]:
        """Commitments with their values: of what is live the published ones, of the rest those of the last draft."""
        found = Commitment.objects.filter(pk__in=pks).select_related("plan", "latest_revision")
        known = {}
        for commitment in found.prefetch_related("themes", "supporting", "targets"):
            said = commitment
            if not commitment.live and commitment.latest_revision:
                said = commitment.latest_revision.as_object()
            known[commitment.pk] = (commitment, values_of(said))
        return known

    def _compare(self, row: Row, known: tuple[Commitment, dict[str, Any]] | None) -> None:
        values = row.values
        before = known[1] if known else {}
        changed = {
            name: value
            for name, value in values.items()
            if name != "code" and (name not in before or not _same(name, before[name], value))
        }
        merged = {**before, **values}
        self._cross_check(row, merged)
        if known is not None:
            commitment = known[0]
            if commitment.locked:
                row.refuse(
                    "titulo", row.label, _("«%(title)s» está bloqueado por quien lo edita") % {"title": commitment.title},
                    _("espere a que lo desbloquee o quite la fila"),
                )  # fmt: skip
            if commitment.live and changed:
                self._explained(row, merged)
        if row.faults:
            return
        if known is None:
            row.outcome, row.plan = Outcome.CREATED, (row.plan, values, {})
            if self.publishes and (missing := _unexplained(merged)):
                row.notes.append(
                    _("queda como borrador: falta la razón de %(names)s") % {"names": ", ".join(check.letter for check in missing)}
                )  # fmt: skip
            return
        row.outcome = Outcome.CHANGED if changed else Outcome.SAME
        row.plan = (row.plan, changed, {name: before[name] for name in changed})
        row.changes = [
            {"field": name, "label": label_of(name), "old": self.shown(name, before[name]), "new": self.shown(name, value), "adopted": True}
            for name, value in changed.items()
        ]  # fmt: skip

    def _cross_check(self, row: Row, merged: dict[str, Any]) -> None:
        if merged.get("starts_on") and merged.get("ends_on") and merged["ends_on"] < merged["starts_on"]:
            row.refuse(
                "termina", merged["ends_on"], _("termina antes de empezar (%(start)s)") % {"start": merged["starts_on"]},
                _("corrija una de las dos fechas"),
            )  # fmt: skip
        if merged.get("progress_set") is not None and not merged.get("progress_reason"):
            row.refuse(
                "avance_a_mano", str(merged["progress_set"]), _("el avance se pone a mano sin decir por qué"),
                _("escriba la razón en «avance_a_mano_razon»: se publica"),
            )  # fmt: skip

    def _explained(self, row: Row, merged: dict[str, Any]) -> None:
        """What is public keeps its five criteria answered or explained."""
        for check in _unexplained(merged):
            column = next(
                item.name for item in COLUMNS if item.attributes == (f"{check.prefix}_reason",)
            )  # fmt: skip
            if {check.prefix, f"{check.prefix}_reason"} & set(row.values):
                row.refuse(column, "", creas.refusal(check).rstrip("."), _("o deje el criterio como estaba"))

    def shown(self, name: str, value: Any) -> str:
        """A value as a person reads it."""
        if value in ("", None, []):
            return ""
        if isinstance(value, bool):
            return _("sí") if value else _("no")
        if name in ("lead_id", "counterpart_id"):
            return self.bodies.shown(value)
        if name == "supporting":
            return ", ".join(self.bodies.shown(item) for item in value)
        if name == "themes":
            return ", ".join(self.themes[code].name if code in self.themes else code for code in value)
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    def write(self, rows: Sequence[Row]) -> None:
        self.writer.write(rows)

    def apply(self, commitment: Commitment, values: dict[str, Any]) -> None:
        put(commitment, values, themes=self.themes)


def _same(name: str, known: Any, said: Any) -> bool:
    if name == "supporting":
        return not any(isinstance(item, NewBody) for item in said) and sorted(known) == sorted(said)
    if name == "budget" and known and said:
        return float(known) == float(said)
    if isinstance(known, str) and isinstance(said, str):
        return is_text_of(known, said, multiline=name in MULTILINE)
    return bool((known if known not in ("", None) else None) == (said if said not in ("", None) else None))


def _unexplained(merged: dict[str, Any]) -> list[creas.Check]:
    holder = Commitment(**{
        name: merged.get(name) if merged.get(name) is not None else (None if not name.endswith("_reason") else "")
        for check in creas.CREAS for name in (check[0], f"{check[0]}_reason")
    })  # fmt: skip
    return creas.unexplained(holder)


def label_of(name: str) -> str:
    """What a person calls an attribute: as its column does."""
    column = next((item for item in COLUMNS if name in item.attributes), None)
    text = str(column.label) if column else name
    return text[:1].upper() + text[1:]
