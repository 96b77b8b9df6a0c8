"""What a visitor reads below /en/ is English: no sentence of the interface is left in Spanish."""

import re

import polib
import pytest

from documents.models import GazetteIssuePage, GuidePage, MinutesPage
from documents.services.withdrawal import withdraw_record
from tests import factories
from tests.base import untranslated
from tests.needs import ROOT

#: Words of an interface that is still Spanish.
INTERFACE_WORDS = re.compile(
    r"(?<![/\w])(?:buscar|búsqueda|inicio|registros?|siguiente|anterior|descargar|leer|citar|copiar|página|páginas|"
    r"colecciones|verificar|menú|idioma|filtrar|quitar|versión|versiones|archivo|archivos|ir al contenido)\b",
    re.IGNORECASE,
)


@pytest.fixture
def english_site(site_tree, search_index, committing):
    """The tree in English, with one record of each type; every title and text of its content is English."""

    def copy(page, title: str):
        made = page.copy_for_translation(site_tree.english)
        made.title = title
        made.save_revision().publish()
        return made

    with committing():
        copy(site_tree.home, "Test archive")
        copy(site_tree.archive, "Archive")
        parent = copy(site_tree.collection, "Laws")
        law = factories.record(parent, "Law of water", issued="2016-12-03", licence="cc-by-4.0", language="en")
        made = factories.ingested(factories.pdf("Section one", "Section two"), title="Text of the law")
        factories.attach(law, made)
        others = [
            factories.record(parent, "Guide", model=GuidePage),
            factories.record(parent, "Gazette", model=GazetteIssuePage, volume="CXXVI", number=97),
            factories.record(parent, "Session", model=MinutesPage, issued="2020-01-09", session_number=1),
        ]
        gone = factories.record(parent, "Gone")
        withdraw_record(gone, reason="A mistake.")
    address = law.get_url()
    site_tree.addresses = {
        "home": "/en/",
        "archive": parent.get_parent().get_url(),
        "collection": parent.get_url(),
        "record": address,
        "reader": f"{address}pagina/1/?q=section",
        "no such page": f"{address}pagina/9/",
        "version": f"{address}archivo/{made.pk}/version/1/",
        "guide": others[0].get_url(),
        "gazette": others[1].get_url(),
        "minutes": others[2].get_url(),
        "withdrawn": gone.get_url(),
        "search": "/en/buscar/?q=water",
        "search without results": "/en/buscar/?q=xylophone",
        "verify": "/en/verificar/",
        "verify, found": f"/en/verificar/{made.current.sha256}/",
        "vocabulary": "/en/acervo/vocabulario/temas/",
        "not found": "/en/no-such-page/",
    }
    site_tree.statuses = {"no such page": 404, "withdrawn": 410, "not found": 404}
    return site_tree


def test_english_pages_show_no_spanish_interface(client, english_site):
    """No piece of text of a page is a message id, or has a word of the interface in Spanish."""
    catalogue = polib.pofile(str(ROOT / "site/acervo/locale/en/LC_MESSAGES/django.po"))
    messages = {e.msgid for e in catalogue if e.msgstr and e.msgstr != e.msgid}
    content = {"Acervo", "Ley", "Congreso de la Unión"}  # the name of the site, and terms without a translation
    left = {}
    for name, address in english_site.addresses.items():
        response = client.get(address)
        html = response.content.decode()
        assert response.status_code == english_site.statuses.get(name, 200), (name, address)
        assert '<html lang="en"' in html, (name, address)
        pieces = untranslated.shown(html, own="en")
        left[name] = [p for p in pieces if (p in messages or INTERFACE_WORDS.search(p)) and p not in content]
    assert {name: pieces for name, pieces in left.items() if pieces} == {}
