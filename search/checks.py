"""Every page model says how it is searched, or that it is not."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from wagtail.models import Page

from search import registry


def every_page_model_is_decided(app_configs: Sequence[AppConfig] | None = None, **kwargs: object) -> list[CheckMessage]:
    """search.E001 for each concrete page model that no source covers and that nobody exempted."""
    covered = tuple(source.model for source in registry.sources())
    exempt = registry.exemptions()
    models = apps.get_models() if app_configs is None else [m for c in app_configs for m in c.get_models()]
    return [
        Error(
            f"{model._meta.label} is a page model, and nothing says whether it can be searched.",
            hint=(
                "In the app's ready(): search.registry.register(a source whose model is this one or a parent), "
                "or search.registry.exempt(the model, reason='…')."
            ),
            obj=model,
            id="search.E001",
        )
        for model in models
        if issubclass(model, Page)
        and model is not Page
        and not model._meta.proxy
        and model not in exempt
        and not issubclass(model, covered)
    ]
