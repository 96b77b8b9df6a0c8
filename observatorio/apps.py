from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObservatorioConfig(AppConfig):
    name = "observatorio"
    verbose_name = _("Observatorio")
