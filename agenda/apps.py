from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Agenda")

    def ready(self):
        from wagtail.signals import page_published

        from search import registry

        from . import search_sources, signals

        registry.register(search_sources.EventSource())
        registry.register(search_sources.AgendaSource())
        registry.register_kind(search_sources.EventSource.kind, _("Evento"))
        registry.register_kind(search_sources.AgendaSource.kind, _("Calendario"))
        page_published.connect(signals.event_published)
