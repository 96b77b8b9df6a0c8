"""Records through the admin: every type is written, previewed, published; mistakes are told at the field; withdrawal."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from documents.models import (
    Authority,
    GazetteIssuePage,
    GenericRecordPage,
    GuidePage,
    MinutesPage,
    RecordPage,
    RecordType,
)  # fmt: skip
from tests import factories
from tests.documents.admin.test_files import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def terms(site_tree):
    return {"type": RecordType.for_code("ley", name="Ley"), "body": Authority.for_code("comite", name="Comité")}


def part(heading, **source):
    sources = {"sources-count": "0"}
    if source:
        sources = {
            "sources-count": "1", "sources-0-deleted": "", "sources-0-order": "0", "sources-0-type": "item",
            "sources-0-value-title": "", "sources-0-value-record": "", "sources-0-value-url": "",
            "sources-0-value-note": "", **{f"sources-0-value-{key}": value for key, value in source.items()},
        }  # fmt: skip
    return {"heading": heading, "body": rich_text("<p>Texto de la parte.</p>"), **sources}


def form(model, terms, **changes) -> dict:
    """What the browser sends for a new record of this type."""
    data = {
        "title": f"Prueba de {model._meta.verbose_name}", "slug": model.__name__.lower(), "abstract": "Un resumen.",
        "record_type": terms["type"].pk, "issued": "2020-03", "language": "es", "state": "32", "authority": "",
        "publisher": "", "municipality": "", "licence": "", "rights_note": "", "identifier": "", "source_note": "",
        "source_url": "", "embargo_until": "", "record_files": inline_formset([]), "relations": inline_formset([]),
        "comments": inline_formset([]), "seo_title": "", "search_description": "",
    }  # fmt: skip
    if model is MinutesPage:
        agreement = {"responsible": "Secretaría", "due_date": "2020-06-30", "status": "under_way", "follow_up": "",
                     "evidence": ""}  # fmt: skip
        data |= {
            "body": terms["body"].pk, "session_type": "ordinary", "session_number": "2", "place": "Zoom",
            "attendees": inline_formset([{"name": "Ana Ruiz", "role": "Vocal", "organisation": "IZAI"}]),
            "agenda": inline_formset([{"text": "Lista de asistencia"}, {"text": "Asuntos generales"}]),
            "agreements": inline_formset([
                {"number": f"{number}", "text": f"Acuerdo número {number}", **agreement} for number in (1, 2, 3)
            ]),
        }  # fmt: skip
    if model is GazetteIssuePage:
        data |= {
            "organ": terms["body"].pk, "volume": "CXXVI", "number": "97", "supplement": "2",
            "extracts": inline_formset([
                {"title": "Ley Orgánica del Municipio", "kind": "law", "page_from": "1", "page_to": "90", "note": ""},
                {"title": "Decreto 94", "kind": "decree", "page_from": "91", "page_to": "92", "note": ""},
            ]),
        }  # fmt: skip
    if model is GuidePage:
        data["parts"] = streamfield([
            ("part", part("Primera parte", title="Ley de transparencia", url="https://example.org/ley")),
            ("part", part("Segunda parte")),
        ])  # fmt: skip
    return nested_form_data(data | changes)


TYPES = [GenericRecordPage, MinutesPage, GazetteIssuePage, GuidePage]


def add_url(model, tree) -> str:
    return reverse("wagtailadmin_pages:add", args=["documents", model._meta.model_name, tree.collection.pk])


@pytest.mark.parametrize("model", TYPES)
def test_each_type_of_record_is_saved_as_a_draft_previewed_and_published(admin, site_tree, terms, model, committing):
    url = add_url(model, site_tree)
    assert admin.get(url).status_code == 200

    response = admin.post(url, form(model, terms))
    assert response.status_code == 302, body(response)
    page = model.objects.get()
    assert not page.live
    assert page.issued_from.isoformat() == "2020-03-01"
    assert page.record_type.code == (model.fixed_type[0] if model.fixed_type else "ley")

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert admin.get(edit).status_code == 200
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form(model, terms, title="Título de la vista previa", slug=page.slug)
    assert admin.post(preview, data).json()["is_valid"]
    assert "Título de la vista previa" in body(admin.get(preview))

    with committing():
        revision = page.get_latest_revision_as_object()
        changes = {"slug": page.slug, "action-publish": "1"}
        for name in ("attendees", "agenda", "agreements", "extracts"):
            if hasattr(revision, name):
                changes[name] = _as_sent(revision, name)
        response = admin.post(edit, form(model, terms, **changes))
    assert response.status_code == 302, body(response)
    page.refresh_from_db()
    assert page.live
    if model is MinutesPage:
        assert [item.text for item in page.agreements.all()] == [f"Acuerdo número {n}" for n in (1, 2, 3)]
    if model is GazetteIssuePage:
        assert page.volume_number == 126
        assert page.extracts.count() == 2
    if model is GuidePage:
        assert [part.value["heading"] for part in page.parts] == ["Primera parte", "Segunda parte"]


def _as_sent(page, name) -> dict:
    """An inline list as the browser sends it back, unchanged."""
    rows = []
    for child in getattr(page, name).all():
        row = {"id": child.pk}
        for field in child._meta.concrete_fields:
            if field.name not in ("id", "page", "sort_order"):
                value = field.value_from_object(child)
                row[field.name] = "" if value is None else str(value)
        rows.append(row)
    return inline_formset(rows, initial=len(rows))


def test_a_new_document_starts_with_the_usual_type_of_its_collection(admin, site_tree, terms):
    factories.record(site_tree.collection, record_type=terms["type"])

    form = admin.get(add_url(GenericRecordPage, site_tree)).context["form"]

    assert form["record_type"].value() == terms["type"].pk
    assert form["language"].value() == "es"


def test_a_typed_record_does_not_ask_for_its_type(admin, site_tree, terms):
    assert "record_type" not in admin.get(add_url(MinutesPage, site_tree)).context["form"].fields


@pytest.mark.parametrize(("model", "field", "value", "sentence"), [
    (GenericRecordPage, "issued", "diciembre de 2016", "no es una fecha. Escriba, por ejemplo, 2016, 2016-12"),
    (GenericRecordPage, "identifier", "LEY-1", "El identificador «LEY-1» ya es del registro «Ley que ya está»"),
    (GazetteIssuePage, "volume", "126", "«126» no es un número romano"),
])  # fmt: skip
def test_a_mistake_is_told_at_the_field_and_nothing_typed_is_lost(
    admin, site_tree, terms, model, field, value, sentence
):
    factories.record(site_tree.collection, title="Ley que ya está", identifier="LEY-1")

    response = admin.post(add_url(model, site_tree), form(model, terms, **{field: value}))

    page = body(response)
    assert response.status_code == 200
    assert sentence in page
    assert value in page
    assert "Un resumen." in page
    assert response.context["form"].errors.keys() == {field}


def test_an_extract_that_ends_before_it_begins_is_told_at_its_page(admin, site_tree, terms):
    extracts = inline_formset([{"title": "Ley", "kind": "law", "page_from": "9", "page_to": "3", "note": ""}])

    response = admin.post(add_url(GazetteIssuePage, site_tree), form(GazetteIssuePage, terms, extracts=extracts))

    assert "La última página (3) es menor que la primera (9)" in body(response)


def test_a_source_of_a_guide_needs_a_record_or_an_address(admin, site_tree, terms):
    parts = streamfield([("part", part("Parte", title="Sin dirección"))])

    response = admin.post(add_url(GuidePage, site_tree), form(GuidePage, terms, parts=parts, **{"action-publish": "1"}))

    assert response.status_code == 200
    assert not GuidePage.objects.exists()
    assert "Elija un registro del acervo o escriba una direcci" in body(response)  # JSON: the rest is escaped


def test_a_relation_is_chosen_among_records_only_and_never_with_itself(admin, site_tree, terms):
    record = factories.record(site_tree.collection, title="Ley")
    page = body(admin.get(reverse("wagtailadmin_pages:edit", args=[record.pk])))
    assert "documents.recordpage" in page  # what the page chooser is limited to

    relations = inline_formset([{"kind": "replaces", "target": str(record.pk)}])
    response = admin.post(
        reverse("wagtailadmin_pages:edit", args=[record.pk]),
        form(GenericRecordPage, terms, slug=record.slug, relations=relations, **{"action-publish": "1"}),
    )

    assert response.status_code == 200
    assert "consigo mismo" in body(response)


def test_the_same_relation_twice_is_told_not_an_error(admin, site_tree, terms):
    record, other = (
        factories.record(site_tree.collection, title="Ley"),
        factories.record(site_tree.collection, title="B"),
    )
    relation = {"kind": "replaces", "target": str(other.pk)}

    response = admin.post(
        reverse("wagtailadmin_pages:edit", args=[record.pk]),
        form(GenericRecordPage, terms, slug=record.slug, relations=inline_formset([relation, relation]),
             **{"action-publish": "1"}),
    )  # fmt: skip

    assert response.status_code == 200
    assert not record.relations.exists()


# --- Withdrawal ---------------------------------------------------------------------------------------
def test_a_withdrawn_record_says_why_and_can_come_back(admin, client, site_tree):
    record = factories.record(site_tree.collection, title="Ley abrogada")
    url = reverse("acervo_admin:withdraw_record", args=[record.pk])
    assert url in body(admin.get(reverse("wagtailadmin_explore", args=[site_tree.collection.pk])))
    assert admin.get(url).status_code == 200

    admin.post(url, {"reason": "Se publicó por error"})

    gone = client.get(record.get_url())
    assert gone.status_code == 410
    assert "Se publicó por error" in body(gone)
    entry = PageLogEntry.objects.get(page=record.pk, action="documents.withdraw")
    assert entry.message == "Retirado del acervo. Motivo: Se publicó por error"
    assert "está retirado del acervo" in body(admin.get(reverse("wagtailadmin_pages:edit", args=[record.pk])))

    back = reverse("acervo_admin:restore_record", args=[record.pk])
    assert admin.get(back).status_code == 200
    admin.post(back)
    assert client.get(record.get_url()).status_code == 200


def test_publishing_a_draft_does_not_undo_a_withdrawal(admin, site_tree):
    record = factories.record(site_tree.collection, title="Ley")
    draft = record.save_revision()
    admin.post(reverse("acervo_admin:withdraw_record", args=[record.pk]), {"reason": "Motivo"})

    draft.publish()

    record.refresh_from_db()
    assert record.is_withdrawn
    assert record.withdrawal_reason == "Motivo"


def test_a_record_is_withdrawn_in_all_of_its_languages(admin, site_tree):
    record = factories.record(site_tree.collection, title="Ley")
    english = record.copy_for_translation(site_tree.english, copy_parents=True)
    english.save_revision().publish()

    admin.post(reverse("acervo_admin:withdraw_record", args=[record.pk]), {"reason": "Motivo"})

    assert RecordPage.objects.get(pk=english.pk).is_withdrawn


def test_who_may_not_publish_neither_sees_nor_can_withdraw(editor, site_tree):
    record = factories.record(site_tree.collection, title="Ley")
    url = reverse("acervo_admin:withdraw_record", args=[record.pk])

    assert url not in body(editor.get(reverse("wagtailadmin_explore", args=[site_tree.collection.pk])))
    assert url not in body(editor.get(reverse("wagtailadmin_pages:edit", args=[record.pk])))
    assert editor.post(url, {"reason": "x"}).status_code in (302, 403)
    record.refresh_from_db()
    assert not record.is_withdrawn


def test_an_editor_writes_a_draft_and_is_offered_no_publishing(editor, site_tree, terms):
    page = body(editor.get(add_url(MinutesPage, site_tree)))
    assert "action-publish" not in page

    response = editor.post(add_url(MinutesPage, site_tree), form(MinutesPage, terms, **{"action-publish": "1"}))

    assert response.status_code == 302, body(response)
    assert not MinutesPage.objects.get().live


# --- The list of all records --------------------------------------------------------------------------
def test_the_records_are_listed_with_their_own_columns_and_filters(admin, site_tree):
    law = factories.record(site_tree.collection, title="Ley de aguas", identifier="LEY-1", issued="2016-12")
    factories.record(site_tree.collection, title="Otra ley", state="32")

    page = body(admin.get(reverse("registros:index")))
    assert "Ley de aguas" in page
    assert "LEY-1" in page
    assert "diciembre" in page.lower()
    for filters in (
        {"state": "32"}, {"condition": "withdrawn"}, {"condition": "embargoed"}, {"condition": "unread_files"},
    ):  # fmt: skip
        assert "Ley de aguas" not in body(admin.get(reverse("registros:index_results"), filters))
    for filters in (
        {"q": "aguas"}, {"record_type": law.record_type_id}, {"collection": site_tree.collection.pk},
        {"condition": "without_files"}, {"q": "aguas", "authority": law.authority_id}, {"ordering": "issued_from"},
    ):  # fmt: skip
        assert "Ley de aguas" in body(admin.get(reverse("registros:index_results"), filters)), filters


def test_the_list_of_records_adds_no_queries_of_its_own_for_each_row(admin, site_tree, django_assert_max_num_queries):
    index = reverse("registros:index")
    for number in range(2):
        factories.record(site_tree.collection, title=f"Ley {number}")
    admin.get(index)
    with django_assert_max_num_queries(80) as few:
        admin.get(index)
    for number in range(2, 8):
        factories.record(site_tree.collection, title=f"Ley {number}")
    with django_assert_max_num_queries(80) as many:
        admin.get(index)
    # The “Translate” button of wagtail-localize asks twice for each row, here and in every list of pages.
    assert len(many) - len(few) <= 2 * 6
