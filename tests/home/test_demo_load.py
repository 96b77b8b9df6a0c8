"""Loading the demonstration: all of its content, in two languages, and nothing the second time."""

import datetime as dt

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.models import Locale, Page, Site

from acervo.base.publicity import public
from acervo.links.models import ShortLink
from agenda.models import EventPage
from documents.enums import FileRole, IngestState, RelationKind
from documents.models import (
    VOCABULARIES,
    ArchiveFile,
    FilePage,
    FileVersion,
    GazetteIssuePage,
    GuidePage,
    MinutesPage,
    RecordPage,
    RecordRelation,
    Theme,
)
from home.demo.content import read_content
from home.demo.load import credentials_file, load_demo

CONTENT = read_content()
IDENTIFIERS = [record["identifier"] for record in CONTENT.records]
PATHS = sorted({item["path"] for record in CONTENT.records for item in record.get("files", [])})


def test_every_record_of_the_content_is_public_with_its_metadata(demo):
    spanish = Locale.objects.get(language_code="es-mx")
    found = {page.identifier: page for page in public(RecordPage.objects.filter(locale=spanish))}
    assert sorted(found) == sorted(IDENTIFIERS)
    for record in CONTENT.records:
        page = found[record["identifier"]]
        assert (page.title, page.abstract, page.issued) == (
            record["title"], record["abstract"], record.get("issued", ""),
        )  # fmt: skip
        assert {theme.code for theme in page.themes.all()} == set(record["themes"])
        assert page.get_parent().slug in {c["slug"] for c in CONTENT.collections if c["key"] == record["collection"]}


def test_the_gazette_is_found_by_its_volume_and_number(demo):
    issue = GazetteIssuePage.objects.get(volume="CXXVI", number=97, locale__language_code="es-mx")
    assert issue.citation_label == "Tomo CXXVI, Núm. 97, Suplemento 2"
    assert issue.volume_number == 126
    assert issue.issued_from == dt.date(2016, 12, 3)
    assert [extract.title for extract in issue.extracts.all()] == ["Ley Orgánica del Municipio del Estado de Zacatecas"]


def test_the_five_sessions_have_their_agreements(demo):
    sessions = MinutesPage.objects.filter(locale__language_code="es-mx").order_by("issued")
    assert [(s.issued, s.session_type, s.session_number, s.agreements.count()) for s in sessions] == [
        ("2020-01-09", "ordinary", 1, 2),
        ("2020-05-25", "extraordinary", 1, 5),
        ("2020-08-10", "ordinary", 2, 3),
        ("2020-10-20", "extraordinary", 2, 2),
        ("2020-11-10", "ordinary", 3, 1),
    ]
    approved = sessions[3].agreements.all()
    assert [agreement.evidence.identifier for agreement in approved] == ["AC-036", "AC-037"]
    assert next(person.name for person in sessions[2].attendees.all()) == "David Enrique Menchaca Zúñiga"
    assert not any(session.place for session in sessions)  # the source gives none


def test_guides_keep_their_parts_in_order_and_their_sources_have_short_links(demo):
    guide = GuidePage.objects.get(identifier="AC-036", locale__language_code="es-mx")
    headings = [part.value["heading"] for part in guide.parts]
    assert headings[:-1] == [part["heading"] for part in CONTENT.record("AC-036")["parts"]]
    outside = {source["url"] for source in guide.sources() if source["url"]}
    assert outside
    assert outside <= set(ShortLink.objects.values_list("external_url", flat=True))
    assert all(source["record"].live for source in guide.sources() if source["record"])


def test_relations_are_stated_once_and_from_the_side_the_model_has_them(demo):
    spanish = RecordRelation.objects.filter(page__locale__language_code="es-mx")
    assert spanish.count() == sum(len(record.get("relations", [])) for record in CONTENT.records)
    law = spanish.get(page__identifier="AC-008", kind=RelationKind.IS_PART_OF)
    assert law.target.identifier == "AC-007"
    plan = spanish.get(page__identifier="AC-058", kind=RelationKind.REPLACES)
    assert plan.target.identifier == "AC-057"
    steps = spanish.filter(page__identifier="AC-050", kind=RelationKind.IS_REFERENCE_FOR)
    assert set(steps.values_list("target__identifier", flat=True)) == {"AC-036", "AC-037"}


def test_files_are_read_page_by_page_and_the_scan_waits_for_ocr(demo):
    states = {version.filename: version.state for version in FileVersion.objects.all()}
    scan = states.pop("recomendaciones-covid-19-digitalizado.pdf")
    assert scan == IngestState.WAITING_OCR
    assert set(states.values()) == {IngestState.READY}
    assert sorted([*states, "recomendaciones-covid-19-digitalizado.pdf"]) == PATHS
    page = FilePage.objects.get(version__file__endswith="abc-de-gobierno-abierto.pdf", number=7)
    assert "CREAS" in page.text
    assert public(ArchiveFile.objects.all()).count() == len(PATHS)
    sheet = ArchiveFile.objects.get(title__startswith="Ficha de consulta")
    assert {item.role for item in sheet.record_files.all()} == {FileRole.ANNEX}


def test_every_page_has_an_english_version_and_the_tree_is_sound(demo):
    assert Page.find_problems() == ([], [], [], [], [])
    # An event without an English page of its own is shown in the English calendar as it is.
    spanish = Page.objects.filter(locale__language_code="es-mx", depth__gt=1).not_type(EventPage)
    english = Page.objects.filter(locale__language_code="en", live=True).not_type(EventPage)
    assert set(english.values_list("translation_key", flat=True)) == set(
        spanish.values_list("translation_key", flat=True)
    )
    about = english.get(slug="about").specific
    assert "demonstration" in str(about.body)
    guide = GuidePage.objects.get(identifier="AC-036", locale__language_code="en")
    assert guide.alias_of is None
    assert [part.value["heading"] for part in guide.parts][:2] == ["What open government is", "Where it comes from"]
    aliases = RecordPage.objects.filter(locale__language_code="en").exclude(alias_of=None)
    assert aliases.count() == len(CONTENT.records) - len(CONTENT.english)


def test_every_term_has_a_name_in_both_languages(demo):
    for model in VOCABULARIES.values():
        by_locale = {
            code: set(model.objects.filter(locale__language_code=code).values_list("code", flat=True))
            for code in ("es-mx", "en")
        }
        assert by_locale["es-mx"] == by_locale["en"]
    assert Theme.objects.get(code="patrimonio", locale__language_code="en").name == "Cultural heritage"


def test_every_page_answers_in_both_languages(demo, client):
    site = Site.objects.get(is_default_site=True)
    assert site.root_page.locale.language_code == "es-mx"
    pages = Page.objects.filter(depth__gt=1)
    answers = {page.url: client.get(page.url, headers={"host": site.hostname}).status_code for page in pages}
    assert {url: status for url, status in answers.items() if status != 200} == {}
    assert "676" in client.get("/observatorio/", headers={"host": site.hostname}).content.decode()


def test_the_editor_may_publish_and_upload_but_is_no_administrator(demo):
    editor = get_user_model().objects.get(username="editora")
    assert not editor.is_superuser
    assert editor.groups.filter(name="Editors").exists()
    assert editor.has_perm("wagtailadmin.access_admin")
    assert editor.has_perm("documents.change_theme")
    collection = Page.objects.get(slug="actas-y-acuerdos").specific
    rights = collection.permissions_for_user(editor)
    assert rights.can_add_subpage()
    assert rights.can_publish_subpage()
    assert get_user_model().objects.get(username="admin").is_superuser


def test_the_editor_opens_records_and_their_translations(demo, client):
    client.force_login(get_user_model().objects.get(username="editora"))
    host = Site.objects.get(is_default_site=True).hostname
    for record in RecordPage.objects.filter(identifier__in=["AC-036", "AC-007", "AC-ORD-2-2020", "AC-027"]):
        response = client.get(f"/admin/pages/{record.pk}/edit/", headers={"host": host})
        assert response.status_code == 200, f"{record.locale}: {record}"


def test_passwords_are_random_and_kept_for_the_owner_only(demo):
    path = credentials_file()
    assert path.stat().st_mode & 0o777 == 0o600
    kept = dict(line.split(": ") for line in path.read_text(encoding="utf-8").splitlines())
    assert kept == demo.summary.passwords
    assert kept["editora"] != kept["admin"]
    for username, password in kept.items():
        assert len(password) >= 12
        assert get_user_model().objects.get(username=username).check_password(password)


def test_a_second_run_changes_nothing_and_keeps_what_editors_did(demo):
    changed = RecordPage.objects.get(identifier="AC-026", locale__language_code="es-mx").specific
    gone = RecordPage.objects.get(identifier="AC-001", locale__language_code="es-mx")
    with transaction.atomic():
        changed.title = "Un título de la editora"
        changed.save_revision().publish()
        gone.delete()
        before = _everything()
        again = load_demo(password=lambda: pytest.fail("no account is made twice"))
        assert not again.loaded
        assert again.passwords == {}
        assert _everything() == before
        transaction.set_rollback(True)


def test_files_that_an_interrupted_load_left_unread_are_read_by_the_next(demo):
    version = FileVersion.objects.get(file__endswith="acta-ordinaria-3-2020.pdf")
    FilePage.objects.filter(version=version).delete()
    FileVersion.objects.filter(pk=version.pk).update(state=IngestState.PENDING, page_count=0)
    assert not load_demo().loaded
    version.refresh_from_db()
    assert (version.state, version.page_count, version.page_texts.count()) == (IngestState.READY, 1, 1)


def test_a_site_that_is_not_the_demonstration_is_left_alone(site_tree):
    pages = Page.objects.count()
    assert not load_demo().loaded
    assert Page.objects.count() == pages
    assert not get_user_model().objects.filter(username="editora").exists()


def _everything() -> list:
    pages = Page.objects.order_by("pk").values_list("pk", "path", "title", "latest_revision_id", "last_published_at")
    files = FileVersion.objects.order_by("pk").values_list("pk", "sha256", "state", "finished_at", "attempts")
    users = get_user_model().objects.order_by("pk").values_list("username", "password")
    links = ShortLink.objects.order_by("pk").values_list("code", "external_url", "target_id")
    terms = [list(model.objects.order_by("pk").values_list("pk", "name")) for model in VOCABULARIES.values()]
    return [list(pages), list(files), list(users), list(links), terms]


def test_nothing_is_written_outside_the_data_folder(demo):
    assert credentials_file().is_relative_to(django_settings.DATA_DIR)
