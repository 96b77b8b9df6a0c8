"""Addresses below `/api/v1/`: the page for people, then what the API itself answers."""

from django.urls import path

from acervo.api import api
from acervo.api_docs import docs

urlpatterns = [path("docs", docs, name="api_docs"), path("", api.urls)]
