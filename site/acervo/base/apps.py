from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "acervo.base"
    label = "base"
    verbose_name = _("Base del sitio")

    def ready(self):
        from django.core.management import call_command

        from . import clock, cut_uploads, per_request, tree

        per_request.connect()
        tree.install()
        clock.register("publish_scheduled", lambda: call_command("publish_scheduled"), seconds=20)
        clock.register("cut_uploads", cut_uploads.remove, seconds=3600)
