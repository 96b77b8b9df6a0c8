"""Action plans and commitments in the public search, by everything that the public may see of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from acervo.base.publicity import public
from estados.models import ActionPlan, Body, Commitment, Question, StatePage, Verdict
from search.registry import Entry, Source

#: The language of what a state writes down; its words are indexed in it whoever looks.
LANGUAGE = "es-mx"
SUMMARY = 400  # letters


class _StateSource(Source):
    def ids(self) -> Iterable[int]:
        return public(self.model._default_manager.all()).order_by("pk").values_list("pk", flat=True)

    def entries(self, pks: Iterable[int]) -> Iterator[Entry]:
        with override(LANGUAGE):
            found = list(self._entries(list(pks)))
        yield from found

    def _entries(self, pks: list[int]) -> Iterator[Entry]:
        raise NotImplementedError


class PlanSource(_StateSource):
    name = "action-plan"
    model = ActionPlan
    kind = "plan"

    def _entries(self, pks: list[int]) -> Iterator[Entry]:
        plans = list(public(ActionPlan.objects.filter(pk__in=pks)))
        until = _visible_until({plan.state for plan in plans})
        for plan in plans:
            yield Entry(
                id=f"{self.name}:{plan.pk}",
                kind=self.kind,
                title=plan.title,
                url=plan.get_absolute_url(),
                summary=plan.summary[:SUMMARY] or str(plan),
                text="\n".join(filter(None, [plan.code, plan.summary, plan.launched_text, plan.get_state_display()])),
                date=plan.launched_on,
                date_label=plan.launched_text if not plan.launched_on else "",
                state=plan.get_state_display(),
                language="es",
                facets={"state": (plan.state,)},
                visible_until=until[plan.state],
            )


class CommitmentSource(_StateSource):
    """Commitments, with what each voice said last, what citizens asked, their milestones and the bodies that answer."""

    name = "commitment"
    model = Commitment
    kind = "compromiso"

    def _entries(self, pks: list[int]) -> Iterator[Entry]:
        found = public(Commitment.objects.filter(pk__in=pks)).select_related("plan", "lead", "counterpart")
        commitments = list(
            found.prefetch_related("themes", "supporting", "targets", "milestones__responsible", "milestones__evidence")
        )
        until = _visible_until({item.plan.state for item in commitments})
        said: dict[int, list[str]] = defaultdict(list)
        standing = public(Verdict.objects.filter(withdrawn_at=None, commitment__in=[item.pk for item in commitments]))
        for pk, author, words in standing.values_list("commitment", "author", "words"):
            said[pk] += [author, words]
        asked = public(Question.objects.filter(commitment__in=[item.pk for item in commitments])).order_by("pk")
        for pk, text, answer in asked.values_list("commitment", "text", "answer"):
            said[pk] += [text, answer]
        for item in commitments:
            yield self._entry(item, until[item.plan.state], said[item.pk])

    def _entry(self, item: Commitment, until: dt.datetime | None, said: list[str]) -> Entry:
        bodies = [body for body in (item.lead, item.counterpart, *item.supporting.all()) if body]
        milestones = list(item.milestones.all())
        bodies += [stone.responsible for stone in milestones if stone.responsible]
        words = [
            item.code, item.plan.title, item.problem, item.change, item.description, item.budget_note,
            *(word for body in dict.fromkeys(bodies) for word in _names(body)),
            *(theme.name for theme in item.themes.all()),
            *(_("ODS %(target)s") % {"target": target} for target in item.targets.all()),
            *(f"{stone.deliverable} {stone.description}" for stone in milestones),
            # A record or an event may not be public, and then its label is not; public ones are found by themselves.
            *(
                proof.label
                for stone in milestones
                for proof in stone.evidence.all()
                if proof.record_id is None and proof.event_id is None
            ),
            *said,
        ]  # fmt: skip
        return Entry(
            id=f"{self.name}:{item.pk}",
            kind=self.kind,
            title=item.title,
            url=item.get_absolute_url(),
            summary=(item.change or item.description or item.problem)[:SUMMARY] or item.plan.title,
            text="\n".join(filter(None, words)),
            date=item.starts_on or item.plan.launched_on,
            date_label=item.plan.launched_text if not (item.starts_on or item.plan.launched_on) else "",
            state=item.plan.get_state_display(),
            language="es",
            facets={
                "state": (item.plan.state,),
                "theme": tuple(sorted(theme.code for theme in item.themes.all())),
            },
            visible_until=until,
        )


def _names(body: Body) -> tuple[str, ...]:
    return (body.name, body.acronym, body.office)


def _visible_until(states: set[str]) -> dict[str, dt.datetime | None]:
    """Until when each state is public by date alone: as long as one of its front pages is, in any language."""
    found: dict[str, list[dt.datetime | None]] = defaultdict(list)
    for state, expires in (
        public(StatePage.objects.filter(state__in=states)).order_by().values_list("state", "expire_at")
    ):
        found[state].append(expires)
    return {
        state: None if None in dates else max(filter(None, dates), default=None)
        for state, dates in ((state, found[state]) for state in states)
    }
