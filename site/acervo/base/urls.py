from django.conf import settings
from django.urls import path

from . import views

urlpatterns = [
    path(f"{settings.MEDIA_URL.strip('/')}/images/<path:name>", views.rendition, name="rendition"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
