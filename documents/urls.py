"""Addresses that are the same in every language: bytes, page images, and Wagtail's own names for documents."""

from django.urls import path
from wagtail.documents.views.serve import authenticate_with_password

from .views import files, page_images

app_name = "documents"
urlpatterns = [
    path("archivo/<int:file_id>/<str:name>", files.newest, name="file"),
    path("archivo/<int:file_id>/v/<int:number>/<str:name>", files.version, name="version"),
    path(
        "archivo/<int:file_id>/v/<int:number>/imagen/<int:page>-<str:size>.webp",
        page_images.page_image,
        name="page_image",
    ),
]
#: Named without the app's namespace because Wagtail reverses them.
wagtail_names = [
    path("documentos/<int:document_id>/<str:document_filename>", files.from_wagtail, name="wagtaildocs_serve"),
    path(
        "documentos/clave/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
