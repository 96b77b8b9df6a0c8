from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatorioConfig(AppConfig):
    name = "observatorio"
    verbose_name = _("Observatorio")

    def ready(self):
        from search import registry

        from . import search_sources

        registry.register(search_sources.ObservatorySource())
