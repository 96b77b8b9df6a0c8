"""The choices of the board's filters: only what some public commitment of the state has."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from documents.models import Theme
from estados.enums import Completion, Voice
from estados.goals import GOALS
from estados.models import ActionPlan, Body, Commitment, CommitmentTarget

from .board_filters import NO_INFORMATION
from .board_query import BoardQuery


@dataclass(slots=True)
class Choice:
    """A filter with its values (value, label) and the chosen one."""

    name: str
    label: str
    values: list[tuple[str, str]]
    chosen: str = ""

    @property
    def chosen_label(self) -> str:
        return next((label for value, label in self.values if value == self.chosen), "")


@dataclass(slots=True)
class Options:
    """`unknown`: (label of the filter, value) of what the address asked for and is no choice."""

    choices: list[Choice] = field(default_factory=list)
    themes: dict[Any, str] = field(default_factory=dict)
    voices: tuple[str, ...] = ()
    unknown: list[tuple[str, str]] = field(default_factory=list)


def theme_names(themes: list[Theme]) -> dict[Any, str]:
    """Primary key → name in the active language; one query, none in the language of the site."""
    named = {theme.pk: theme.name for theme in themes}
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE or not themes:
        return named
    translated = dict(
        Theme.objects.filter(
            locale__language_code=language, translation_key__in=[theme.translation_key for theme in themes]
        ).values_list("translation_key", "name")
    )
    return {theme.pk: translated.get(theme.translation_key, theme.name) for theme in themes}


def options(commitments: QuerySet[Commitment], query: BoardQuery) -> Options:
    """Six queries at most. `commitments`: the public ones of the state, before any filter."""
    keys = commitments.order_by().values("pk")
    plans = ActionPlan.objects.filter(commitments__in=keys).distinct().order_by("number")
    themes = list(Theme.objects.filter(commitments__in=keys).distinct().order_by("name"))
    names = theme_names(themes)
    goals = CommitmentTarget.objects.filter(commitment__in=keys).order_by("goal").values_list("goal", flat=True)
    bodies = Body.objects.filter(Q(leads__in=keys) | Q(supports__in=keys) | Q(counterpart_of__in=keys))
    voices = _voices(commitments)
    said = [*Completion.choices, (NO_INFORMATION, _("Sin información"))]
    made = [
        Choice("plan", _("Plan"), [(str(plan.number), plan.title) for plan in plans]),
        Choice("tema", _("Tema"), [(theme.code, names[theme.pk]) for theme in themes]),
        Choice("ods", _("ODS"), [(str(goal), f"{goal}. {GOALS.get(goal, '')}") for goal in goals.distinct()]),
        Choice("institucion", _("Institución"), [(str(pk), name) for pk, name in bodies.order_by("name").values_list("pk", "name").distinct()]),
        *(Choice(voice, _("Según {voice}").format(voice=Voice(voice).label), [(str(v), str(t)) for v, t in said]) for voice in voices),
    ]  # fmt: skip
    found = Options(themes=names, voices=voices)
    for choice in made:
        choice.chosen = query.filters.get(choice.name, "")
        if choice.chosen and not choice.chosen_label:
            found.unknown.append((choice.label, choice.chosen))
            choice.chosen = ""
    found.choices = [choice for choice in made if choice.values]
    return found


def _voices(commitments: QuerySet[Commitment]) -> tuple[str, ...]:
    """Government and society always stand side by side; the oversight body once it has reported anything."""
    oversight = commitments.filter(verdicts__voice=Voice.OVERSIGHT, verdicts__withdrawn_at=None).exists()
    return tuple(Voice.values) if oversight else (Voice.GOVERNMENT.value, Voice.SOCIETY.value)
