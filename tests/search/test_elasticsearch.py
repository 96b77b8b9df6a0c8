"""What the engine makes of a server that is absent, slow, full, foreign or strict: a small server plays each of them."""

import base64
import gzip
import json
import logging
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured

from search import checks
from search.engines._elasticsearch.client import addresses, connect
from search.engines.base import IndexMissing, IndexOutdated, Request, SearchError, Unavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.query import parse
from search.registry import Entry
from tests.search.writing import put

OPTIONS = {
    "index": "acervo", "api_key": "", "user": "", "password": "", "ca_file": "", "timeout": 1.0,
    "shards": 1, "replicas": 0,
}  # fmt: skip


class Played:
    """A server whose every answer a test decides: `answer(method, path, body)` → status, body."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, dict[str, str]]] = []
        self.answer = lambda method, path, body: (200, {})
        self.product = "Elasticsearch"
        played = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def respond(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                played.seen.append((self.command, self.path, {k.lower(): v for k, v in self.headers.items()}))
                status, answer = played.answer(self.command, self.path, body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/vnd.elasticsearch+json; compatible-with=9")
                self.send_header("X-Elastic-Product", played.product)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = respond

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def played():
    made = Played()
    yield made
    made.server.shutdown()
    made.server.server_close()


def existing(answer):
    """The answers of a server that has our two indices, and then `answer`."""
    from search.engines._elasticsearch.indices import signature

    def respond(method, path, body):
        if "_alias" in path:
            return 200, {f"acervo-{x}-1": {"aliases": {f"acervo-{x}": {}}} for x in ("records", "pages")}
        if "_mapping" in path:
            return 200, {"acervo-records-1": {"mappings": {"_meta": {"signature": signature()}}}}
        return answer(method, path, body)

    return respond


def test_nobody_listens(source, now, db):
    engine = ElasticsearchEngine("http://127.0.0.1:9", OPTIONS)
    with pytest.raises(Unavailable):
        engine.ready()
    with pytest.raises(Unavailable):
        engine.search(Request(parse("acta"), now))
    begun = time.monotonic()
    for _ in range(50):
        with pytest.raises(Unavailable, match="not asked for now"):
            engine.search(Request(parse("acta"), now))
    assert time.monotonic() - begun < 1  # fifty visitors together; none of them waited for a connection
    health = engine.health()
    assert (health.usable, health.records) == (False, 0)


def test_a_server_that_hangs_costs_each_process_a_few_waits_and_then_none(source, now, played):
    played.answer = lambda *request: time.sleep(3) or (200, {})
    engine = ElasticsearchEngine(played.url, {**OPTIONS, "timeout": 0.2})
    for _ in range(2):
        with pytest.raises(Unavailable):
            engine.search(Request(parse("acta"), now))
    asked = len(played.seen)
    with pytest.raises(Unavailable, match="not asked for now"):
        engine.search(Request(parse("acta"), now))
    assert asked == len(played.seen) == 2  # a call that timed out is not repeated: it has had its time


def test_an_overloaded_server_is_asked_again_after_a_pause(source, now, played):
    def busy(method, path, body):
        busy.times += 1
        if busy.times < 3:
            return 429, {"error": {"type": "es_rejected_execution_exception", "reason": "queue"}}
        hits = {"total": {"value": 0}, "hits": []}
        return 200, {"responses": [{"hits": hits, "aggregations": {}}]}

    busy.times = 0
    played.answer = existing(busy)
    found = ElasticsearchEngine(played.url, OPTIONS).search(Request(parse("acta"), now))
    assert (found.total, busy.times) == (0, 3)


def test_half_an_answer_is_none(source, now, played):
    error = {"status": 503, "error": {"type": "no_shard_available_action_exception", "reason": ""}}
    played.answer = existing(lambda *request: (200, {"responses": [error]}))
    with pytest.raises(Unavailable, match="no_shard_available"):
        ElasticsearchEngine(played.url, OPTIONS).search(Request(parse("acta"), now))


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, "cluster_block_exception"), (429, "cluster_block_exception"), (401, "security_exception")],
)
def test_a_server_that_does_not_write_leaves_the_changes_to_wait_and_searching_as_it_is(
    source, played, status, kind, settings, tmp_path, db
):
    settings.SEARCH_DIR = tmp_path

    def read_only(method, path, body):
        if "_bulk" not in path:
            return 200, {"docs": []}
        refused = {"_index": "acervo-records-1", "_id": "memory:1", "status": status, "error": {"type": kind}}
        return 200, {"errors": True, "items": [{"index": refused}]}

    played.answer = existing(read_only)
    engine = ElasticsearchEngine(played.url, OPTIONS)
    with pytest.raises(Unavailable, match=kind):
        put(engine, [Entry("memory:1", "ley", "Ley", "/1/")])
    assert not engine.breaker.is_open
    assert engine.ready()


def test_an_entry_that_the_server_refuses_is_named_and_the_others_are_in(source, played, settings, tmp_path, db):
    settings.SEARCH_DIR = tmp_path

    def strict(method, path, body):
        if "_bulk" not in path:
            return 200, {"docs": []}
        ids = [json.loads(line)["index"]["_id"] for line in body.splitlines() if line.startswith(b'{"index"')]
        wrong = {"status": 400, "error": {"type": "document_parsing_exception", "reason": "failed to parse"}}
        items = [
            {"_index": "acervo-records-1", "_id": id, **(wrong if id == "memory:2" else {"status": 201})} for id in ids
        ]
        return 200, {"errors": True, "items": [{"index": item} for item in items]}

    played.answer = existing(strict)
    engine = ElasticsearchEngine(played.url, OPTIONS)
    with engine.batch(wait=1) as writer:
        for pk in (1, 2, 3):
            writer.put(Entry(f"memory:{pk}", "ley", "Ley", f"/{pk}/"))
    assert writer.refused == {"memory:2": "the search server answered 400 document_parsing_exception: failed to parse"}


def test_a_server_that_is_something_else_is_said_to_be(source, played):
    played.product = "OpenSomething"
    with pytest.raises(Unavailable, match="not Elasticsearch"):
        ElasticsearchEngine(played.url, OPTIONS).ready()


# --- Signing in -------------------------------------------------------------------------------------


def authorization(played, url, **options) -> str:
    played.answer = existing(lambda *request: (200, {}))
    ElasticsearchEngine(url, {**OPTIONS, **options}).ready()
    return played.seen[-1][2]["authorization"]


def test_one_signs_in_by_key_or_by_user_from_the_settings_or_the_address(source, played):
    basic = "Basic " + base64.b64encode(b"acervo:se:creto").decode()
    with_user = played.url.replace("http://", "http://acervo:se%3Acreto@")
    assert authorization(played, played.url, api_key="a2V5") == "ApiKey a2V5"
    assert authorization(played, played.url, user="acervo", password="se:creto") == basic
    assert authorization(played, with_user) == basic


def test_two_ways_of_signing_in_are_one_too_many(played):
    with pytest.raises(ImproperlyConfigured, match="not both"):
        connect(played.url, {**OPTIONS, "api_key": "k", "user": "u"})


@pytest.mark.parametrize("url", ["localhost:9200", "ftp://host", "https://", "http://a:9200 nonsense"])
def test_an_address_that_is_none_is_refused_with_its_name(url):
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        connect(url, OPTIONS)


@pytest.mark.parametrize(
    ("url", "options", "named"),
    [
        ("https://elastic:pw@127.0.0.1:99999", {}, "SEARCH_URL"),
        ("http://a:9200", {"ca_file": __file__}, "SEARCH_CA_FILE is for addresses that begin with https"),
        ("https://a:9200", {"ca_file": "/nowhere.crt"}, "/nowhere.crt cannot be read"),
        ("https://a:9200", {"ca_file": __file__}, "cannot be read as a file of certificates"),
        ("https://a:9200", {"user": "u"}, "SEARCH_USER and SEARCH_PASSWORD"),
        ("https://a:9200", {"password": "s3creto"}, "SEARCH_USER and SEARCH_PASSWORD"),
    ],
)
def test_settings_that_can_never_work_are_named_at_the_start_without_a_secret(url, options, named, settings):
    settings.SEARCH_URL = url
    settings.SEARCH_ENGINE = {**OPTIONS, **options}
    (found,) = checks.the_engine_can_be_made()
    assert named in found.msg
    assert "s3creto" not in found.msg
    assert "pw" not in found.msg


def test_a_password_left_over_beside_a_key_does_no_harm():
    connect("https://a:9200", {**OPTIONS, "api_key": "k", "password": "p"})


def test_several_nodes_and_no_secret_in_what_is_shown():
    assert addresses("https://u:s3cret@a.mx:9200,https://b.mx") == ["https://a.mx:9200", "https://b.mx"]


def test_no_secret_and_no_query_is_ever_logged(source, now, played, caplog, db):
    played.answer = existing(lambda *request: (500, {"error": {"type": "boom", "reason": "palabrasecreta"}}))
    url = played.url.replace("http://", "http://acervo:s3creto@")
    with caplog.at_level(logging.DEBUG):
        engine = ElasticsearchEngine(url, OPTIONS)
        for _ in range(3):
            with pytest.raises(SearchError) as raised:
                engine.search(Request(parse("palabrasecreta"), now))
        shown = f"{caplog.text} {raised.value} {engine.health()} {engine.breaker.name}"
    assert "s3creto" not in shown
    assert base64.b64encode(b"acervo:s3creto").decode() not in shown
    assert "palabrasecreta" not in shown


# --- On a real server ---------------------------------------------------------------------------------


@pytest.fixture
def cluster(source, request, settings, tmp_path, monkeypatch, db):
    from search.engines import get_engine
    from tests.search.conftest import use_elasticsearch

    settings.SEARCH_DIR = tmp_path
    use_elasticsearch(request, settings, monkeypatch)
    return get_engine()


def test_no_index_an_index_for_other_fields_and_an_index_that_went_away(cluster, now, monkeypatch):
    assert not cluster.ready()
    with pytest.raises(IndexMissing):
        cluster.search(Request(parse("acta"), now))
    cluster.rebuild(lambda writer: None, lambda writer: None)
    assert cluster.ready()
    cluster._known = None
    monkeypatch.setattr("search.engines._elasticsearch.indices.signature", lambda: "other")
    assert not cluster.ready()
    with pytest.raises(IndexOutdated):
        cluster.search(Request(parse("acta"), now))
    monkeypatch.undo()


def test_a_late_document_does_not_bring_a_removed_index_back(cluster):
    cluster.rebuild(lambda writer: None, lambda writer: None)
    generation = cluster._current()
    with pytest.raises(IndexMissing), cluster._writing(generation) as writer:  # noqa: PT012 the end of it raises
        cluster._client.indices.delete(index=list(generation.names))
        writer.put(Entry("memory:1", "ley", "Ley", "/1/"))
    assert not cluster._client.indices.exists(index=generation.records)


def test_a_rebuild_of_thousands_is_whole_and_can_be_listed(cluster, source, now):
    for pk in range(1, 2_502):
        source.add(pk, f"Acta {pk}", "Una página", "Otra página")
    cluster.rebuild(lambda writer: [writer.put(entry) for entry in source.entries(source.ids())], lambda writer: None)
    health = cluster.health()
    assert (health.records, health.pages, health.usable, health.leftovers) == (2_501, 5_002, True, ())
    assert cluster.hashes() == {entry.id: entry.content_hash for entry in source.entries(source.ids())}


def test_what_a_killed_rebuild_leaves_is_named_and_then_removed(cluster, source, now):
    cluster.rebuild(lambda writer: None, lambda writer: None)
    left = cluster._slow_indices.create()  # as far as a process got before it was killed
    assert cluster.health().leftovers == tuple(sorted(left.names))
    assert cluster.search(Request(parse("acta"), now)).total == 0
    cluster.rebuild(lambda writer: None, lambda writer: None)
    assert cluster.health().leftovers == ()
    assert not cluster._client.indices.exists(index=left.records)


def test_a_rebuild_that_fails_leaves_the_old_index_answering(cluster, source, now):
    source.add(1, "Acta de cabildo")
    fill = lambda writer: [writer.put(entry) for entry in source.entries(source.ids())]  # noqa: E731
    cluster.rebuild(fill, lambda writer: None)

    def breaks(writer):
        raise RuntimeError("the source broke")

    def miscounted(records):
        raise SearchError(f"{records} records")

    with pytest.raises(RuntimeError):
        cluster.rebuild(breaks, lambda writer: None)
    with pytest.raises(SearchError, match="1 records"):
        cluster.rebuild(fill, lambda writer: None, miscounted)
    assert cluster.search(Request(parse("acta"), now)).total == 1
    assert cluster.health().leftovers == ()
