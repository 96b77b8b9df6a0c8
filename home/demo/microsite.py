"""The sections of the demonstration's observatory, in two languages."""

import json
import tomllib
import uuid
from functools import cache
from typing import Any

from wagtail.rich_text import RichText

from acervo.contact.models import ContactPage
from documents.models import RecordPage, RecordType, Theme
from observatorio.models import (
    HeritageSite,
    LibraryPage,
    MuseumsPage,
    ObservatoryPage,
    OpenDataPage,
    OtherPage,
    ProgressPage,
    RegulationsPage,
)
from observatorio.services.sections import let_answer

from .heritage import HERE
from .markup import to_html
from .site_pages import Tree
from .translate import Words, html_words, plain_words, translate

MODELS = {
    model.__name__: model
    for model in (RegulationsPage, OpenDataPage, ProgressPage, MuseumsPage, LibraryPage, ContactPage, OtherPage)
}


@cache
def read_sections() -> dict[str, Any]:
    """`content/heritage/pages.toml`."""
    return tomllib.loads((HERE / "pages.toml").read_text(encoding="utf-8"))


def make_microsite(tree: Tree, records: dict[str, RecordPage], *, user: Any) -> None:
    """Give the observatory its sites and its sections, published and translated. Sites and records must be there."""
    texts = read_sections()
    front = ObservatoryPage.objects.child_of(tree.home).get()
    keys = texts["front"]["sites"]
    sites = {site.reference or site.slug: site for site in HeritageSite.objects.all()}
    for page in (front, front.get_translation(tree.english)):
        page.sites = [sites[key] for key in keys]
        page.state = texts["front"]["state"]
        page.save_revision(user=user).publish()
    for section in texts["section"]:
        _make_section(front, section, tree, records, user=user)


def _make_section(front: ObservatoryPage, texts: dict[str, Any], tree: Tree, records: dict[str, RecordPage], *, user: Any) -> None:  # fmt: skip
    model = MODELS[texts["model"]]
    page: Any = model(title=texts["title"], slug=texts["slug"], show_in_menus=True, owner=user, locale=front.locale)
    page.body = [("text", RichText(to_html(texts["body"])))]
    for name in ("asked_for", "responsible"):
        if name in texts:
            setattr(page, name, texts[name])
    if model is MuseumsPage:
        page.state = texts["state"]
    if model in (RegulationsPage, OpenDataPage, LibraryPage):
        page.themes = [Theme.objects.get(code="patrimonio", locale=front.locale)]
        page.record_types = list(RecordType.objects.filter(code__in=texts.get("types", []), locale=front.locale))
    words = _words(texts)
    if "commitment" in texts:
        commitment = texts["commitment"]
        page.commitments = page._meta.get_field("commitments").to_python(_commitment(commitment, records))
        words |= plain_words(*((commitment[name], commitment[f"{name}_en"]) for name in ("title", "plan", "text")))
        words |= plain_words(*((item["text"], item["text_en"]) for item in commitment["advances"]))
    front.refresh_from_db()
    front.add_child(instance=page)
    page.save_revision(user=user).publish()
    if model is ContactPage:
        let_answer(page)
    translate(model.objects.get(pk=page.pk), words, locale=tree.english)


def _commitment(facts: dict[str, Any], records: dict[str, RecordPage]) -> str:
    """One commitment as the JSON of the stream."""
    value = {name: facts[name] for name in ("number", "title", "plan", "text")}
    value |= {"record": records[facts["record"]].pk, "url": ""}
    advances = [{"date": item["date"], "text": item["text"], "url": ""} for item in facts["advances"]]
    # Wagtail takes an item without an id for a value of its own.
    value["advances"] = [{"type": "item", "value": item, "id": str(uuid.uuid4())} for item in advances]
    return json.dumps([{"type": "commitment", "value": value, "id": str(uuid.uuid4())}])


def _words(texts: dict[str, Any]) -> Words:
    english = texts["en"]
    words = plain_words(*((texts[name], english[name]) for name in ("title", "slug", "asked_for") if name in texts))
    if "responsible" in texts:
        words |= plain_words((texts["responsible"], texts["responsible_en"]))
    return words | html_words(to_html(texts["body"]), to_html(english["body"]))
