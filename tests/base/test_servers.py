"""The servers of the tests themselves: they answer, die and come back with what they were told."""

import pytest
from elasticsearch import ApiError, Elasticsearch

from tests import servers


def test_the_official_client_accepts_the_node_of_the_tests(elasticsearch_url, index_prefix):
    client = Elasticsearch(elasticsearch_url)
    client.index(index=index_prefix, id="1", document={"texto": "año nuevo"}, refresh=True)

    assert client.info()["version"]["number"].startswith("9.")
    assert client.count(index=index_prefix)["count"] == 1


def test_the_node_lacks_what_its_readme_says(elasticsearch_url, index_prefix):
    client = Elasticsearch(elasticsearch_url)
    client.indices.create(index=index_prefix)

    with pytest.raises(ApiError, match="no handler found"):
        client.delete_by_query(index=index_prefix, query={"match_all": {}})


def test_a_killed_node_has_its_documents_when_it_is_back():
    with servers.elasticsearch(heap="256m") as server:
        client = Elasticsearch(server.url)
        client.index(index="uno", id="1", document={"texto": "algo"})
        server.kill()
        server.start()

        assert client.get(index="uno", id="1")["_source"] == {"texto": "algo"}


def test_a_killed_database_has_its_rows_when_it_is_back(tmp_path):
    with servers.postgresql() as server:
        import psycopg  # not before it is known to be installed

        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE uno AS SELECT 7 AS n")
        server.kill()
        server.start()

        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT n FROM uno").fetchone() == (7,)


def test_each_process_has_a_database_of_its_own(postgresql_url):
    import psycopg

    with psycopg.connect(postgresql_url) as connection:
        assert connection.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        name = connection.execute("SELECT current_database()").fetchone()
    assert name[0].startswith("acervo_")
