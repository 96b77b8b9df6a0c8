from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HealthConfig(AppConfig):
    name = "acervo.health"
    label = "health"
    verbose_name = _("Estado del sitio")

    def ready(self) -> None:
        from django_tasks.signals import task_finished

        from acervo.base import clock

        from . import heartbeat, task_log

        clock.register("heartbeat", heartbeat.beat, seconds=heartbeat.SECONDS)
        task_finished.connect(task_log.name_failed_task, dispatch_uid="acervo-failed-task")
