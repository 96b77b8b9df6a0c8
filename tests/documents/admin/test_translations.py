"""Every type of page and every vocabulary is translated to English in the admin: submitted, edited, published."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from documents.enums import FileRole
from documents.models import (
    VOCABULARIES,
    AgendaItem,
    Agreement,
    ArchiveIndexPage,
    Attendee,
    Audience,
    Authority,
    CollectionPage,
    GazetteExtract,
    GazetteIssuePage,
    GenericRecordPage,
    GuidePage,
    MinutesPage,
    RecordRelation,
    Theme,
)  # fmt: skip
from home.models import StandardPage
from tests import factories
from tests.documents.admin.test_files import body

pytestmark = pytest.mark.django_db


def submit(admin, instance, tree, committing) -> Translation:
    """Ask for the English version of a page or a term as an editor does."""
    if isinstance(instance, Page):
        url = reverse("wagtail_localize:submit_page_translation", args=[instance.pk])
    else:
        meta = instance._meta
        url = reverse(
            "wagtail_localize:submit_snippet_translation", args=[meta.app_label, meta.model_name, instance.pk]
        )
    assert admin.get(url).status_code == 200
    with committing():
        response = admin.post(url, {"locales": [tree.english.pk]})
    assert response.status_code == 302, body(response)
    return Translation.objects.get(source__object_id=instance.translation_key, target_locale=tree.english)


def write(admin, translation, spanish: str, english: str) -> None:
    """Translate one string in the translation editor."""
    for segment in StringSegment.objects.filter(source=translation.source).select_related("string"):
        if segment.string.data == spanish:
            url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            answer = admin.put(url, urlencode({"value": english}), content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 201, answer.content
            return
    raise AssertionError(f"«{spanish}» is not offered for translation")


def publish(admin, translation, committing):
    """Publish from the translation editor; returns the English object."""
    target = translation.get_target_instance()
    if isinstance(target, Page):
        url = reverse("wagtailadmin_pages:edit", args=[target.pk])
    else:
        url = reverse(target.snippet_viewset.get_url_name("edit"), args=[target.pk])
    assert admin.get(url).status_code == 200
    with committing():
        response = admin.post(url, {"action": "publish"})
    assert response.status_code == 302, body(response)
    return type(target).objects.get(pk=target.pk)


@pytest.fixture
def english_collection(admin, site_tree, committing):
    """The parents first: home, archive and collection in English."""
    for page in (site_tree.home, site_tree.archive, site_tree.collection):
        page.refresh_from_db()
        page.save_revision().publish()
        translation = submit(admin, page, site_tree, committing)
        publish(admin, translation, committing)
    return site_tree.collection.get_translation(site_tree.english)


def test_the_pages_above_the_records_are_translated(english_collection, site_tree):
    assert isinstance(english_collection, CollectionPage)
    assert english_collection.live
    assert ArchiveIndexPage.objects.filter(locale=site_tree.english, live=True).exists()
    # What was below keeps its place: the English archive still counts its collection.
    assert english_collection.get_parent().numchild == 1


def test_a_standard_page_is_translated_block_by_block(admin, site_tree, english_collection, committing):
    page = StandardPage(title="Acerca de", slug="acerca", locale=site_tree.spanish)
    page.body = [("note", {"title": "Horario", "text": "De nueve a tres."})]
    site_tree.home.refresh_from_db()
    site_tree.home.add_child(instance=page)
    page.save_revision().publish()

    translation = submit(admin, page, site_tree, committing)
    write(admin, translation, "De nueve a tres.", "From nine to three.")
    english = publish(admin, translation, committing)

    assert english.body[0].value["text"] == "From nine to three."


def _children(record) -> None:
    if isinstance(record, MinutesPage):
        record.attendees.add(Attendee(name="Ana Ruiz", role="Vocal"))
        record.agenda.add(AgendaItem(text="Lista de asistencia"))
        record.agreements.add(Agreement(number="1", text="Publicar el acta", status="under_way"))
    if isinstance(record, GazetteIssuePage):
        record.extracts.add(GazetteExtract(title="Ley de aguas", page_from=1, page_to=9))
    if isinstance(record, GuidePage):
        source = {"title": "La ley", "record": None, "url": "https://example.org/", "note": "Texto vigente"}
        record.parts = [("part", {"heading": "Qué es", "body": "<p>Una forma de gobernar.</p>", "sources": [source]})]


STRINGS = {
    GenericRecordPage: ("Un resumen breve.", "A short summary."),
    MinutesPage: ("Publicar el acta", "Publish the minutes"),
    GazetteIssuePage: ("Ley de aguas", "Water act"),
    GuidePage: ("Qué es", "What it is"),
}


@pytest.mark.parametrize("model", STRINGS)
def test_each_type_of_record_is_translated_and_keeps_what_is_not_text(
    admin, site_tree, english_collection, committing, model
):
    theme, audience = Theme.for_code("agua", name="Agua"), Audience.for_code("docentes", name="Docentes")
    other = factories.record(site_tree.collection, title="Ley anterior")
    record = factories.record(
        site_tree.collection, title="Título", model=model, abstract="Un resumen breve.", identifier="ID-1",
        issued="2016-12", state="32", themes=[theme], audiences=[audience],
    )  # fmt: skip
    made = factories.archive_file(factories.pdf("Texto"))
    factories.attach(record, made, role=FileRole.ANNEX, label="Anexo único")
    record = model.objects.get(pk=record.pk)
    record.relations.add(RecordRelation(kind="replaces", target=other))
    _children(record)
    record.save_revision().publish()

    translation = submit(admin, record, site_tree, committing)
    write(admin, translation, "Título", "Title")
    write(admin, translation, "Anexo único", "Only annex")
    write(admin, translation, *STRINGS[model])
    english = publish(admin, translation, committing)

    assert english.live
    assert english.title == "Title"
    assert english.get_parent().pk == english_collection.pk
    assert english.authority == record.authority
    assert english.record_type == record.record_type
    assert (list(english.themes.all()), list(english.audiences.all())) == ([theme], [audience])
    assert (english.identifier, english.issued, english.state) == ("ID-1", "2016-12", "32")
    assert english.issued_from == record.issued_from
    file = english.record_files.get()
    assert (file.file_id, file.role, file.label) == (made.pk, "annex", "Only annex")
    assert english.relations.get().target_id == other.pk
    _spanish, english_text = STRINGS[model]
    match model:
        case _ if model is GenericRecordPage:
            assert english.abstract == english_text
        case _ if model is MinutesPage:
            agreement = english.agreements.get()
            assert (agreement.text, agreement.status) == (english_text, "under_way")
            assert english.attendees.get().name == "Ana Ruiz"
            assert english.agenda.get().text == "Lista de asistencia"  # not translated yet: the original stands
        case _ if model is GazetteIssuePage:
            extract = english.extracts.get()
            assert (extract.title, extract.page_to) == (english_text, 9)
        case _:
            part = english.parts[0].value
            assert part["heading"] == english_text
            assert part["sources"][0]["url"] == "https://example.org/"


def test_a_change_of_the_original_reaches_the_translation_without_losing_it(
    admin, site_tree, english_collection, committing
):
    record = factories.record(site_tree.collection, title="Título", abstract="Resumen.", state="32")
    translation = submit(admin, record, site_tree, committing)
    write(admin, translation, "Título", "Title")
    publish(admin, translation, committing)
    record.state = "09"
    record.save_revision().publish()

    with committing():
        response = admin.post(
            reverse("wagtail_localize:update_translations", args=[translation.source_id]),
            {"publish_translations": "on"},
        )

    assert response.status_code == 302
    english = record.get_translation(site_tree.english)
    assert (english.title, english.state) == ("Title", "09")


@pytest.mark.parametrize("model", VOCABULARIES.values())
def test_each_vocabulary_is_translated_and_the_code_stays(admin, site_tree, committing, model):
    term = model.for_code("agua", name="Agua")

    translation = submit(admin, term, site_tree, committing)
    write(admin, translation, "Agua", "Water")
    english = publish(admin, translation, committing)

    assert (english.name, english.code, english.locale) == ("Water", "agua", site_tree.english)
    assert Authority.objects.count() <= 2
