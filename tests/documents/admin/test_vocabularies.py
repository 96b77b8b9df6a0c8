"""Vocabularies in the admin."""

import pytest
from django.urls import reverse

from documents.models import VOCABULARIES, Authority, GazetteIssuePage, RecordType, Theme
from tests import factories
from tests.documents.admin.test_files import body

pytestmark = pytest.mark.django_db


def listing(model) -> str:
    return reverse(model.snippet_viewset.get_url_name("list"))


def delete_url(term) -> str:
    return reverse(term.snippet_viewset.get_url_name("delete"), args=[term.pk])


def test_the_four_vocabularies_stand_in_one_menu(admin, site_tree):
    page = body(admin.get("/admin/")).encode().decode("unicode_escape").encode("latin-1", "ignore").decode("latin-1")
    assert "Vocabularios" in page
    for label in ("Temas", "Autoridades", "Tipos de documento", "Públicos"):
        assert label in page


def test_a_term_shows_in_how_many_records_it_is_in_whatever_role(admin, site_tree):
    organ = Authority.for_code("periodico", name="Periódico Oficial")
    Authority.for_code("ocioso", name="Sin uso")
    factories.record(site_tree.collection, title="Núm. 97", model=GazetteIssuePage, organ=organ, authority=organ)
    factories.record(site_tree.collection, title="Núm. 98", model=GazetteIssuePage, organ=organ)

    response = admin.get(listing(Authority), {"export": "csv"})
    rows = b"".join(response.streaming_content).decode().splitlines()

    assert rows[0].startswith("Clave,Nombre")
    assert next(row for row in rows if row.startswith("periodico")).endswith(",2")
    assert next(row for row in rows if row.startswith("ocioso")).endswith(",0")


@pytest.mark.parametrize("model", VOCABULARIES.values())
def test_each_vocabulary_can_be_listed_searched_and_filled(admin, site_tree, model):
    add = reverse(model.snippet_viewset.get_url_name("add"))
    assert admin.get(add).status_code == 200

    response = admin.post(add, {"name": "Agua y saneamiento", "code": "", "description": "Lo que corre."})

    assert response.status_code == 302, body(response)
    term = model.objects.get(name="Agua y saneamiento")
    assert term.code == "agua-y-saneamiento"
    assert term.locale == site_tree.spanish
    assert "Agua y saneamiento" in body(admin.get(listing(model), {"q": "agua"}))
    assert "Agua y saneamiento" in body(admin.get(listing(model), {"q": "agua", "ordering": "-code", "used": "0"}))
    assert "Agua y saneamiento" not in body(admin.get(listing(model), {"q": "fuego"}))
    assert "Agua y saneamiento" not in body(admin.get(listing(model), {"used": "1"}))
    assert admin.get(listing(model), {"q": "\"agua' (*", "locale": "es-mx"}).status_code == 200


@pytest.mark.parametrize("data", [
    {"name": "Otra agua", "code": "agua", "description": ""},
    {"name": "Agua", "code": "", "description": ""},
])  # fmt: skip
def test_a_code_that_exists_is_refused_at_the_field_and_nothing_typed_is_lost(admin, site_tree, data):
    Theme.for_code("agua", name="Agua")

    response = admin.post(reverse(Theme.snippet_viewset.get_url_name("add")), data)

    page = body(response)
    assert response.status_code == 200
    assert "«agua»" in page
    assert data["name"] in page
    assert Theme.objects.count() == 1


def test_a_name_without_letters_asks_for_a_code(admin, site_tree):
    response = admin.post(
        reverse(Theme.snippet_viewset.get_url_name("add")), {"name": "¿?", "code": "", "description": ""}
    )
    assert "Escriba una clave" in body(response)


def test_deleting_a_used_term_is_refused_with_the_list_of_its_uses(admin, site_tree):
    theme = Theme.for_code("agua", name="Agua")
    factories.record(site_tree.collection, title="Ley de aguas", themes=[theme])

    for response in (admin.get(delete_url(theme)), admin.post(delete_url(theme))):
        page = body(response)
        assert "no se puede borrar" in page
        assert "Ley de aguas" in page
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_deleting_several_terms_is_refused_when_one_is_used(admin, site_tree):
    used, free = Theme.for_code("agua", name="Agua"), Theme.for_code("aire", name="Aire")
    factories.record(site_tree.collection, title="Ley de aguas", themes=[used])
    url = f"/admin/bulk/documents/theme/delete/?id={used.pk}&id={free.pk}&next={listing(Theme)}"

    response = admin.post(url)

    assert "Ley de aguas" in body(response)
    assert Theme.objects.count() == 2


def test_a_term_that_only_a_draft_uses_is_not_deleted_either(admin, site_tree):
    authority = Authority.for_code("cabildo", name="Cabildo")
    record = factories.record(site_tree.collection, title="Bando")
    record.authority = authority
    record.save_revision()

    response = admin.post(delete_url(authority))

    assert "Bando" in body(response)
    assert Authority.objects.filter(pk=authority.pk).exists()


def test_an_unused_term_is_deleted_with_its_translations(admin, site_tree):
    theme = Theme.for_code("agua", name="Agua")
    english = theme.copy_for_translation(site_tree.english)
    english.save()

    assert admin.post(delete_url(theme)).status_code == 302
    assert not Theme.objects.exists()


def test_an_editor_without_the_permission_does_not_see_the_vocabularies(editor, site_tree):
    assert "Vocabularios" not in body(editor.get("/admin/"))
    assert editor.get(listing(RecordType)).status_code in (302, 403)
