"""The observatory's places in Wagtail's admin; what each does stands in `observatorio.admin`."""

from wagtail import hooks

from observatorio.admin import log_actions

hooks.register("register_log_actions", log_actions.register)
