"""What the listing's spreadsheet holds. The full exchange format is the public export and the import's own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

#: Columns: attribute of the row (see `MonumentIndexView.prepared`).
EXPORT: list[str] = [
    "code", "name", "get_classification_display", "get_use_category_display", "get_condition_display",
    "get_state_display", "municipality", "street_line", "latitude", "longitude", "century_from", "century_to",
    "heritage_site", "institution_names", "inah_key", "inbal_key", "junta_key", "live", "open_fields", "updated_at",
]  # fmt: skip

HEADINGS: dict[str, Any] = {
    "code": _("Clave del inventario"),
    "name": _("Nombre"),
    "get_classification_display": _("Clasificación"),
    "get_use_category_display": _("Clase de uso"),
    "get_condition_display": _("Estado de conservación"),
    "get_state_display": _("Entidad"),
    "municipality": _("Municipio"),
    "street_line": _("Calle y número"),
    "latitude": _("Latitud"),
    "longitude": _("Longitud"),
    "century_from": _("Siglo"),
    "century_to": _("Hasta el siglo"),
    "heritage_site": _("Sitio del Patrimonio Mundial"),
    "institution_names": _("Instancias"),
    "inah_key": _("Ficha INAH"),
    "inbal_key": _("Clave INBAL"),
    "junta_key": _("Clave de la Junta de Monumentos"),
    "live": _("Publicado"),
    "open_fields": _("Campos en discrepancia"),
    "updated_at": _("Última modificación"),
}
