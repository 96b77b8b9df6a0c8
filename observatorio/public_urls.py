"""Addresses of the inventory, the same for every microsite; translated. Namespace: monuments."""

from django.urls import path

from .views import inventory, monument, works

app_name = "monuments"
urlpatterns = [
    path("inmuebles/", inventory.listing, name="inventory"),
    path("inmuebles/<str:code>/", monument.page, name="monument"),
    path("inmuebles/<str:code>/intervenciones/<int:pk>/", works.page, name="intervention"),
]
