"""The public API, version 1: the composition root names the routers of the apps, as `acervo.urls` does for addresses.

Mounted through `acervo.api_urls`. The OpenAPI document is at `openapi.json`, and a page for people at `docs`.
"""

from acervo.base.api import make_api

ROUTERS = ("search.api.router", "observatorio.api.router", "estados.api.router", "estados.api_debt.router")

api = make_api(
    ROUTERS,
    title="Acervo",
    version="1.0.0",
    description=(
        "Datos abiertos del acervo, del inventario de inmuebles y del gobierno abierto en los estados: lo mismo que muestra el "
        "sitio, para programas. "
        "Solo contiene lo que cualquier persona puede ver; no pide registro ni clave."
    ),
)
