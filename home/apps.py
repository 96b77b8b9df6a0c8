from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Inicio")

    def ready(self):
        from search import registry

        from . import models, search_sources

        registry.register(search_sources.StandardPageSource())
        registry.register(search_sources.ContactSource())
        registry.register(search_sources.NewsIndexSource())
        registry.register(search_sources.NewsSource())
        registry.register_kind(search_sources.NewsSource.kind, _("Noticia"))
        registry.register_kind(search_sources.StandardPageSource.kind, _("Página"))
        registry.exempt(models.HomePage, reason="The front page leads to everything and says nothing of its own.")
