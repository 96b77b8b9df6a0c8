from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TabularConfig(AppConfig):
    name = "acervo.tabular"
    verbose_name = _("Hojas de cálculo")

    def ready(self):
        from acervo.base import clock

        from .services import mark_dead

        clock.register("tabular", mark_dead, seconds=60)
