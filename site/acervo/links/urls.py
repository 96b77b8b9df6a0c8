"""Mounted at the root, without a language prefix, so that a printed code works in every language."""

from django.urls import path, register_converter

from .views import follow, images

app_name = "links"


class CodeConverter:
    """Letters and digits in any case; whether such a code exists is for the view to say, kindly."""

    regex = "[0-9A-Za-z]{1,32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "short_code")

urlpatterns = [
    path("<short_code:code>.svg", images.svg, name="svg"),
    path("<short_code:code>.png", images.png, name="png"),
    path("<short_code:code>.pdf", images.label_pdf, name="label_pdf"),
    path("<short_code:code>/etiqueta.svg", images.label_svg, name="label_svg"),
    path("<short_code:code>/", follow.follow, name="follow"),
    # Printed and scanned without the slash; answered directly, not with a permanent redirect.
    path("<short_code:code>", follow.follow),
]
