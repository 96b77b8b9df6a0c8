from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Acervo")

    def ready(self):
        from wagtail.models import CollectionViewRestriction, PageViewRestriction, get_page_models
        from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

        from acervo.base import clock, publicity
        from acervo.links.services import register_notice
        from search import browsing, registry

        from . import facets, models, rules, search_sources, signals, tasks
        from .services import record_links

        publicity.register(models.RecordPage, rules.record_condition)
        publicity.register(models.ArchiveFile, rules.file_condition)
        publicity.register(models.ArchiveImage, rules.image_condition)

        # A printed QR of a withdrawn record leads to its tombstone.
        register_notice(models.RecordPage, rules.shows_tombstone)

        registry.register(search_sources.RecordSource())
        registry.register(search_sources.CollectionSource())
        registry.register_kind(search_sources.CollectionSource.kind, _("Colección"))
        registry.exempt(
            models.ArchiveFile, reason="A file is public only through its record, whose entry has its pages."
        )
        registry.exempt(models.ArchiveImage, reason="An image is found with what shows it.")
        for term in models.VOCABULARIES.values():
            registry.exempt(term, reason="Its page only lists the records that are found by its name.")
        browsing.register(models.CollectionPage, _("Colecciones del acervo"), order=10)
        registry.exempt(models.ArchiveIndexPage, reason="It only lists what is found by itself.")
        registry.register_facet("type", _("Tipo"), facets.type_labels, order=10)
        registry.register_facet("collection", _("Colección"), facets.collection_labels, order=20)
        registry.register_facet("state", _("Entidad"), facets.state_labels, order=30)
        registry.register_facet("theme", _("Tema"), facets.theme_labels, order=40)

        clock.register("ingest", tasks.retry_abandoned, seconds=60)

        page_published.connect(signals.page_changed)
        page_published.connect(record_links.make_links_when_published)
        page_unpublished.connect(signals.page_changed)
        post_page_move.connect(signals.subtree_changed)
        page_slug_changed.connect(signals.subtree_changed)
        for model in get_page_models():
            post_delete.connect(signals.page_changed, sender=model)
        post_save.connect(signals.page_privacy_changed, sender=PageViewRestriction)
        post_delete.connect(signals.page_privacy_changed, sender=PageViewRestriction)
        post_save.connect(signals.collection_privacy_changed, sender=CollectionViewRestriction)
        post_delete.connect(signals.collection_privacy_changed, sender=CollectionViewRestriction)
        for model in (models.RecordPage, *models.RecordPage.__subclasses__()):
            post_save.connect(signals.page_changed, sender=model)
        post_save.connect(signals.file_changed, sender=models.ArchiveFile)
        for term in models.VOCABULARIES.values():
            post_save.connect(signals.term_changed, sender=term)
