"""Every model that the public meets says how it is searched, or that it is not; and the engine's settings make sense."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from acervo.base import publicity
from search import registry
from search.engines import get_engine

HINT = (
    "In the app's ready(): search.registry.register(a source whose model is this one or a parent), "
    "or search.registry.exempt(the model, reason='…')."
)


def every_page_model_is_decided(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """search.E001 for each concrete page model that no source covers and that nobody exempted."""
    return [
        Error(
            f"{model._meta.label} is a page model, and nothing says whether it can be searched.",
            hint=HINT,
            obj=model,
            id="search.E001",
        )
        for model in _models(app_configs)
        if issubclass(model, Page) and model is not Page and not model._meta.proxy and not decided(model)
    ]


def every_public_row_is_decided(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """search.E002 for each model without pages that the public sees, undecided: `publicity` has a rule for it, or it is
    a snippet, which pages show."""
    public = {*publicity.ruled(), *get_snippet_models()}
    return [
        Error(
            f"The public sees {model._meta.label}, and nothing says how it is found.",
            hint=HINT,
            obj=model,
            id="search.E002",
        )
        for model in _models(app_configs)
        if model in public and not issubclass(model, Page) and not decided(model)
    ]


def the_engine_can_be_made(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """search.E003 for settings of the engine that can never work: said at the start, not at the first search."""
    try:
        get_engine()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="search.E003")]
    return []


def _models(app_configs: Sequence[AppConfig] | None) -> list[type[Model]]:
    return list(apps.get_models()) if app_configs is None else [m for c in app_configs for m in c.get_models()]


def decided(model: type[Model]) -> bool:
    """Whether a source covers `model`, or somebody said why none does."""
    covered = tuple(source.model for source in registry.sources())
    return issubclass(model, covered) or model in registry.exemptions()
