"""How the archive's own actions read in Wagtail's histories."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter


def register(actions: LogActionRegistry) -> None:
    """Hook `register_log_actions`."""

    @actions.register_action("documents.withdraw")
    class Withdraw(LogFormatter):
        label = gettext_lazy("Retirar del acervo")

        def format_message(self, log_entry):
            return _("Retirado del acervo. Motivo: %(reason)s") % {"reason": log_entry.data.get("reason", "")}

    @actions.register_action("documents.new_version")
    class NewVersion(LogFormatter):
        label = gettext_lazy("Nueva versión de un archivo")

        def format_message(self, log_entry):
            data = log_entry.data
            if data.get("reason"):
                return _("Versión %(number)s agregada: %(reason)s") % {
                    "number": data.get("number"), "reason": data["reason"]
                }  # fmt: skip
            return _("Versión %(number)s agregada") % {"number": data.get("number")}

    actions.register_action(
        "documents.restore", gettext_lazy("Restituir al acervo"), gettext_lazy("Restituido al acervo")
    )
