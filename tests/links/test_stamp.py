"""The template tag and the figure that pages show."""

import re

import pytest
from django.template import Context, Template
from wagtail.models import Page

from acervo.links.models import ShortLink
from acervo.links.services import link_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]
STAMP = "{% load links %}{% short_link target suffix as link %}{% include 'links/stamp.html' %}"


def rendered(target, suffix="", title=None) -> str:
    return Template(STAMP).render(Context({"target": target, "suffix": suffix, "title": title}))


def test_the_tag_makes_the_link_once_and_the_figure_shows_it(make_page):
    page = make_page()
    html = rendered(page, title=page.title)
    link = ShortLink.objects.get()
    assert rendered(page, title=page.title) == html
    assert link == link_for(page)
    assert re.search(rf'<img[^>]+src="/q/{link.code}\.svg"', html)
    assert re.search(r'alt="Código QR de «Ley de Archivos»: lleva a acervo\.example\.mx/q/\w+"', html)
    assert f'href="/q/{link.code}/">acervo.example.mx/q/{link.code}</a>' in html
    for url in (link.png_url, link.svg_url, link.label_pdf_url):
        assert f'href="{url}"' in html
    assert "style=" not in html
    assert "<script" not in html


def test_a_part_and_an_outside_source_have_stamps(make_page):
    page = make_page()
    assert link_for(page, suffix="pagina/3/").code in rendered(page, "pagina/3/")
    assert link_for("https://www.inegi.org.mx/").code in rendered("https://www.inegi.org.mx/")


def test_titles_are_escaped(make_page):
    assert "<b>" not in rendered(make_page(), title='<b>"x')


def test_what_does_not_exist_yet_has_no_stamp(db):
    for target in (None, "", Page(title="Vista previa")):
        assert rendered(target).strip() == ""
