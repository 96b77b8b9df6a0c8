from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Búsqueda")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search.checks import every_page_model_is_decided

        register(every_page_model_is_decided)
