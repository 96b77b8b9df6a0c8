from typing import Any

from django.urls import path
from wagtail import hooks

from .views import reading


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("legibilidad/", reading, name="readability")]
