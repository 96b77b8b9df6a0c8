"""Microsites, plans, commitments, milestones and verdicts to test with, published as a team publishes them."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from acervo.base.states import STATE_NAMES
from estados.enums import Completion, MilestoneStatus, Voice
from estados.models import (
    ActionPlan,
    Commitment,
    Milestone,
    MilestoneReport,
    StatePage,
    StatesPage,
    StateVoice,
    Verdict,
)
from estados.models.plans import slug_of

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")


def states_page(site_tree: SimpleNamespace) -> StatesPage:
    """The national board below the front page, published; always the same one."""
    found = StatesPage.objects.filter(locale=site_tree.spanish).first()
    if found is not None:
        return found
    site_tree.home.refresh_from_db()
    page = StatesPage(title="Estados", slug="estados", locale=site_tree.spanish, show_in_menus=True)
    site_tree.home.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def state(site_tree: SimpleNamespace, key: str = "32", *, live: bool = True, **fields: Any) -> StatePage:
    """The microsite of a state (front page only, no sections), public unless `live=False`; the same one when it exists."""
    found = StatePage.objects.filter(state=key, locale=site_tree.spanish).first()
    if found is not None:
        return found
    parent = states_page(site_tree)
    parent.refresh_from_db()
    fields = {"title": STATE_NAMES[key], "slug": slug_of(key), "state": key, "locale": site_tree.spanish} | fields
    page = StatePage(live=live, **fields)
    parent.add_child(instance=page)
    revision = page.save_revision()
    if live:
        revision.publish()
    page.refresh_from_db()
    return page


def plan(state: str | StatePage = "32", number: int = 1, **fields: Any) -> ActionPlan:
    """A published plan; `live=False` makes a draft. It does not make the state public: that is `state()`."""
    key = state if isinstance(state, str) else state.state
    fields = {"title": f"Plan de Acción Local {number}", "live": True} | fields
    return ActionPlan.objects.create(state=key, number=number, **fields)


def commitment(of: ActionPlan | None = None, number: int | None = None, **fields: Any) -> Commitment:
    """A published commitment of `of`, or of Zacatecas' first plan; without `number` the next one.

    `themes`, `supporting` and `targets` (rows such as `[(16, "16.6")]`) are set after it exists.
    """
    of = of or ActionPlan.objects.filter(state="32", number=1).first() or plan()
    if number is None:
        number = of.commitments.count() + 1
    many = {name: fields.pop(name) for name in ("themes", "supporting") if name in fields}
    targets = fields.pop("targets", [])
    fields = {"title": f"Compromiso {number}", "live": True} | fields
    made = Commitment.objects.create(plan=of, number=number, **fields)
    for name, values in many.items():
        getattr(made, name).set(values)
    for order, (goal, target) in enumerate(targets):
        made.targets.create(goal=goal, target=target, sort_order=order)
    if many or targets:
        made.save()
    return made


def milestone(
    of: Commitment, deliverable: str = "", *, status: str = "", on: dt.date | str | None = None, **fields: Any
) -> Milestone:
    """A deliverable; with `status` (MilestoneStatus) it has a report from `on` (today without)."""
    number = fields.pop("number", of.milestones.count() + 1)
    made = Milestone.objects.create(
        commitment=of, number=number, deliverable=deliverable or f"Entregable {number}", **fields
    )
    if status:
        report(made, status, on)
    return made


def report(of: Milestone, status: str = MilestoneStatus.DONE, on: dt.date | str | None = None) -> MilestoneReport:
    """What the milestone's state was from `on`."""
    return MilestoneReport.objects.create(milestone=of, status=status, **_on(on))


def verdict(
    of: Commitment, voice: str = Voice.GOVERNMENT, *, on: dt.date | str | None = None, **fields: Any
) -> Verdict:
    """A report of a voice; `on` as date or ISO text, today without."""
    fields = {
        "completion": Completion.LIMITED,
        "words": "Se revisaron los documentos.",
        "author": f"Quien informa ({voice})",
    } | fields
    return Verdict.objects.create(commitment=of, voice=voice, **_on(on), **fields)


def user_of_team(page: StatePage | str, username: str = "") -> Any:
    """A user who edits the microsite of one state and may enter the admin. Give the StatePage, or its key if it exists."""
    if isinstance(page, str):
        page = StatePage.objects.get(state=page, locale__language_code="es-mx")
    group = _group(f"Prueba: equipo {page.state}")
    for codename in PAGE_RIGHTS:
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)
    return _user(username or f"equipo{page.state}", group)


def user_of_voice(state: str | StatePage, voice: str = Voice.SOCIETY, username: str = "") -> Any:
    """A user who reports on the commitments of one state with one voice, and does nothing else."""
    key = state if isinstance(state, str) else state.state
    group = _group(f"Prueba: {voice} {key}")
    StateVoice.objects.get_or_create(group=group, state=key, voice=voice)
    return _user(username or f"{voice}{key}", group)


def _group(name: str) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return group


def _user(username: str, group: Group) -> Any:
    users = get_user_model()
    found = users.objects.filter(username=username).first()
    user = found or users.objects.create_user(username, email=f"{username}@acervo.example", password="x")
    user.groups.add(group)
    return users.objects.get(pk=user.pk)


def _on(day: dt.date | str | None) -> dict[str, dt.date]:
    if day is None:
        return {}
    return {"on": dt.date.fromisoformat(day) if isinstance(day, str) else day}
