from django.conf import settings
from django.urls import path

from . import oembed, sitemaps, views

urlpatterns = [
    path(f"{settings.MEDIA_URL.strip('/')}/images/<path:name>", views.rendition, name="rendition"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap-section"),
    path("oembed/", oembed.endpoint, name="oembed"),
    path("robots.txt", views.robots, name="robots"),
]
