"""Addresses of the calendar in the admin."""

from django.urls import path

from . import checklist

app_name = "agenda_admin"
urlpatterns = [
    path("agenda/<int:page_id>/preparativos/", checklist.ChecklistView.as_view(), name="checklist"),
    path("agenda/<int:page_id>/preparativos/<int:item_id>/", checklist.ChecklistView.as_view(), name="task"),
    path("agenda/<int:page_id>/preparativos.json", checklist.ChecklistStateView.as_view(), name="checklist_state"),
]
