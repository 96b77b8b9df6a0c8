"""«¿Dónde vamos?»: the six steps of a state, cycle by cycle, with what the method asks and what is due. `?ciclo=` chooses."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from agenda.models import EventPage
from documents.models import RecordPage
from estados.enums import DueKind, Step, StepStatus
from estados.models import ActionPlan, StepsPage

from . import step_examples
from .aging import today_of
from .deadlines import Due, dues_of_plans
from .steps import METHOD, Cycle, StepDefinition, StepState, current_cycle, cycles_of_states, examples_for


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page tells it: what was done, what is asked, how others did it."""

    state: StepState
    definition: StepDefinition
    examples: list[step_examples.Example]
    proofs: list[dict[str, str]]
    is_current: bool

    @property
    def number(self) -> int:
        return int(self.state.step)

    @property
    def anchor(self) -> str:
        return f"paso-{self.number}"

    @property
    def hint(self) -> str:
        """Why a step is declared and not done; "" for the others."""
        if self.state.status != StepStatus.DECLARED:
            return ""
        if self.state.has_proof:
            return _("Falta la fecha para darlo por hecho.")
        if self.state.date_text:
            return _("Falta una prueba pública para darlo por hecho.")
        return _("Faltan la fecha y una prueba pública para darlo por hecho.")


@dataclass(frozen=True, slots=True)
class ShownDue:
    due: Due
    label: str
    words: str
    url: str

    @property
    def date_text(self) -> str:
        return formats.date_format(self.due.date, "DATE_FORMAT")


def context(page: StepsPage, request: Any) -> dict[str, Any]:
    """The context of `estados/steps_page.html`; a constant number of queries."""
    state = page.state_page.state
    plans = {plan.number: plan for plan in public(ActionPlan.objects.filter(state=state))}
    cycles = cycles_of_states([state], plans=plans.values()).get(state, [])
    for number in sorted(plans.keys() - {cycle.number for cycle in cycles}):
        cycles.append(_empty(state, number))  # a plan whose steps nobody wrote down yet
    cycles.sort(key=lambda cycle: cycle.number)
    chosen, unknown = _chosen(cycles, request)
    shown = chosen or _empty(state, 1)
    plan = plans.get(shown.number)
    all_dues = dues_of_plans(list(plans.values()))
    dues = all_dues[plan.pk] if plan else []
    language = _OwnLanguage(
        [item.proof_record for item in shown.steps]
        + [item.proof_event for item in shown.steps]
        + [d.event for d in dues],
        page.locale_id,
    )
    current = current_cycle(cycles)
    return {
        "cycle": shown,
        "cycles": cycles,
        "has_information": bool(cycles),
        "none_begun": all(item.status == StepStatus.NOT_STARTED for item in shown.steps),
        "unknown_cycle": unknown,
        "current_number": current.number if current else None,
        "steps": [_shown(item, shown, language, request) for item in shown.steps],
        "plan": plan,
        "dues": [_due(item, language, request) for item in dues],
        "others": [
            {"cycle": cycle, "late": _late(all_dues, plans.get(cycle.number))}
            for cycle in reversed(cycles)
            if cycle is not shown
        ],
        "examples_source": step_examples.SOURCE,
        "today": today_of(state),
        "updated": _updated(shown),
    }


def _empty(state: str, number: int) -> Cycle:
    return Cycle(state, number, tuple(StepState(step, StepStatus.NO_INFORMATION) for step in Step))


def _chosen(cycles: list[Cycle], request: Any) -> tuple[Cycle | None, str]:
    """The cycle that the address asks for, else the current one, else the newest; and the number that there is not."""
    asked = str(request.GET.get("ciclo", ""))[:20]
    default = current_cycle(cycles) or (cycles[-1] if cycles else None)
    if not asked:
        return default, ""
    found = next((cycle for cycle in cycles if str(cycle.number) == asked), None)
    return (found, "") if found else (default, asked)


def _shown(item: StepState, cycle: Cycle, language: "_OwnLanguage", request: Any) -> ShownStep:
    proofs = []
    if item.proof_record is not None:
        record = language.of(item.proof_record)
        proofs.append({"kind": _("Documento"), "title": record.title, "url": record.get_url(request) or ""})
    if item.proof_event is not None:
        event = language.of(item.proof_event)
        proofs.append({"kind": _("Evento"), "title": event.title, "url": event.get_url(request) or ""})
    return ShownStep(item, METHOD[item.step], examples_for(item.step, but=cycle.state), proofs, item is cycle.current)


def _due(due: Due, language: "_OwnLanguage", request: Any) -> ShownDue:
    event = language.of(due.event) if due.event else None
    url = (event.get_url(request) or "") if event else ""
    return ShownDue(due, str(due.kind.label), due_words(due), url)


def _late(dues: dict[int, list[Due]], plan: ActionPlan | None) -> list[str]:
    """«Monitoreo a los seis meses: vencido desde …», for a cycle that the page only sums up."""
    found = dues[plan.pk] if plan else []
    return [f"{item.kind.label}: {due_words(item).lower()}" for item in found if item.is_late]


def due_words(due: Due) -> str:
    """«Vencido desde el 22 de febrero de 2017», «Atendido», «Por venir», «Terminó», «Vigente»."""
    if due.is_late:
        return _("Vencido desde el %(day)s") % {"day": formats.date_format(due.date, "DATE_FORMAT")}
    if due.kind == DueKind.END:
        return _("Terminó") if due.is_past else _("Vigente")
    if due.is_met:
        return _("Atendido")
    return _("Por venir")


def _updated(cycle: Cycle) -> dt.datetime | None:
    return max((item.record.updated_at for item in cycle.steps if item.record), default=None)


class _OwnLanguage:
    """The version of a page in the language of the page that names it, if the public may see that version.

    Two questions to the database at most, none where everything is in that language.
    """

    def __init__(self, pages: Iterable[RecordPage | EventPage | None], locale_id: int) -> None:
        self._versions: dict[Any, Any] = {}
        foreign = [page for page in pages if page is not None and page.locale_id != locale_id]
        for model in (RecordPage, EventPage):
            keys = {page.translation_key for page in foreign if isinstance(page, model)}
            if keys:
                found = public(model.objects.filter(translation_key__in=keys, locale=locale_id))
                self._versions |= {page.translation_key: page for page in found}

    def of(self, page: Any) -> Any:
        return self._versions.get(page.translation_key, page)
