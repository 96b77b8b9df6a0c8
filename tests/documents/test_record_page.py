"""The page of a record: what it shows of each type, to whom, and at what cost."""

import datetime as dt
import json
import re

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from acervo.links.models import ShortLink
from documents.enums import AgreementStatus
from documents.models import (
    AgendaItem,
    Agreement,
    Attendee,
    Audience,
    Authority,
    GazetteExtract,
    GazetteIssuePage,
    GuidePage,
    MinutesPage,
    RecordRelation,
    Theme,
)  # fmt: skip
from documents.services.record_links import ensure_links
from documents.services.withdrawal import withdraw_file, withdraw_record
from tests import factories

BUDGET = 12


@pytest.fixture
def parent(site_tree):
    return site_tree.collection


@pytest.fixture
def law(parent):
    theme = Theme.for_code("agua", name="Agua")
    page = factories.record(
        parent,
        "Ley de aguas",
        issued="2016-12-03",
        abstract="Reparte el agua.",
        identifier="LA-1",
        licence="cc-by-4.0",
        themes=[theme],
        audiences=[Audience.for_code("ciudadania", name="Ciudadanía")],
    )
    factories.attach(page, factories.ingested(factories.pdf("Artículo 1", "Artículo 2"), title="Texto de la ley"))
    return page


def html_of(client, page, status=200) -> str:
    response = client.get(page.get_url())
    assert response.status_code == status
    return response.content.decode()


def json_ld_of(html: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])


def test_a_record_shows_its_description_and_how_to_read_it(client, law):
    html = html_of(client, law)
    assert "<h1>Ley de aguas</h1>" in html
    assert f'href="{law.get_url()}pagina/1/"' in html
    assert re.search(r"Descargar PDF \(1\.\d\sKB, 2 p\.\)", html)
    assert 'href="/acervo/vocabulario/temas/agua/"' in html
    assert 'href="/acervo/vocabulario/publicos/ciudadania/"' in html
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in html
    assert "Reparte el agua." in html
    assert law.record_files.get().file.current.sha256 in html
    assert "/imagen/1-s.webp" in html
    assert "Municipio" not in html  # a row without a value is left out


def test_a_record_tells_machines_what_it_is(client, law):
    html = html_of(client, law)
    data = json_ld_of(html)
    assert data["@type"] == "Legislation"
    assert data["name"] == "Ley de aguas"
    assert data["datePublished"] == "2016-12-03"
    assert data["encoding"][0]["contentUrl"].endswith("/v/1/ley.pdf")
    assert '<meta name="DC.title" content="Ley de aguas">' in html
    assert '<meta name="DC.subject" content="Agua">' in html
    assert '<meta property="og:image" content="http' in html
    assert f'<link rel="canonical" href="{data["@id"]}">' in html


def test_text_in_json_ld_cannot_leave_its_script(client, parent):
    title = "</script><script>alert(1)</script> & <!--"
    html = html_of(client, factories.record(parent, title, slug="raro"))
    assert "<script>alert" not in html
    assert json_ld_of(html)["name"] == title


def test_the_image_for_sharing_is_a_picture_of_the_right_size(client, law):
    from io import BytesIO

    from PIL import Image

    response = client.get(law.get_url() + "imagen-para-compartir.png")
    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == (1200, 630)


def test_a_very_long_title_still_makes_a_picture(client, parent):
    page = factories.record(parent, "Acuerdo " + "sobre lo mismo " * 15 + "x" * 20, slug="largo")
    assert client.get(page.get_url() + "imagen-para-compartir.png").status_code == 200


def test_relations_show_in_both_directions_and_only_to_public_records(client, parent, law):
    newer = factories.record(parent, "Ley de aguas nueva")
    draft = factories.record(parent, "Borrador secreto", live=False)
    RecordRelation.objects.create(page=newer, kind="replaces", target=law)
    RecordRelation.objects.create(page=law, kind="is_part_of", target=draft)
    assert "Reemplazado por" in html_of(client, law)
    assert "Ley de aguas nueva" in html_of(client, law)
    assert "Reemplaza a" in html_of(client, newer)
    assert "Borrador secreto" not in html_of(client, law)
    assert "Es parte de" not in html_of(client, law)


def test_records_with_the_same_theme_are_related(client, parent, law):
    theme = Theme.for_code("agua")
    factories.record(parent, "Informe del agua", themes=[theme])
    factories.record(parent, "Informe oculto del agua", themes=[theme], embargo_until=timezone.now() + dt.timedelta(1))
    html = html_of(client, law)
    assert "Informe del agua" in html
    assert "Informe oculto" not in html


def test_a_withdrawn_file_leaves_a_line_with_the_reason(client, law):
    made = law.record_files.get().file
    type(made).objects.filter(pk=made.pk).update(first_public_at=timezone.now())
    made.refresh_from_db()
    withdraw_file(made, reason="Tenía datos personales.")
    html = html_of(client, law)
    assert "Tenía datos personales." in html
    assert "Descargar" not in html.replace("Descargar BibTeX", "").replace("Descargar RIS", "").replace(
        "Descargar el código QR", ""
    )
    assert made.current.sha256 not in html


def test_an_embargoed_file_is_not_mentioned(client, law):
    made = factories.ingested(
        factories.pdf("x"), title="Anexo reservado", embargo_until=timezone.now() + dt.timedelta(1)
    )
    factories.attach(law, made)
    assert "Anexo reservado" not in html_of(client, law)


def test_an_embargoed_record_is_not_served(client, parent):
    page = factories.record(parent, "Reservado", embargo_until=timezone.now() + dt.timedelta(days=1))
    for rest in ("", "cita.bib", "pagina/1/", "imagen-para-compartir.png"):
        assert client.get(page.get_url() + rest).status_code == 404


def test_who_passed_the_password_of_a_record_sees_its_files(client, law):
    restriction = PageViewRestriction.objects.create(page=law, restriction_type="password", password="clave")
    assert "Texto de la ley" not in html_of(client, law)
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{law.pk}/",
        {"password": "clave", "return_url": law.get_url()},
    )
    html = html_of(client, law)
    assert "Texto de la ley" in html
    assert client.get(law.get_url() + "pagina/1/").status_code == 200


def test_a_withdrawn_record_keeps_its_description_and_says_why(client, law):
    withdraw_record(law, reason="Se publicó por error.")
    html = html_of(client, law, status=410)
    assert "Se publicó por error." in html
    assert "LA-1" in html
    assert law.record_files.get().file.current.sha256 not in html
    assert client.get(law.get_url() + "pagina/1/").status_code == 404
    assert client.get(law.get_url() + "cita.bib").status_code == 404


def test_an_old_version_says_what_replaced_it(client, law):
    made = law.record_files.get().file
    made.version_reason = "Se corrige el artículo 2"
    made.file.save("ley.pdf", ContentFile(factories.pdf("Otro")), save=False)
    made.save()
    old = client.get(f"{law.get_url()}archivo/{made.pk}/version/1/").content.decode()
    assert "Esta no es la versión vigente" in old
    assert "La reemplazó la versión 2" in old
    assert "Se corrige el artículo 2" in old
    assert f"/archivo/{made.pk}/v/1/" in old
    new = client.get(f"{law.get_url()}archivo/{made.pk}/version/2/").content.decode()
    assert "Esta no es la versión vigente" not in new
    assert client.get(f"{law.get_url()}archivo/{made.pk}/version/3/").status_code == 404


def test_minutes_show_agreements_with_their_state_and_evidence(client, parent, law):
    page = factories.record(parent, "Primera sesión", model=MinutesPage, issued="2020-01-09", session_number=1)
    Attendee.objects.create(page=page, name="Ana Ruiz", role="Comisionada")
    AgendaItem.objects.create(page=page, text="Plan de trabajo", sort_order=1)
    AgendaItem.objects.create(page=page, text="Lista de asistencia", sort_order=0)
    Agreement.objects.create(
        page=page, number="1.i", text="Se aprueba el plan.", status=AgreementStatus.UNDER_WAY,
        due_date=dt.date(2020, 5, 1), responsible="Coordinación", evidence=law,
    )  # fmt: skip
    html = html_of(client, page)
    for text in ("Ana Ruiz", "Comisionada", "1.i", "Se aprueba el plan.", "Coordinación", "En curso, con retraso"):
        assert text in html
    assert "status--late" in html
    assert html.index("Lista de asistencia") < html.index("Plan de trabajo")
    assert f'href="{law.get_url()}"' in html


def test_a_gazette_leads_from_an_extract_to_its_page(client, parent):
    organ = Authority.for_code("po", name="Periódico Oficial")
    page = factories.record(
        parent, "Suplemento", model=GazetteIssuePage, organ=organ, volume="CXXVI", number=97, supplement="2"
    )
    factories.attach(page, factories.ingested(factories.pdf("a", "b", "c")))
    GazetteExtract.objects.create(page=page, title="Ley Orgánica", page_from=2, page_to=3)
    GazetteExtract.objects.create(page=page, title="Fuera de rango", page_from=9)
    html = html_of(client, page)
    assert "Tomo CXXVI, Núm. 97, Suplemento 2" in html
    assert f'<a href="{page.get_url()}pagina/2/">Ley Orgánica</a>' in html
    assert "pp. 2–3" in html
    assert "pagina/9/" not in html


def test_a_guide_gives_each_source_its_short_link(client, parent, law):
    page = factories.record(parent, "Guía", model=GuidePage)
    sources = [
        {"title": "La ley", "record": law, "url": "", "note": ""},
        {"title": "El diario", "record": None, "url": "https://www.dof.gob.mx/", "note": "Sección 1"},
    ]
    page.parts = [("part", {"heading": "Qué es", "body": "<p>Una forma.</p>", "sources": sources})]
    page.save_revision().publish()
    # Made when the pages were published: one for the guide, one for the law, one for the outside address.
    before = ShortLink.objects.count()
    html = html_of(client, page)
    assert ShortLink.objects.count() == before == 3
    ensure_links(page)
    assert ShortLink.objects.count() == before
    assert '<a href="#parte-1">Qué es</a>' in html
    for link in ShortLink.objects.all():
        assert link.svg_url in html
    PageViewRestriction.objects.create(page=law, restriction_type="login")
    html = html_of(client, page)
    assert "La ley" in html
    assert f'href="{law.get_url()}"' not in html


def full_minutes(parent, *, rows: int) -> MinutesPage:
    """Minutes with `rows` agreements, files, relations and themes."""
    themes = [Theme.for_code(f"t{n}-{rows}", name=f"Tema {n}") for n in range(rows)]
    page = factories.record(parent, f"Sesión de {rows}", model=MinutesPage, themes=themes)
    others = [factories.record(parent, f"Otro {n} de {rows}", themes=themes[:1]) for n in range(rows)]
    for number, other in enumerate(others):
        Agreement.objects.create(page=page, number=str(number), text="Se acuerda.", evidence=other, sort_order=number)
        Attendee.objects.create(page=page, name=f"Persona {number}")
        AgendaItem.objects.create(page=page, text=f"Punto {number}")
        RecordRelation.objects.create(page=page, kind="is_reference_for", target=other)
        RecordRelation.objects.create(page=other, kind="is_part_of", target=page)
        factories.attach(page, factories.ingested(factories.pdf(f"{rows} {number}"), title=f"Archivo {number}"))
    return page


def test_a_record_page_takes_the_same_few_queries_whatever_it_holds(client, parent):
    counts = {}
    for rows in (1, 8):
        page = full_minutes(parent, rows=rows)
        client.get(page.get_url())  # makes the short link, fills what is kept for a few seconds
        with CaptureQueriesContext(connection) as queries:
            html = html_of(client, page)
        assert f"Persona {rows - 1}" in html
        counts[rows] = len(queries)
    assert counts[1] == counts[8]
    assert counts[8] <= BUDGET


def test_a_relation_is_shown_once_and_in_the_language_of_the_page(client, site_tree):
    """The loader of the demonstration copies relations with translations: each showed the other's twin too."""
    from documents.models import RecordPage, RecordRelation

    old, new = (factories.record(site_tree.collection, title) for title in ("Ley vieja", "Ley nueva"))
    RecordRelation.objects.create(page=new, kind="replaces", target=old)
    for page in (site_tree.home, site_tree.archive, site_tree.collection, old, new):
        twin = page.specific.copy_for_translation(site_tree.english)
        twin.title = f"{page.title} (English)"
        twin.save_revision().publish()
    shown = client.get(old.get_url()).content.decode()
    assert shown.count(">Ley nueva</a>") == 1
    assert "Ley nueva (English)" not in shown
    english = RecordPage.objects.get(translation_key=old.translation_key, locale=site_tree.english)
    shown = client.get(english.get_url()).content.decode()
    assert shown.count(">Ley nueva (English)</a>") == 1
    assert ">Ley nueva</a>" not in shown
