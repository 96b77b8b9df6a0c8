"""What the tests of the import's admin share: an upload, the dry run, the text of a page."""

import re

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from acervo.tabular.models import Batch

SHEET = """clave;nombre;enlace;Observación;orden
alfa;Archivo Alfa;https://alfa.example;nada;federal
beta;BETA Y COMPAÑÍA;;;estatal
gama;Archivo Gama;;;marciano
;Sin clave;;;federal
delta;Museo Delta;;;
"""


def grant(user, *names: str) -> None:
    for name in names:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def address(name: str, batch: Batch | None = None) -> str:
    return reverse(f"acervo_tabular:{name}", args=[batch.pk if batch else "toys"])


def send(client, text: str = SHEET, *, name: str = "hoja.csv", query: str = "", **data):
    upload = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(
        address("upload") + query, {"source": "inah", "blank_policy": "keep", "file": upload, **data}, follow=False
    )


def mapped(client, batch: Batch, **choices: str):
    """Post the columns step as its page offers it, but for `choices`."""
    offered = {f"column-{index}": name for index, name in batch.mapping.items()}
    return client.post(address("columns", batch), offered | choices)


def checked(client, run, text: str = SHEET, **data) -> Batch:
    send(client, text, **data)
    batch = Batch.objects.latest("pk")
    with run():
        mapped(client, batch)
    batch.refresh_from_db()
    return batch


def text_of(response) -> str:
    html = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", " ", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())
