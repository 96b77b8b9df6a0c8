"""Every kind of public page: accessible, valid, no wider than the screen, no fault, at both widths and in both schemes."""

import json
import subprocess

import pytest
from django.template.loader import render_to_string

from tests.looking import violations
from tests.needs import needs_java, needs_vnu

#: Kind of page → its address in the demo site. `{law}` is a law imported for the journeys.
PAGES = {
    "home": "/",
    "home in English": "/en/",
    "archive": "/acervo/",
    "archive filtered to nothing": "/acervo/?anio=1800",
    "collection": "/acervo/actas-y-acuerdos/",
    "year of a collection": "/acervo/periodico-oficial/2016/",
    "guide": "@abc-de-gobierno-abierto",
    "gazette issue": "@periodico-oficial/",
    "minutes": "@actas-y-acuerdos/",
    "generic record": "@informes/",
    "reader": "@abc-de-gobierno-abierto+pagina/2/?q=gobierno",
    "reader, text only": "@abc-de-gobierno-abierto+pagina/2/?vista=texto",
    "vocabulary": "/acervo/vocabulario/temas/",
    "term": "/acervo/vocabulario/tipos/acta/",
    "search": "/buscar/?q=municipio",
    "search without results": "/buscar/?q=zxqwv",
    "empty search": "/buscar/",
    "observatory": "/observatorio/",
    "observatory in English": "/en/observatory/",
    "legal framework": "/observatorio/marco-normativo/",
    "focused transparency": "/observatorio/transparencia-focalizada/",
    "progress": "/observatorio/avances/",
    "museums": "/observatorio/museos/",
    "virtual library": "/observatorio/biblioteca-virtual/",
    "contact": "/observatorio/contacto/",
    "other": "/observatorio/otros/",
    "calendar of the observatory": "/observatorio/agenda/",
    "inventory": "/observatorio/inmuebles/",
    "inventory as gallery": "/observatorio/inmuebles/?vista=galeria",
    "inventory as map": "/observatorio/inmuebles/?vista=mapa",
    "inventory filtered to nothing": "/observatorio/inmuebles/?q=zxqwv",
    "data dictionary": "/observatorio/inmuebles/diccionario/",
    "monument": "/observatorio/inmuebles/ZAC-0001/",
    "monument in English": "/en/observatorio/inmuebles/ZAC-0001/",
    "monument with little known": "/observatorio/inmuebles/ZAC-0066/",
    "report of damage": "/observatorio/inmuebles/ZAC-0001/reportar/?tipo=dano",
    "works": "/observatorio/intervenciones/",
    "streets": "/observatorio/intervenciones/calles/",
    "front of a state": "/estados/zacatecas/",
    "front of a state that says nothing": "/estados/nayarit/",
    "evidence of a state": "/estados/zacatecas/evidencias/",
    "documents of a state": "/estados/zacatecas/documentos/",
    "courses of a state": "/estados/zacatecas/cursos/",
    "steps of a state": "/estados/zacatecas/donde-vamos/",
    "steps of an earlier cycle": "/estados/zacatecas/donde-vamos/?ciclo=1",
    "steps of a state that says nothing": "/estados/nayarit/donde-vamos/",
    "secretariat": "/estados/morelos/secretariado/?al=2016-02-31",
    "board of a state": "/estados/zacatecas/compromisos/",
    "board as a timeline": "/estados/zacatecas/compromisos/?vista=linea",
    "board by goal": "/estados/zacatecas/compromisos/?vista=ods",
    "board by theme": "/estados/zacatecas/compromisos/?vista=temas",
    "board by body": "/estados/zacatecas/compromisos/?vista=instituciones",
    "board of a past day": "/estados/zacatecas/compromisos/?al=2017-06-30",
    "commitment": "/estados/zacatecas/compromisos/ZAC-PAL1-C1/",
    "question about a commitment": "/estados/zacatecas/compromisos/ZAC-PAL1-C1/preguntar/",
    "questions about a commitment": "/estados/zacatecas/compromisos/ZAC-PAL1-C1/preguntas/",
    "questions of a state": "/estados/zacatecas/preguntas/",
    "news of a state": "/estados/zacatecas/noticias/",
    "contact of a state": "/estados/zacatecas/contacto/",
    "plan": "/estados/zacatecas/planes/1/",
    "plans of a state": "/estados/zacatecas/planes/",
    "public debt without figures": "/estados/zacatecas/deuda-publica/",
    "public debt, samples": "/estados/tlaxcala/deuda-publica/",
    "loan": "/estados/tlaxcala/deuda/creditos/MUESTRA-1/",
    "agenda": "/agenda/",
    "empty month": "/agenda/2017/05/",
    "month": "/agenda/2020/05/",
    "month of one state": "/agenda/2020/05/?estado=09",
    "month in English": "/en/calendar/2020/05/",
    "year": "/agenda/2020/",
    "week": "/agenda/2020/semana/19/",
    "day": "/agenda/2020/09/15/",
    "event": "/agenda/conversatorio-de-gobierno-abierto-y-participacion-ciudadana/",
    "event that repeats": "/agenda/taller-mensual-de-edicion/",
    "event without a date": "/agenda/hackaton-para-mejorar-la-pagina-retys/",
    "national board": "/estados/",
    "national board, a cut": "/estados/?corte=2017-05&orden=-paso",
    "national board, two cuts": "/estados/?corte=2020-11-10&contra=2016-09",
    "national board filtered to nothing": "/estados/?corte=2017-05&paso=5",
    "standard page": "/acerca-de/",
    "verify": "/verificar/",
    "verified: unknown": "/verificar/" + "0" * 64 + "/",
    "short link to nothing": "/q/zzzzzzz/",
    "not found": "/no-existe/",
    "API documentation": "/api/v1/docs",
}


@pytest.fixture(scope="session")
def address_of(site):
    """The address of a kind of page; `@collection+rest` is the first record with a reader in that collection."""
    import urllib.request

    found: dict[str, str] = {}

    def first_record(collection: str) -> str:
        if collection not in found:
            with urllib.request.urlopen(f"{site.url}/acervo/{collection}/registros.json") as answer:
                rows = json.load(answer)
            found[collection] = rows[0]["url"].removeprefix(site.url)
        return found[collection]

    def address(kind: str) -> str:
        path = PAGES[kind]
        if path.startswith("@"):
            collection, _plus, rest = path[1:].partition("+")
            return first_record(collection.strip("/")) + rest
        return path

    return address


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_accessible_and_fits_and_has_no_fault(new_page, address_of, kind):
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = new_page(width=width, color_scheme=scheme)
        response = page.goto(address_of(kind))
        assert response.status < 500
        assert page.locator("main").count() == 1
        assert page.locator("h1").count() == 1
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spare == 0, f"{kind} is {spare} px wider than {width}"
        # The colours of every pair of tokens in both schemes are another test's matter (tests/base/test_design.py).
        assert violations(page) == []
        assert page.faults == []
        page.context.close()


def test_the_html_of_every_kind_of_page_is_valid(site, address_of, tmp_path):
    import urllib.error
    import urllib.request

    java, vnu = needs_java(), needs_vnu()
    for kind in PAGES:
        request = urllib.request.Request(site.url + address_of(kind), headers={"Accept": "text/html"})
        try:
            html = urllib.request.urlopen(request).read()
        except urllib.error.HTTPError as error:
            html = error.read()
        (tmp_path / f"{kind.replace(' ', '-').replace(',', '').replace(':', '')}.html").write_bytes(html)
    for name in ("500", "maintenance"):
        (tmp_path / f"{name}.html").write_text(render_to_string(f"{name}.html"), encoding="utf-8")
    done = subprocess.run(
        [java, "-jar", vnu, "--format", "json", "--exit-zero-always", str(tmp_path)], capture_output=True, text=True
    )
    messages = json.loads(done.stderr)["messages"]
    errors = [
        f"{m['url'].rpartition('/')[2]}:{m.get('lastLine')}: {m['message']}" for m in messages if m["type"] == "error"
    ]
    assert not errors, "\n".join(errors)


def test_every_page_carries_its_security_headers(site, address_of):
    import urllib.error
    import urllib.request

    for kind in PAGES:
        try:
            answer = urllib.request.urlopen(site.url + address_of(kind))
        except urllib.error.HTTPError as error:
            answer = error
        policy = answer.headers["Content-Security-Policy"]
        assert policy, kind
        assert "unsafe-inline" not in policy, kind
        assert "default-src 'self'" in policy, kind
        assert answer.headers["X-Content-Type-Options"] == "nosniff", kind
        assert answer.headers["Referrer-Policy"], kind
