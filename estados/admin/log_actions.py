"""What Wagtail's own log says of reports; the reports themselves stand on the commitment."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from estados.enums import Completion, Voice
from estados.services.verdicts import REPORTED, WITHDRAWN


def register(actions) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(REPORTED)(ReportFormatter)
    actions.register_action(WITHDRAWN)(WithdrawFormatter)


def _values(log_entry) -> dict[str, str]:
    data = log_entry.data
    return {
        "voice": str(dict(Voice.choices).get(data.get("voice"), "")),
        "completion": str(dict(Completion.choices).get(data.get("completion"), "")),
        "reason": data.get("reason", ""),
    }


class ReportFormatter(LogFormatter):
    label = gettext_lazy("Informar avance")

    def format_message(self, log_entry) -> str:
        return _("%(voice)s informó: %(completion)s") % _values(log_entry)


class WithdrawFormatter(LogFormatter):
    label = gettext_lazy("Retirar un informe")

    def format_message(self, log_entry) -> str:
        return _("%(voice)s retiró su informe «%(completion)s»: %(reason)s") % _values(log_entry)
