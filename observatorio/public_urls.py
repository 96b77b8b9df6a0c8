"""Addresses of the inventory, the same for every microsite; translated. Namespace: monuments."""

from django.urls import path

from .views import dictionary, exports, feeds, inspections, inventory, map_data, monument, plaque, reports, works

app_name = "monuments"
urlpatterns = [
    path("inmuebles/", inventory.listing, name="inventory"),
    path("inmuebles/mapa.json", map_data.points, name="map_data"),
    path("inmuebles/inventario.<str:form>", exports.inventory, name="export"),
    path("inmuebles/diccionario/", dictionary.page, name="dictionary"),
    path("inmuebles/diccionario.json", dictionary.schema, name="dictionary_schema"),
    path("inmuebles/<str:code>/ficha.<str:form>", exports.record, name="record_export"),
    path("inmuebles/<str:code>/", monument.page, name="monument"),
    path("inmuebles/<str:code>/placa.pdf", plaque.pdf, name="plaque"),
    path("inspecciones/ruta.pdf", inspections.route, name="field_sheets"),
    path("inmuebles/<str:code>/inspeccionar/", inspections.inspect, name="inspect"),
    path("inmuebles/<str:code>/inspeccionar/listo/<int:pk>/", inspections.saved, name="inspection_saved"),
    path("inmuebles/<str:code>/ficha-de-campo.pdf", inspections.field_sheet, name="field_sheet"),
    path("inmuebles/<str:code>/intervenciones/<int:pk>/", works.page, name="intervention"),
    path("inmuebles/<str:code>/intervenciones.atom", feeds.of_monument, {"form": "atom"}, name="works_feed"),
    path("inmuebles/<str:code>/intervenciones.rss", feeds.of_monument, {"form": "rss"}, name="works_rss"),
    path("inmuebles/<str:code>/reportar/", reports.report, name="report"),
    path("inmuebles/<str:code>/reportar/gracias/<str:receipt>/", reports.thanks, name="report_thanks"),
    path("intervenciones/", works.listing, name="works"),
    path("intervenciones.atom", feeds.everything, {"form": "atom"}, name="works_feed"),
    path("intervenciones.rss", feeds.everything, {"form": "rss"}, name="works_rss"),
    path("intervenciones/calles/", works.streets, name="streets"),
    path(
        "intervenciones/calle/<slug:municipality>/<slug:street>.atom",
        feeds.of_street,
        {"form": "atom"},
        name="street_feed",
    ),
    path(
        "intervenciones/calle/<slug:municipality>/<slug:street>.rss",
        feeds.of_street,
        {"form": "rss"},
        name="street_rss",
    ),
]
