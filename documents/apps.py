from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = _("Acervo")

    def ready(self):
        from acervo.base import publicity

        from . import rules

        publicity.register(self.get_model("RecordPage"), rules.record_condition)
        publicity.register(self.get_model("ArchiveFile"), rules.file_condition)
