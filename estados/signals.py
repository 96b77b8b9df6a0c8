"""What changes in plans and commitments, or in who may see them, reaches the public index: plain handlers, connected in
`apps.py`. Work in bulk sends no signals and calls `search.indexing.touch` itself."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from documents.models import Theme
from search.indexing import touch

from .models import (
    ActionPlan,
    Body,
    Commitment,
    CommitmentTarget,
    Evidence,
    Loan,
    Milestone,
    Question,
    StatePage,
    Verdict,
)


def connect() -> None:
    """Called by the app's `ready()`."""
    _on_change(commitment_changed, Commitment)
    _on_change(part_changed, Milestone, Question, Verdict, CommitmentTarget)
    _on_change(evidence_changed, Evidence)
    _on_change(plan_changed, ActionPlan)
    _on_change(body_changed, Body)
    _on_change(theme_changed, Theme)
    for field in (Commitment.themes, Commitment.supporting):
        m2m_changed.connect(relation_changed, sender=field.through)
    page_published.connect(state_changed, sender=StatePage)
    page_unpublished.connect(state_changed, sender=StatePage)
    _on_change(state_changed, StatePage)
    post_page_move.connect(subtree_changed)
    _on_change(privacy_changed, PageViewRestriction)


def _on_change(handler: Any, *models: type[Model]) -> None:
    for model in models:
        post_save.connect(handler, sender=model)
        post_delete.connect(handler, sender=model)


def touch_states(states: Iterable[str]) -> None:
    """Every plan, commitment and loan of these states."""
    states = list(states)
    if states:
        touch("action-plan", ActionPlan.objects.filter(state__in=states).values_list("pk", flat=True))
        touch("commitment", Commitment.objects.filter(plan__state__in=states).values_list("pk", flat=True))
        touch("loan", Loan.objects.filter(state__in=states).values_list("pk", flat=True))


def commitment_changed(sender: Any, instance: Commitment, **kwargs: Any) -> None:
    """Saved, published, unpublished or deleted."""
    touch("commitment", [instance.pk])


def part_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    if instance.commitment_id:
        touch("commitment", [instance.commitment_id])


def evidence_changed(sender: Any, instance: Evidence, **kwargs: Any) -> None:
    """What proves a milestone is among the words of its commitment."""
    touch("commitment", Milestone.objects.filter(pk=instance.milestone_id).values_list("commitment_id", flat=True))


def relation_changed(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    if action in ("post_add", "post_remove", "post_clear") and isinstance(instance, Commitment):
        touch("commitment", [instance.pk])


def plan_changed(sender: Any, instance: ActionPlan, **kwargs: Any) -> None:
    touch("action-plan", [instance.pk])
    touch("commitment", Commitment.objects.filter(plan=instance.pk).values_list("pk", flat=True))


def body_changed(sender: Any, instance: Body, **kwargs: Any) -> None:
    """A new name is among the words that its commitments are found by."""
    own = (
        Q(lead=instance.pk)
        | Q(counterpart=instance.pk)
        | Q(supporting=instance.pk)
        | Q(milestones__responsible=instance.pk)
    )
    touch("commitment", Commitment.objects.filter(own).order_by("pk").values_list("pk", flat=True).distinct())


def theme_changed(sender: Any, instance: Theme, **kwargs: Any) -> None:
    touch("commitment", Commitment.objects.filter(themes=instance.pk).values_list("pk", flat=True))


def state_changed(sender: Any, instance: StatePage, **kwargs: Any) -> None:
    """The front page of a microsite appeared, went or was deleted, and all that its state says with it."""
    touch_states([instance.state])


def subtree_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    touch_states(set(StatePage.objects.filter(path__startswith=instance.path).values_list("state", flat=True)))


def privacy_changed(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """The page, what is below it, and their aliases elsewhere in the tree, which are as private as they."""
    path = instance.page.path
    pages = StatePage.objects.filter(Q(path__startswith=path) | Q(alias_of__path__startswith=path))
    touch_states(set(pages.values_list("state", flat=True)))
