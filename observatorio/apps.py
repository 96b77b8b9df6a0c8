from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatorioConfig(AppConfig):
    name = "observatorio"
    verbose_name = _("Observatorio")

    def ready(self):
        from acervo.base import publicity, sitemaps
        from documents.rules import add_image_condition
        from search import registry

        from . import models, rules, search_sources
        from .exports.sitemap import MonumentSitemap

        publicity.register(models.Monument, rules.monument)
        publicity.register(models.Inspection, rules.of_monument)
        publicity.register(models.Intervention, rules.of_monument)
        publicity.register(models.CitizenReport, rules.citizen_report)
        add_image_condition(rules.image)
        registry.register(search_sources.ObservatorySource())
        registry.register_kind(search_sources.ObservatorySource.kind, _("Observatorio"))
        sitemaps.register("inmuebles", MonumentSitemap)
