from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Búsqueda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from acervo.base import clock
        from search import forgetting, journal
        from search.checks import every_page_model_is_decided, every_public_row_is_decided, the_engine_can_be_made
        from search.indexing import sweeping

        register(every_page_model_is_decided)
        register(every_public_row_is_decided)
        register(the_engine_can_be_made)
        clock.register("search", sweeping.by_clock, seconds=1)
        clock.register("search_journal", journal.collect, seconds=30)
        clock.register("search_forget", forgetting.forget, seconds=6 * 3600)
