"""What feeds and exports say of real records: their collection, and the version of the file that was found."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.registry import source
from tests import factories


def rows(client, query: str) -> list[dict]:
    response = client.get(f"/buscar/resultados.csv?{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.mark.django_db
def test_an_export_names_the_collection_and_the_version_that_was_found(site_tree, search_index, committing, client):
    with committing():
        made = factories.ingested(factories.pdf("El agua es de todos."))
        record = factories.record(site_tree.collection, "Ley de aguas")
        factories.attach(record, made)
        record.save_revision().publish()
        bare = factories.record(site_tree.collection, "Ley sin archivo")
    [row] = rows(client, "type=ley&language=es&q=todos")
    assert (row["collection"], row["version"], row["page"]) == ("Leyes", "1", "1")
    assert row["page_url"].endswith("/acervo/leyes/ley-de-aguas/pagina/1/?q=todos")
    [row] = rows(client, "q=archivo")
    assert row["version"] == timezone.localtime(bare.last_published_at).date().isoformat()


@pytest.mark.django_db
def test_the_origins_of_many_records_cost_what_those_of_one_cost(site_tree, search_index):
    records = [factories.record(site_tree.collection, f"Ley {number}") for number in range(6)]
    for record in records:
        factories.attach(record, factories.archive_file(factories.pdf(record.title)))

    def queries(pks: list[int]) -> int:
        with CaptureQueriesContext(connection) as caught:
            found = source("record").origins([(pk, "") for pk in pks], "es-mx")
        assert len(found) == len(pks)
        assert {origin.collection for origin in found.values()} == {"Leyes"}
        return len(caught)

    source("record").origins([(records[0].pk, "")], "es-mx")
    assert queries([record.pk for record in records]) == queries([records[0].pk]) <= 12


@pytest.mark.django_db
def test_nothing_is_told_of_a_record_that_is_no_longer_public(site_tree, search_index):
    record = factories.record(site_tree.collection, "Ley")
    record.unpublish()
    assert source("record").origins([(record.pk, "")], "es-mx") == {}
    page = site_tree.collection
    assert source("collection").origins([(page.pk, "")], "es-mx")[page.pk, ""].collection == ""
