"""Addresses of the archive in the admin. Those below `documents/` stand before Wagtail's own of the same shape."""

from django.urls import path

from . import file_listing, file_views, record_views, reports, uploads

app_name = "acervo_admin"
urlpatterns = [
    path("documents/", file_listing.FileIndexView.as_view(), name="files"),
    path("documents/results/", file_listing.FileIndexView.as_view(results_only=True)),
    path("documents/add/", file_views.FileCreateView.as_view()),
    path("documents/edit/<int:document_id>/", file_views.FileEditView.as_view()),
    path("documents/delete/<int:document_id>/", file_views.FileDeleteView.as_view()),
    path("documents/multiple/add/", uploads.AddFilesView.as_view()),
    path("documents/multiple/<int:doc_id>/", uploads.EditFileInListView.as_view()),
    path(
        "documents/multiple/create_from_uploaded_document/<int:uploaded_file_id>/", uploads.FinishUploadView.as_view()
    ),
    path("documents/multiple/<int:doc_id>/delete/", uploads.DeleteFileInListView.as_view()),
    path("documents/leer/<int:document_id>/", file_views.RetryView.as_view(), name="retry"),
    path("documents/retirar/<int:document_id>/", file_views.WithdrawFileView.as_view(), name="withdraw_file"),
    path("documents/restituir/<int:document_id>/", file_views.RestoreFileView.as_view(), name="restore_file"),
    path("registros/<int:page_id>/retirar/", record_views.WithdrawRecordView.as_view(), name="withdraw_record"),
    path("registros/<int:page_id>/restituir/", record_views.RestoreRecordView.as_view(), name="restore_record"),
    path("reports/archivos/", reports.FileReportView.as_view(), name="file_report"),
    path("reports/archivos/results/", reports.FileReportView.as_view(results_only=True), name="file_report_results"),
]
