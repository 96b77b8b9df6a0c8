"""The form of an image in Wagtail's admin: a damaged file is an error of the form, not of the server."""

from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm


class ArchiveImageForm(BaseImageForm):
    """Wagtail decodes the whole image while it validates and lets the decoder's own errors through."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            field.to_python = _in_words(field.to_python)


def _in_words(to_python: Any) -> Any:
    @wraps(to_python)
    def guarded(data: Any) -> Any:
        try:
            return to_python(data)
        except (OSError, SyntaxError, EOFError) as error:
            raise ValidationError(_("No se pudo leer la imagen: está dañada o no es lo que dice ser.")) from error

    return guarded
