"""Addresses of the inventory, the same for every microsite; translated. Namespace: monuments."""

from django.urls import path

from .views import inspections, inventory, monument, works

app_name = "monuments"
urlpatterns = [
    path("inmuebles/", inventory.listing, name="inventory"),
    path("inmuebles/<str:code>/", monument.page, name="monument"),
    path("inspecciones/ruta.pdf", inspections.route, name="field_sheets"),
    path("inmuebles/<str:code>/inspeccionar/", inspections.inspect, name="inspect"),
    path("inmuebles/<str:code>/inspeccionar/listo/<int:pk>/", inspections.saved, name="inspection_saved"),
    path("inmuebles/<str:code>/ficha-de-campo.pdf", inspections.field_sheet, name="field_sheet"),
    path("inmuebles/<str:code>/intervenciones/<int:pk>/", works.page, name="intervention"),
]
