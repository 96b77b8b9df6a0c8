"""Addresses of the inventory's own admin pages, below /admin/observatorio/. Namespace: observatorio_admin."""

from django.urls import path

from observatorio.admin import disagreements, field_history, source_views
from observatorio.views import exports

app_name = "observatorio_admin"
urlpatterns = [
    path("inmuebles/<int:pk>/fuentes/", source_views.SourcesView.as_view(), name="sources"),
    path("inmuebles/<int:pk>/fuentes/agregar/", source_views.AddStatementView.as_view(), name="add_statement"),
    path("inmuebles/<int:pk>/fuentes/<int:institution>/", source_views.StatementsView.as_view(), name="statements"),
    path("inmuebles/<int:pk>/adoptar/<str:attribute>/", source_views.AdoptView.as_view(), name="adopt"),
    path("inmuebles/<int:pk>/historial/", field_history.FieldHistoryView.as_view(), name="field_history"),
    path("inmuebles/copia-completa.<str:form>", exports.staff_copy, name="staff_copy"),
    path("discrepancias/", disagreements.DisagreementsView.as_view(), name="disagreements"),
]
