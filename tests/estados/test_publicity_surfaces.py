"""What the public may not see of a state is nowhere: every kind of secret, looked for on every surface that tells anything."""

import io

import openpyxl
import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from acervo.links.services import link_for
from estados.exports.resources import resources
from estados.models import (
    Commitment,
    CommitmentsPage,
    Evidence,
    PlansPage,
    Question,
    SecretariatMember,
    SecretariatPage,
    StepRecord,
    StepsPage,
)
from tests import factories
from tests.estados import making
from tests.estados.boards import section
from tests.estados.open_data import bytes_of, rich

pytestmark = pytest.mark.django_db
CODE = "ZAC-PAL1-C1"
PAGE = f"/estados/zacatecas/compromisos/{CODE}/"
#: A word that is nowhere else → what it stands for.
SECRETS = {
    "zarigüeya": "a commitment that is a draft", "zumaque": "the draft of a published commitment",
    "zopilote": "a plan that is a draft", "zanate": "a published commitment of a plan that is a draft",
    "zurrón": "a plan of a private microsite", "zagal": "a commitment of a private microsite",
    "zalema": "a step of a private microsite", "zafio": "a plan of an unpublished microsite",
    "Zenobia": "the name of a member that is not public", "zeta@": "the address for mails of a body",
    "género-zeta": "the gender of a member", "zozobra": "a pending question", "zurda@": "the address of who asks",
    "zarandaja": "a report that was withdrawn", "zinc": "evidence that is a private record", "Zurcido": "that record",
}  # fmt: skip
HIDDEN_PAGES = (
    "/estados/zacatecas/compromisos/ZAC-PAL1-C8/", "/estados/zacatecas/planes/2/", "/estados/zacatecas/compromisos/ZAC-PAL2-C1/",
    "/estados/morelos/planes/1/", "/estados/morelos/compromisos/MOR-PAL1-C1/", "/estados/oaxaca/planes/1/",
    "/estados/oaxaca/", "/estados/morelos/novedades.atom",
)  # fmt: skip
SURFACES = {
    "page": (PAGE, f"/en{PAGE}", f"{PAGE}?al=2017-05-15", f"{PAGE}preguntas/"),
    "plan": ("/estados/zacatecas/planes/1/", "/estados/zacatecas/planes/"),
    "microsite": ("/estados/zacatecas/", "/estados/zacatecas/secretariado/", "/estados/zacatecas/pasos/"),
    "board": tuple(
        f"/estados/zacatecas/compromisos/?vista={view}" for view in ("tabla", "cronograma", "ods", "temas", "instituciones")
    ),
    "national board": ("/estados/", "/en/estados/"),
    "embed": (f"{PAGE}incrustar/", "/estados/zacatecas/tablero/incrustar/"),
    "feeds": ("/estados/zacatecas/novedades.atom", "/estados/zacatecas/documentos.atom"),
    "questions": ("/estados/zacatecas/preguntas/",),
    "sitemap": ("/sitemap.xml",),
    "search": ("/buscar/?q=deuda", "/en/buscar/?q=deuda", "/api/v1/search?q=deuda", "/api/v1/search"),
    "api": ("/api/v1/states?page_size=100", "/api/v1/commitments", f"/api/v1/commitments/{CODE}", "/api/v1/milestones", "/api/v1/cuts"),
    "dictionary": ("/estados/datos/", "/estados/datos/datapackage.json"),
    "oembed": (f"/oembed/?url=http://localhost{PAGE}",),
}  # fmt: skip


@pytest.fixture
def made(site_tree, search_index, committing):
    """Zacatecas public with a secret of every kind; Morelos private, Oaxaca unpublished."""
    with committing():
        found = rich(site_tree)
        for model, title, slug in (
            (SecretariatPage, "Secretariado", "secretariado"), (StepsPage, "Pasos", "pasos"),
        ):  # fmt: skip
            found.page.refresh_from_db()
            found.page.add_child(instance=model(title=title, slug=slug, locale=found.page.locale))
        section(found.page, CommitmentsPage)
        section(found.page, PlansPage)
        _secrets_of_zacatecas(found, site_tree)
        morelos, oaxaca = making.state(site_tree, "17"), making.state(site_tree, "20")
        for key, word in (("17", "zurrón"), ("20", "zafio")):
            plan = making.plan(key, title=f"Plan {word}")
            making.milestone(making.commitment(plan, 1, title=f"Compromiso {word} zagal"), "zagal")
            StepRecord.objects.create(state=key, step=1, status="en-marcha", note="zalema")
        PageViewRestriction.objects.create(page=morelos, restriction_type="login")
        oaxaca.unpublish()
    return found


def _secrets_of_zacatecas(found, site_tree):
    making.commitment(found.plan, 8, title="Compromiso zarigüeya", live=False)
    draft = Commitment.objects.get(pk=found.commitment.pk)
    draft.title = "Un zumaque en borrador"
    draft.save_revision()
    hidden = making.plan("32", 2, title="Plan zopilote", live=False)
    making.commitment(hidden, 1, title="Compromiso zanate")
    SecretariatMember.objects.create(
        state="32", institution="Cámara", sector="privada", name="Zenobia", gender="género-zeta"
    )
    found.lead.email = "zeta@secreto.example"
    found.lead.save()
    Question.objects.create(commitment=found.commitment, text="¿Y la zozobra?", name="Zenobia", email="zurda@x.example")
    Question.objects.create(commitment=found.commitment, text="¿Cuánto se debe?", email="zurda@x.example", status="publicada")  # fmt: skip
    gone = making.verdict(found.commitment, "garante", words="Una zarandaja", on="2017-05-10")
    gone.withdrawn_at, gone.withdrawal_reason = timezone.now(), "Se escribió por error"
    gone.save()
    private = factories.record(site_tree.collection, "Registro Zurcido", live=False)
    Evidence.objects.create(milestone=found.milestone, record=private, label="zinc")


def told(client, address):
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    content = bytes_of(response)
    if address.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(f"{cell.value}" for sheet in book for row in sheet.iter_rows() for cell in row)
    return content.decode()


def leaks(text):
    return {word: what for word, what in SECRETS.items() if word.casefold() in text.casefold()}


@pytest.mark.parametrize("surface", SURFACES)
def test_no_secret_is_on_the_surface(client, made, surface):
    for address in SURFACES[surface]:
        found = leaks(told(client, address))
        if surface == "page":
            found.pop("zarandaja", None)  # its history shows it struck through; see the test below
        assert found == {}, address


def test_a_withdrawn_report_stands_only_in_the_history_of_its_commitment_with_the_reason(client, made):
    text = told(client, PAGE)
    assert "Informe retirado" in text
    assert "Se escribió por error" in text


def test_no_secret_is_in_any_file_of_open_data(client, made):
    for item in resources():
        for form in ("csv", "xlsx", "json"):
            text = told(client, f"/estados/datos/{item.name}.{form}")
            assert leaks(text) == {}, (item.name, form)
    assert "Seguimiento a la deuda" in told(client, "/estados/datos/compromisos.csv")


def test_no_secret_is_found(client, made):
    for word in SECRETS:
        answer = client.get("/api/v1/search", {"q": word.strip("@")}).json()
        assert answer["total"] == 0, word
        assert not any(answer["facets"].values()), word
    assert client.get("/api/v1/search", {"q": "deuda"}).json()["total"] >= 1


@pytest.mark.parametrize("path", HIDDEN_PAGES)
def test_what_is_not_public_has_no_page(client, made, path):
    for address in (path, f"/en{path}"):
        response = client.get(address)
        assert response.status_code == 404, (address, response.status_code)
        assert leaks(bytes_of(response).decode()) == {}


def test_the_other_ways_to_ask_for_it_lead_nowhere_either(client, made):
    draft = Commitment.objects.get(code="ZAC-PAL1-C8")
    for code in (draft.code, "MOR-PAL1-C1", "ZAC-PAL2-C1"):
        assert client.get(f"/api/v1/commitments/{code}").status_code == 404
        assert (
            client.get("/oembed/", {"url": f"http://localhost/estados/zacatecas/compromisos/{code}/"}).status_code
            == 404
        )
    assert client.get("/estados/zacatecas/compromisos/ZAC-PAL1-C8/incrustar/").status_code == 404
    for hidden in (draft, Commitment.objects.get(code="MOR-PAL1-C1")):
        link = link_for(hidden)
        followed = client.get(f"/q/{link.code}/")
        assert followed.status_code in (404, 410)
        assert leaks(followed.content.decode()) == {}
        for form in ("svg", "png", "pdf"):
            assert leaks(bytes_of(client.get(f"/q/{link.code}.{form}")).decode("latin-1")) == {}
    shown = client.get(f"/q/{link_for(made.commitment).code}/")
    assert shown.status_code in (301, 302)
    assert shown["Location"].endswith(PAGE)
