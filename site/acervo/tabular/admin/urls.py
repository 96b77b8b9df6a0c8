"""Addresses of the import's steps in the admin, below `hojas/`."""

from django.urls import path

from .views import columns, downloads, results, start, steps, undoing

app_name = "acervo_tabular"
urlpatterns = [
    path("<slug:table>/", start.batches, name="list"),
    path("<slug:table>/nueva/", start.upload, name="upload"),
    path("<slug:table>/columnas/", start.known, name="known"),
    path("<slug:table>/plantilla.xlsx", downloads.template, name="template"),
    path("<int:pk>/lote/", results.batch, name="batch"),
    path("<int:pk>/lote/registros/", results.records, name="records"),
    path("<int:pk>/lote/columnas/", columns.columns, name="columns"),
    path("<int:pk>/lote/decidir/", steps.decide_rows, name="decide"),
    path("<int:pk>/lote/guardar/", steps.confirm, name="confirm"),
    path("<int:pk>/lote/detener/", steps.stop_work, name="stop"),
    path("<int:pk>/lote/reanudar/", steps.resume, name="resume"),
    path("<int:pk>/lote/descartar/", steps.discard_batch, name="discard"),
    path("<int:pk>/lote/deshacer/", undoing.undo_batch, name="undo"),
    path("<int:pk>/lote/avance.json", steps.progress, name="progress"),
    path("<int:pk>/lote/motivos.xlsx", downloads.faults_sheet, name="faults_xlsx"),
    path("<int:pk>/lote/motivos.csv", downloads.faults_list, name="faults_csv"),
    path("<int:pk>/lote/informe.csv", downloads.report, name="report"),
    path("<int:pk>/lote/original", downloads.original, name="original"),
]
