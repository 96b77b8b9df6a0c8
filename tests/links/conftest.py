"""A small tree of plain pages in two languages, and ways to read a QR."""

import csv
import io
from copy import deepcopy
from pathlib import Path

import pytest
import zxingcpp
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from PIL import Image
from wagtail.models import Locale, Page, Site

from acervo.links.models import ShortLink


@pytest.fixture(autouse=True)
def plain_site(settings):
    """Plain pages get a template, and addresses a host that people would read."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.BASE_URL = "https://acervo.example.mx"
    # Wagtail keeps the sites' root paths in the cache, where they outlive the rolled-back site of another test.
    cache.clear()


@pytest.fixture
def home(db) -> Page:
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def make_page(home):
    def make(title: str = "Ley de Archivos", *, parent: Page | None = None, **fields) -> Page:
        return (parent or home).add_child(instance=Page(title=title, locale=home.locale, **fields))

    return make


@pytest.fixture
def english(home) -> Locale:
    locale, _created = Locale.objects.get_or_create(language_code="en")
    if not home.has_translation(locale):
        home.copy_for_translation(locale).get_latest_revision_as_object().save_revision().publish()
    return locale


@pytest.fixture
def translate(english):
    """Publish (or only draft) the English translation of a page."""

    def make(page: Page, title: str, *, live: bool = True) -> Page:
        copy = page.copy_for_translation(english)
        copy.title, copy.live = title, live
        copy.save()
        return copy

    return make


@pytest.fixture
def read():
    """The text of the one QR in an image: bytes of a PNG or a Pillow image."""

    def text(image: bytes | Image.Image) -> str:
        if isinstance(image, bytes):
            image = Image.open(io.BytesIO(image))
        codes = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
        assert len(codes) == 1, f"{len(codes)} codes in the image"
        return codes[0].text

    return text


@pytest.fixture
def boss(admin_client):
    return admin_client


@pytest.fixture
def poster(make_page) -> ShortLink:
    page = make_page("Plaza")
    page_type = ContentType.objects.get_for_model(Page)
    return ShortLink.objects.create(target_type=page_type, target_id=page.pk, label="Cartel de la plaza")


@pytest.fixture
def read_csv():
    """The rows of an exported table."""

    def rows(response) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))

    return rows
