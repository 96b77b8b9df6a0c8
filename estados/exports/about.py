"""What the open data of the states say of themselves: licence, addresses."""

from django.urls import reverse

from acervo.base.addresses import absolute
from documents.enums import LICENCE_URLS, Licence

#: The terms under which the federal government of Mexico publishes open data.
LICENCE = Licence.LIBRE_USO
LICENCE_URL = LICENCE_URLS[LICENCE]


def home_url() -> str:
    return absolute(reverse("states:data"))


def download_url(name: str, form: str) -> str:
    return absolute(reverse("states:data_file", args=[name, form]))
