"""The public look: readable colours in both schemes, a whole style sheet, typefaces and catalogues made at build."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont

from acervo.base import assets, fonts
from acervo.base.catalogues import compile_catalogues

CSS = assets.STATIC_DIR / "css"
TEMPLATES = Path(settings.SITE_DIR) / "templates"

# (text, background, smallest ratio): 4.5 for text, 3 for the edges of controls and the focus ring (WCAG 1.4.3, 1.4.11)
SURFACES = ("paper", "surface", "sunken")
PAIRS = [
    *[(ink, ground, 4.5) for ink in ("ink", "ink-soft", "accent", "accent-strong", "bad") for ground in SURFACES],
    *[(state, ground, 4.5) for state in ("done", "underway", "late", "notstarted") for ground in SURFACES],
    *[(state, f"{state}-soft", 4.5) for state in ("done", "underway", "late", "notstarted", "bad")],
    ("accent-ink", "accent", 4.5),
    ("accent-ink", "accent-strong", 4.5),
    ("accent", "accent-soft", 4.5),
    ("accent-strong", "accent-soft", 4.5),
    ("ink", "accent-soft", 4.5),
    ("mark-ink", "mark", 4.5),
    ("paper", "ink", 4.5),
    *[("line-strong", ground, 3) for ground in SURFACES],
    *[("focus", ground, 3) for ground in SURFACES],
    *[
        (ink, ground, 4.5)
        for ink in ("table-ink", "table-soft", "table-accent")
        for ground in ("table", "table-raised")
    ],
    ("table-ink", "table-line", 4.5),
]


def _schemes() -> dict[str, dict[str, str]]:
    """Colour tokens of the light and of the dark scheme; dark begins where the media query does."""
    light, dark = (CSS / "tokens.css").read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)")
    tokens = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")
    return {"light": dict(tokens.findall(light)), "dark": dict(tokens.findall(dark))}


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_tokens_is_readable(scheme):
    tokens = _schemes()[scheme]
    weak = [
        f"--{ink} on --{ground}: {ratio:.2f} < {least}"
        for ink, ground, least in PAIRS
        if (ratio := _contrast(tokens[ink], tokens[ground])) < least
    ]
    assert not weak, "\n".join(weak)


def test_the_dark_scheme_names_every_colour_of_the_light_one():
    schemes = _schemes()
    assert schemes["light"].keys() == schemes["dark"].keys()


def test_the_style_sheet_lists_every_part_once():
    listed = assets.IMPORT.findall((CSS / "site.css").read_text(encoding="utf-8"))
    parts = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"site.css", "error.css"}
    assert len(listed) == len(set(listed))
    assert set(listed) == parts


def test_every_custom_property_in_use_is_a_token():
    defined = set(re.findall(r"--([\w-]+):", (CSS / "tokens.css").read_text(encoding="utf-8")))
    for path in CSS.rglob("*.css"):
        if path.name != "error.css":
            used = set(re.findall(r"var\(--([\w-]+)", path.read_text(encoding="utf-8")))
            assert used <= defined, f"{path.name}: {sorted(used - defined)}"


def test_the_built_style_sheet_is_one_file_whose_links_exist(tmp_path):
    first = assets.build_all(build_dir=tmp_path, locale_paths=[])
    again = assets.build_all(build_dir=tmp_path, locale_paths=[])

    sheet = tmp_path / "static" / "build" / "site.css"
    text = sheet.read_text(encoding="utf-8")
    assert sheet in first
    assert again == []
    assert "@import" not in text
    links = re.findall(r'url\("([^"]+)"\)', text)
    assert len(links) == len(fonts.FACES)
    assert all((sheet.parent / link).exists() for link in links)


def test_the_cut_typefaces_hold_spanish_and_english_and_weigh_little(tmp_path):
    fonts.build(tmp_path)
    for face in fonts.FACES:
        path = tmp_path / face.name
        letters = set(TTFont(path).getBestCmap())
        assert {ord(c) for c in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”‘’—–…€§ºªçàèê0123456789&@"} <= letters, face.name
        assert path.stat().st_size < 32_000, face.name


def test_without_the_font_packages_the_page_keeps_the_system_typefaces(tmp_path, monkeypatch):
    monkeypatch.setattr(fonts, "FACES", (fonts.Face("no_such_package", "X.ttf", "Acervo Serif", 400),))
    assets.build_all(build_dir=tmp_path, locale_paths=[])
    text = (tmp_path / "static" / "build" / "site.css").read_text(encoding="utf-8")
    assert "@font-face" not in text
    assert "Georgia" in text


def test_collectstatic_accepts_sources_and_build_with_hashed_names(tmp_path, settings):
    assets.build_all(build_dir=tmp_path / "build", locale_paths=[])
    settings.BUILD_DIR = tmp_path / "build"
    settings.STATICFILES_DIRS = [assets.STATIC_DIR, tmp_path / "build" / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = str(tmp_path / "out")
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": manifest}}

    call_command("collectstatic", interactive=False, verbosity=0)

    html = Template("{% load ui %}{% site_css %}").render(Context())
    (link,) = re.findall(r'href="/static/([^"]+)"', html)
    text = (tmp_path / "out" / link).read_text(encoding="utf-8")
    assert re.search(r"build/site\.[0-9a-f]{12}\.css", link)
    assert re.search(r"acervo-serif-400-regular\.[0-9a-f]{12}\.woff2", text)


def test_a_catalogue_is_compiled_without_gettext_programs(tmp_path):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Búsqueda"\nmsgstr "Search"\n',
        encoding="utf-8",
    )
    assert compile_catalogues([tmp_path]) == [folder / "django.mo"]
    assert compile_catalogues([tmp_path]) == []
    assert gettext.translation("django", tmp_path, ["en"]).gettext("Búsqueda") == "Search"


def _public_templates() -> list[Path]:
    root = Path(settings.ROOT_DIR)
    folders = [TEMPLATES, *root.glob("*/templates"), *root.glob("site/acervo/*/templates")]
    found = {path for folder in folders for path in folder.rglob("*.html")}
    return sorted(path for path in found if "admin" not in path.parts)


def test_no_public_template_needs_an_inline_style_or_script():
    forbidden = re.compile(
        r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*(\bsrc=|application/(ld\+)?json))"
    )
    guilty = [
        f"{path}: {found[0]}"
        for path in _public_templates()
        if (found := forbidden.search(path.read_text(encoding="utf-8")))
    ]
    assert not guilty, "\n".join(guilty)


def test_every_icon_that_a_template_names_is_drawn():
    drawn = {path.stem for path in (TEMPLATES / "icons").glob("*.svg")}
    named = {
        (path.name, name)
        for path in _public_templates()
        for name in re.findall(r'{% icon "([\w-]+)" %}', path.read_text(encoding="utf-8"))
    }
    assert not {(where, name) for where, name in named if name not in drawn}


def test_every_icon_is_silent_to_screen_readers():
    for path in (TEMPLATES / "icons").glob("*.svg"):
        assert 'aria-hidden="true"' in path.read_text(encoding="utf-8"), path.name


def test_a_status_chip_says_its_state_in_a_shape_and_a_word():
    template = Template("{% load ui %}{% status_chip state %}")
    seen = {}
    for state in ("done", "underway", "late", "notstarted", "noinfo"):
        html = template.render(Context({"state": state}))
        seen[re.search(r"<svg.*?</svg>", html, re.DOTALL)[0]] = re.sub(r"<.*?>", "", html, flags=re.DOTALL).strip()
    assert sorted(seen.values()) == ["Con retraso", "Cumplido", "En proceso", "Sin información", "Sin iniciar"]


def test_an_unknown_status_is_shown_as_no_information():
    assert "status--noinfo" in Template("{% load ui %}{% status_chip 'x' %}").render(Context())


def test_the_pager_keeps_the_query_and_leaves_gaps(rf):
    page = Paginator(range(200), 10).page(9)
    html = render_to_string("components/pager.html", {"page_obj": page}, request=rf.get("/buscar/?q=agua&page=9"))
    assert 'href="?q=agua&amp;page=10"' in html
    assert re.findall(r'<a href="[^"]*page=(\d+)"', html) == ["1", "8", "10", "20"]
    assert html.count("…") == 2


def test_a_row_of_metadata_without_values_is_left_out():
    rows = [
        {"label": "Lugar", "value": ""},
        {"label": "Tipo", "value": "Acta"},
        {"label": "Temas", "values": [{"label": "Agua"}]},
    ]
    html = render_to_string("components/metadata.html", {"rows": rows})
    assert re.findall(r"<dd>(.*?)</dd>", html) == ["Acta", "Agua"]
    assert "Lugar" not in html


@pytest.mark.parametrize("name", ["500.html", "maintenance.html"])
def test_the_page_of_a_broken_site_needs_nothing(name, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    html = render_to_string(name)  # no request, no context, no database (pytest would refuse it), no manifest
    assert "<h1>" in html
    for link in re.findall(r'href="/static/([^"]+)"', html):
        assert (assets.STATIC_DIR / link).exists(), link
