"""What Wagtail's own log says of the inventory; the values themselves are in the history of fields."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from observatorio.inventory.fields import BY_ATTRIBUTE, attribute_label


def register(actions) -> None:
    """Hook `register_log_actions`."""
    actions.register_action("observatorio.adopt")(AdoptFormatter)


class AdoptFormatter(LogFormatter):
    label = gettext_lazy("Adoptar valores")

    def format_message(self, log_entry) -> str:
        names = [str(attribute_label(name)) for name in log_entry.data.get("values", {}) if name in BY_ATTRIBUTE]
        return _("Se adoptaron valores: {fields}").format(fields=", ".join(names))
