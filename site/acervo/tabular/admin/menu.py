"""The entry that an app puts into one of its menus: `ImportMenuItem("monuments", _("Importar hojas"), order=50)`."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail.admin.menu import MenuItem

from acervo.tabular import registry


class ImportMenuItem(MenuItem):
    """Leads to the imports of a registered table; shown to whoever may import into it."""

    def __init__(self, table: str, label: Any, **options: Any) -> None:
        options.setdefault("icon_name", "table")
        super().__init__(label, reverse_lazy("acervo_tabular:list", args=[table]), name=f"import-{table}", **options)
        self.table = table

    def is_shown(self, request: HttpRequest) -> bool:
        return registry.table(self.table).may_import(request.user)
