"""No public surface tells a name that may not be published, nor anybody's gender."""

import datetime as dt

import pytest

from estados.enums import Sector
from estados.models import SecretariatMember, SecretariatPage
from search import indexing
from tests.estados.test_steps_page import section

pytestmark = pytest.mark.django_db

HIDDEN = "Particular Reservada"
POST = "Vocalía Muy Propia"
ANSWER = "Respuesta Inconfundible"


@pytest.fixture
def members(search_index, zacatecas):
    indexing.rebuild()
    for n in range(2):
        SecretariatMember.objects.create(
            state="32", name=HIDDEN, post=POST, institution="Asociación", sector=Sector.SOCIETY,
            gender=ANSWER, since=dt.date(2015, 9, 25 + n),
        )  # fmt: skip
    for _n in range(2):
        SecretariatMember.objects.create(state="32", institution="Secretaría", sector=Sector.PUBLIC)
    return section(zacatecas, SecretariatPage)


#: Every public address of the states that can be asked without anything else; a part that is missing answers 404.
SURFACES = (
    "/estados/", "/estados/zacatecas/", "/estados/zacatecas/secretariatpage/",
    "/estados/zacatecas/secretariatpage/?al=2016-06-30", "/estados/zacatecas/novedades.atom", "/estados/datos/",
    "/estados/datos/secretariados.csv", "/estados/datos/secretariados.json", "/estados/datos/entidades.json",
    "/estados/datos/secretariados.schema.json", "/api/v1/states", "/buscar/?q=Reservada", "/buscar/?q=Inconfundible",
    "/sitemap.xml",
)  # fmt: skip


@pytest.mark.parametrize("path", SURFACES)
def test_nothing_public_tells_what_may_not_be_told(client, members, path):
    response = client.get(path)
    assert response.status_code == 200
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode("utf-8", "replace")
    for hidden in (HIDDEN, ANSWER, POST):
        assert hidden not in text


def test_the_section_that_shows_them_answers(client, members):
    html = client.get(members.get_url()).content.decode()
    assert "Asociación" in html
    assert "Sin dato u otra respuesta" in html
