"""The English catalogue is whole and true to its message ids, and nothing that is shown goes past it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from string import Formatter

import polib
import pytest

from tests.base import untranslated
from tests.needs import ROOT, needs_binary

APPS = ("home", "agenda", "documents", "estados", "observatorio", "search", "site")
CATALOGUE = Path("site/acervo/locale/en/LC_MESSAGES/django.po")

#: Templates that no visitor sees as interface: the style page of developers, and the texts of the demonstration.
NOT_INTERFACE = ("styleguide", "home/demo/sources/")

#: Modules whose Spanish is data or a pattern, or for whoever runs a command; the rest of Python asks gettext.
SPANISH_DATA = {
    "agenda/services/recurrence.py": "a pattern of iCalendar",
    "documents/management/commands/strip_images.py": "--help of a command",
    "observatorio/inventory/columns.py": "the sample of a sheet",
    "observatorio/inventory/derived.py": "words of a use",
    "observatorio/inventory/fields.py": "names of standards",
    "observatorio/inventory/periods.py": "ways to write centuries",
    "observatorio/inventory/places.py": "ways to write a state",
    "observatorio/management/commands/import_monuments.py": "--help of a command",
    "site/acervo/backup/management/commands/backup.py": "--help of a command",
    "site/acervo/backup/management/commands/restore.py": "--help of a command",
    "site/acervo/contact/models/messages.py": "the value of a state",
    "observatorio/models/pages_progress.py": "sample content of the editor's preview",
    "observatorio/services/inventory_filters.py": "a pattern of addresses",
    "observatorio/services/monument_preview.py": "the code of a monument without one",
    "site/acervo/tabular/admin/report_rows.py": "headers of a sheet",
    "site/acervo/tabular/reading.py": "the header of a column without one",
    "documents/admin/reports.py": "the name of a file to download",
    "documents/extraction/textual.py": "words by which a text is known to be Spanish",
    "documents/management/commands/import_documents.py": "--help of a command",
    "documents/models/gazette.py": "the first name of a term, which is content and translated as content",
    "documents/models/guide.py": "sample content of the editor's preview",
    "documents/models/records.py": "a public address",
    "documents/services/imports/columns.py": "the rows of the sample list, and headers that it accepts",
    "documents/services/imports/values.py": "ways to write dates and states",
    "documents/services/record_view.py": "a public address",
    "estados/api_debt.py": "the OpenAPI document, in Spanish only",
    "estados/imports_debt/columns.py": "the samples of the sheets",
    "observatorio/api.py": "the OpenAPI document, in Spanish only",
    "observatorio/api_schema.py": "the OpenAPI document, in Spanish only",
    "search/api.py": "the OpenAPI document, in Spanish only",
    "search/api_schema.py": "the OpenAPI document, in Spanish only",
    "search/articles.py": "how an article of a law begins",
    "search/admin/reports.py": "the names of files to download",
    "search/words.py": "words without a meaning of their own",
    "site/acervo/api.py": "the OpenAPI document, in Spanish only",
    "site/acervo/base/api.py": "the OpenAPI document, in Spanish only",
    "site/acervo/base/api_paging.py": "the OpenAPI document, in Spanish only",
    "estados/enums.py": "values of states",
    "estados/exports/schemas.py": "the name of a package",
    "estados/imports/columns.py": "the samples of the sheets",
    "estados/services/national_board.py": "values of states",
    "estados/services/national_figures.py": "names of indicators, which are data",
    "estados/services/tile_map.py": "the tiles, drawn in letters",
    "estados/services/traffic_light.py": "the value of a state",
    "site/acervo/readability/measure.py": "abbreviations",
    "observatorio/services/sections.py": "the name of a group",
    "estados/services/secretariat.py": "names of indicators, which are data",
    "estados/api.py": "the OpenAPI document, in Spanish only",
    "estados/api_schema.py": "the OpenAPI document, in Spanish only",
    "site/acervo/base/blocks.py": "sample content of the editor's preview",
    "site/acervo/base/management/commands/serve.py": "what a command says to whoever runs it",
    "site/acervo/base/states.py": "names of the states",
    "site/acervo/settings/base.py": "the name of a language in itself",
}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / CATALOGUE))


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> polib.POFile:
    """The messages as `make messages` would collect them into an empty catalogue, in a copy of the sources."""
    needs_binary("xgettext", apt="gettext")
    copy = tmp_path_factory.mktemp("sources")

    def not_sources(folder: str, names: list[str]) -> list[str]:
        files = (name for name in names if (Path(folder) / name).is_file())
        return ["__pycache__", *(name for name in files if not name.endswith((".py", ".html", ".txt")))]

    for app in APPS:
        shutil.copytree(ROOT / app, copy / app, ignore=not_sources)
    (copy / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    environment = {"DJANGO_SETTINGS_MODULE": "acervo.settings.development", "DATA_DIR": str(copy / "var")}
    subprocess.run(
        [sys.executable, "site/manage.py", "makemessages", "-l", "en", "--no-wrap", "--add-location", "file"],
        cwd=copy, env={**os.environ, **environment}, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return polib.pofile(str(copy / CATALOGUE))


def _key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def _texts(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each translation with the message id whose placeholders it must have."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    one, many = entry.msgstr_plural[0], entry.msgstr_plural[1]
    return [(entry.msgid, one), (entry.msgid_plural, many)]


def _placeholders(text: str) -> list[str]:
    """The placeholders of both kinds, and the tags and ends of HTML."""
    percent = re.findall(r"%\(\w+\)[-#0 +]*\d*(?:\.\d+)?[a-z]|%[sd]", text)
    braces = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted([*percent, *braces, *re.findall(r"<[^>]*>", text)])


def test_the_catalogue_has_every_message_and_no_other(collected, catalogue):
    wanted, there = {_key(e) for e in collected}, {_key(e) for e in catalogue if not e.obsolete}
    assert len(wanted) > 500
    assert wanted - there == set(), "run `make messages` and translate what is new"
    assert there - wanted == set(), "run `make messages`: no source has these any more"


def test_every_message_is_translated(catalogue):
    assert [e.msgid for e in catalogue if e.obsolete or e.fuzzy or not e.translated()] == []
    assert [e.msgid for e in catalogue if not all(text.strip() for _, text in _texts(e))] == []


def test_translations_have_the_placeholders_and_the_markup_of_their_message(catalogue):
    unlike = [
        (message, text)
        for e in catalogue
        for message, text in _texts(e)
        if _placeholders(message) != _placeholders(text)
    ]
    assert unlike == []


def test_translations_keep_the_spaces_at_their_ends(catalogue):
    def ends(text: str) -> tuple[str, str]:
        return re.match(r"\s*", text)[0], re.search(r"\s*$", text)[0]

    assert [text for e in catalogue for message, text in _texts(e) if ends(message) != ends(text)] == []


def test_translations_are_english(catalogue):
    """Spanish letters and quotation marks stay only in what names a thing: examples, gazettes, columns of a list."""
    names = (
        "Tomo CXXVI Núm. 97", "Periódico Oficial del Gobierno del Estado de Zacatecas", "“sí”",
        "Ciudad de México", "Yucatán", "Nuevo León", "Bahía de Banderas", "Ciudad Juárez",
        "Catálogo Nacional de Monumentos Históricos Inmuebles",
        "Registro Público de Monumentos y Zonas Arqueológicas e Históricos",
        "Junta de Protección y Conservación de Monumentos y Zonas Típicas",
        "Marco Geoestadístico Nacional", "Registro Público Único", "Banco de México", "Ley de Coordinación Fiscal",
        "Constitución Política de los Estados Unidos Mexicanos", "Fernández-Huerta",
        "celular: teléfono móvil",
    )  # fmt: skip

    def rest(text: str) -> str:
        for name in names:
            text = text.replace(name, "")
        return text

    spanish = re.compile(r"[áéíóúñ¿¡«»]")
    assert [text for e in catalogue for _, text in _texts(e) if spanish.search(rest(text))] == []


def test_the_catalogue_says_what_it_is(catalogue):
    assert catalogue.metadata["Language"] == "en"
    assert catalogue.metadata["Plural-Forms"] == "nplurals=2; plural=(n != 1);"


def test_gettext_finds_no_fault_in_the_catalogue():
    msgfmt = needs_binary("msgfmt", apt="gettext")
    result = subprocess.run(
        [msgfmt, "--check", "--output-file=/dev/null", str(ROOT / CATALOGUE)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_templates_show_no_words_that_gettext_does_not_know():
    left = {}
    for path in untranslated.sources(ROOT, APPS, "*.html"):
        name = path.relative_to(ROOT).as_posix()
        if not any(part in name for part in NOT_INTERFACE):
            left[name] = untranslated.words_of_template(path.read_text(encoding="utf-8"))
    assert len(left) > 50
    assert {name: words for name, words in left.items() if words} == {}


def test_python_has_no_spanish_sentences_that_gettext_does_not_know():
    left = {}
    for path in untranslated.sources(ROOT, APPS, "*.py"):
        name = path.relative_to(ROOT).as_posix()
        if not any(part in name for part in ("styleguide", "home/demo/", "/migrations/")):
            left[name] = untranslated.sentences_of_python(path.read_text(encoding="utf-8"))
    assert {name: words for name, words in left.items() if words and name not in SPANISH_DATA} == {}
    assert {name for name in SPANISH_DATA if not left.get(name)} == set(), "these need no exception any more"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Buscar</p>", ["Buscar"]),
        ('<img alt="Una imagen">', ["Una imagen"]),
        ('{% include "a.html" with title="Buscar todo" %}', ["Buscar todo"]),
        ('{% include "a.html" with title=_("Buscar todo") %}', []),
        ('<{{ tag }} class="title">{{ title }}</{{ tag }}>', []),
        ("{% blocktranslate trimmed %}Buscar {{ n }}{% endblocktranslate %}{# Nota #}", []),
        ('<a href="/buscar/" title="{% translate "Buscar" %}">{% translate "Buscar" %}</a>', []),
    ],
)
def test_the_reading_of_templates_sees_bare_words(template, words):
    assert untranslated.words_of_template(template) == words
