"""Addresses of the states' own admin pages, below /admin/estados/. Namespace: states_admin."""

from django.urls import path

from estados.admin import history, reporting

app_name = "states_admin"
urlpatterns = [
    path("informes/", reporting.MyReportsView.as_view(), name="my_reports"),
    path("informes/<int:pk>/retirar/", reporting.WithdrawView.as_view(), name="withdraw"),
    path("compromisos/<int:pk>/informar/", reporting.ReportView.as_view(), name="report"),
    path("historial/<slug:kind>/<int:pk>/", history.HistoryView.as_view(), name="history"),
]
