"""`/salud/` as a balancer, a monitor and a person ask it."""

import datetime as dt
import json
import threading
import time

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from acervo.health import checks, heartbeat, middleware, report
from acervo.health.report import Check, Outcome, Reporter
from search.engines.base import Health, Unavailable
from search.models import Change

pytestmark = pytest.mark.django_db
READY, ALIVE = "/salud/", "/salud/vivo/"


class Engine:
    """An engine that is well, or fails as it is told."""

    def __init__(self, error: Exception | None = None, hangs: threading.Event | None = None) -> None:
        self.error, self.hangs = error, hangs

    def health(self) -> Health:
        if self.hangs:
            self.hangs.wait(30)
        if self.error:
            raise self.error
        return Health("fake", True, "well", records=3, pages=7)


@pytest.fixture
def engine(monkeypatch):
    made = Engine()
    monkeypatch.setattr(checks, "get_engine", lambda: made)
    return made


@pytest.fixture(autouse=True)
def _well(engine, monkeypatch):
    """A site where all is well: a worker lives; nothing is remembered of the test before."""
    # Asked aside, the database would not show what this test's transaction holds.
    monkeypatch.setattr(report, "database_in_thread", lambda: False)
    heartbeat.beat()
    checks.reporter.forget()
    yield
    checks.reporter.forget()


def states(client, status=200, **headers) -> dict[str, str]:
    response = client.get(READY, headers=headers)
    assert response.status_code == status, response.content
    return response.json()["checks"]


def test_a_site_that_is_well_says_so_of_every_part(client):
    response = client.get(READY)
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "checks": dict.fromkeys(("database", "migrations", "search", "changes", "tasks", "storage"), "ok"),
    }
    assert "no-store" in response["Cache-Control"]


def test_being_alive_asks_nothing_outside_the_process(client, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(checks.reporter, "report", lambda: pytest.fail("a part was asked"))
    with django_assert_num_queries(0):
        response = client.get(ALIVE)
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_probe_comes_by_any_host_name_without_tls_and_during_maintenance(client, settings, tmp_path):
    settings.ALLOWED_HOSTS = ["acervo.example.mx"]
    settings.SECURE_SSL_REDIRECT = True
    settings.DATA_DIR = tmp_path
    (tmp_path / "maintenance").touch()
    assert client.get(ALIVE, headers={"host": "10.0.0.7"}).status_code == 200
    assert client.get(READY, headers={"host": "10.0.0.7"}).status_code == 200


def test_a_probe_only_reads(client):
    assert client.post(READY).status_code == client.post(ALIVE).status_code == 405
    assert client.get("/salud/otra/").status_code == 404


def test_without_search_the_site_is_ready_and_degraded(client, engine):
    engine.error = Unavailable("http://elastic:secret@10.0.0.9 does not answer")
    response = client.get(READY)
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["checks"]["search"] == "degraded"
    assert b"secret" not in response.content


def test_an_engine_that_hangs_is_not_waited_for_and_not_asked_twice_at_once(client, engine, monkeypatch):
    monkeypatch.setattr(report, "DEADLINE", 0.05)
    monkeypatch.setattr(report, "KEPT", 0.0)
    engine.hangs = threading.Event()
    try:
        before = threading.active_count()
        for _again in range(3):
            assert states(client)["search"] == "failed"
        assert threading.active_count() == before + 1
    finally:
        engine.hangs.set()


def test_without_a_database_nobody_is_sent_here(client, monkeypatch):
    broken = tuple(
        Check(c.name, c.label, _no_database if c.name == "database" else c.run, c.essential, c.needs_database)
        for c in checks.CHECKS
    )
    monkeypatch.setattr(checks, "reporter", Reporter(broken))
    client.cookies["sessionid"] = "x" * 32
    response = client.get(READY)
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    found = response.json()["checks"]
    assert found["database"] == "failed"
    assert found["migrations"] == found["changes"] == found["tasks"] == "unknown"
    assert found["search"] == found["storage"] == "ok"


def _no_database() -> Outcome:
    raise DatabaseError("could not connect to postgres://acervo:secret@db")


def test_a_migration_that_was_not_applied_is_named_to_who_may_see_it(client, monkeypatch, settings):
    settings.HEALTH_TOKEN = "a-long-token"
    newest = checks._newest_migrations()
    monkeypatch.setattr(checks, "_newest_migrations", lambda: newest | {("search", "0099_later")})
    answer = client.get(READY, headers={"authorization": "Bearer a-long-token"})
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"]["facts"] == {"missing": ["search.0099_later"]}


def test_details_are_for_the_token_and_for_who_works_here(client, settings, engine):
    settings.HEALTH_TOKEN = "a-long-token"
    assert states(client)["search"] == "ok"
    assert states(client, authorization="Bearer another")["search"] == "ok"
    assert states(client, authorization="Bearer a-long-token")["search"]["facts"]["records"] == 3
    client.force_login(User.objects.create_superuser("jefa"))
    assert states(client)["search"]["facts"]["pages"] == 7
    client.force_login(User.objects.create_user("visitante"))
    assert states(client)["search"] == "ok"


def test_an_empty_token_opens_nothing(client, settings):
    settings.HEALTH_TOKEN = ""
    assert states(client, authorization="Bearer ")["search"] == "ok"


def test_a_worker_that_gives_no_sign_is_told(client):
    heartbeat.Mark.objects.update(at=timezone.now() - dt.timedelta(minutes=5))
    assert states(client)["tasks"] == "degraded"


def task(**fields) -> DBTaskResult:
    enqueued = fields.pop("enqueued_at")
    made = DBTaskResult.objects.create(
        task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default", exception_class_path="",
        traceback="", return_value=None, **fields,
    )  # fmt: skip
    DBTaskResult.objects.filter(pk=made.pk).update(enqueued_at=enqueued)
    return made


def test_a_queue_that_does_not_move_is_told_and_one_that_is_only_long_is_not(client, settings):
    settings.TASKS_MODE, settings.HEALTH_TOKEN = "database", "a-long-token"
    now = timezone.now()
    for _number in range(3):
        task(status=TaskResultStatus.READY, enqueued_at=now - dt.timedelta(hours=1))
    task(status=TaskResultStatus.READY, enqueued_at=now, run_after=now + dt.timedelta(days=1))
    running = task(status=TaskResultStatus.RUNNING, enqueued_at=now, started_at=now - dt.timedelta(minutes=2))
    found = states(client, authorization="Bearer a-long-token")["tasks"]
    assert found["state"] == "ok"
    assert (found["facts"]["waiting"], found["facts"]["running"]) == (3, 1)
    assert found["facts"]["oldest_seconds"] == pytest.approx(3600, abs=5)
    running.delete()
    checks.reporter.forget()
    assert states(client)["tasks"] == "degraded"


def test_changes_that_wait_long_for_the_index_are_told(client):
    Change.objects.create(source="record", record=1)
    assert states(client)["changes"] == "ok"
    Change.objects.update(made_at=timezone.now() - dt.timedelta(minutes=6))
    checks.reporter.forget()
    assert states(client)["changes"] == "degraded"


def test_a_full_disk_and_a_closed_folder_are_told_but_what_is_there_can_be_read(client, monkeypatch):
    from acervo.health import storage

    monkeypatch.setattr(storage, "_free", lambda path: 10_000)
    assert states(client)["storage"] == "degraded"
    monkeypatch.setattr(storage.os, "access", lambda path, mode: False)
    checks.reporter.forget()
    assert states(client)["storage"] == "failed"


def test_storage_means_media_archive_and_data():
    from acervo.health.storage import storage

    assert {"data", "media", "archive"} <= set(storage().facts)


def test_many_probes_ask_once_in_some_seconds(client, django_assert_num_queries):
    client.get(READY)
    with django_assert_num_queries(0):
        for _number in range(5):
            assert client.get(READY).status_code == 200


def test_while_one_asks_the_others_get_the_last_answer():
    go, calls = threading.Event(), []

    def slow() -> Outcome:
        calls.append(1)
        if len(calls) > 1:
            go.wait(10)
        return Outcome("ok")

    made = Reporter([Check("slow", "slow", slow)])
    first = made.report()
    made._until = 0.0
    asking = threading.Thread(target=made.report)
    asking.start()
    while len(calls) < 2:
        time.sleep(0.005)
    assert made.report() is first
    go.set()
    asking.join(10)
    assert made.report() is not first


def test_the_log_has_one_line_a_change_of_state(client, engine, caplog, monkeypatch):
    monkeypatch.setattr(report, "KEPT", 0.0)
    for error in (None, Unavailable("gone"), Unavailable("gone"), Unavailable("gone"), None, None):
        engine.error = error
        client.get(READY)
    lines = [record.getMessage() for record in caplog.records if record.name == "acervo.health.report"]
    assert lines == ["health: search is degraded (it was ok)", "health: search is ok (it was degraded)"]


def test_the_page_for_people_has_words_shapes_and_no_details(client, engine):
    engine.error = Unavailable("gone")
    page = client.get(READY, headers={"accept": "text/html"}).content.decode()
    assert "El sitio funciona, con limitaciones" in page
    assert 'class="state state--degraded">Con limitaciones' in page
    assert "gone" not in page
    assert "style=" not in page
    client.force_login(User.objects.create_superuser("jefa"))
    assert "gone" in client.get(READY, headers={"accept": "text/html"}).content.decode()


def test_the_page_for_people_names_what_is_indispensable(client):
    page = client.get(READY, headers={"accept": "text/html"}).content.decode()
    assert page.count("(indispensable)") == sum(check.essential for check in checks.CHECKS) == 2


def test_nothing_tells_a_version(client, settings):
    import django
    import wagtail

    settings.HEALTH_TOKEN = "a-long-token"
    body = json.dumps(states(client, authorization="Bearer a-long-token"))
    assert django.__version__ not in body
    assert wagtail.__version__ not in body


def test_the_addresses_stand_before_every_other_middleware(settings):
    assert settings.MIDDLEWARE[0] == f"{middleware.__name__}.probes"
