from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatorioConfig(AppConfig):
    name = "observatorio"
    verbose_name = _("Observatorio")

    def ready(self):
        from wagtail.signals import page_published

        from acervo.base import publicity, section_nav, sitemaps
        from acervo.tabular import registry as tables
        from documents.rules import add_image_condition
        from search import browsing, own_addresses, registry

        from . import models, rules, search_museums, search_sections, search_sources, signals
        from .admin import microsite
        from .exports.sitemap import MonumentSitemap
        from .inventory.importer import MonumentTable
        from .services import sections

        publicity.register(models.Monument, rules.monument)
        publicity.register(models.Inspection, rules.of_monument)
        publicity.register(models.Intervention, rules.of_monument)
        publicity.register(models.CitizenReport, rules.citizen_report)
        add_image_condition(rules.image)
        publicity.register(models.Museum, rules.museum)
        registry.register(search_sources.ObservatorySource())
        for source in search_sections.SOURCES:
            registry.register(source())
        section_nav.register(sections.navigation)
        page_published.connect(microsite.on_published, sender=models.ObservatoryPage)
        registry.register(search_museums.MuseumSource())
        registry.register_kind(search_museums.MuseumSource.kind, _("Museo"))
        for model in (models.HeritageSite, models.Institution):
            registry.exempt(model, reason="It has no page; monuments and works are found by its name.")
        for told in (models.Inspection, models.CitizenReport):
            registry.exempt(told, reason="It is read on the page of its monument, which is found.")
        browsing.register(models.ObservatoryPage, _("Observatorios"), order=30)
        registry.register(search_sources.MonumentSource())
        own_addresses.register("monuments:monument", lambda code: models.Monument.objects.filter(code=code))
        registry.register(search_sources.InterventionSource())
        registry.register_kind(search_sources.ObservatorySource.kind, _("Observatorio"))
        registry.register_kind(search_sources.MonumentSource.kind, _("Inmueble"))
        registry.register_kind(search_sources.InterventionSource.kind, _("Intervención"))
        signals.connect()
        search_museums.connect()
        tables.register(MonumentTable())
        sitemaps.register("inmuebles", MonumentSitemap)
