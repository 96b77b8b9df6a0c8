"""What the log says in production, and what it must never say."""

import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_tasks import task

from acervo.health.logs import JsonFormatter, PlainFormatter, clean, request_id
from acervo.health.middleware import requests


def line(message: str, *args: object, **extra: object) -> dict[str, object]:
    record = logging.getLogger("x").makeRecord("x", logging.WARNING, "f.py", 1, message, args, None, extra=extra)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_a_record_is_one_line_of_json_with_what_is_allowed():
    found = line("Slow\nrequest: %.1f s", 2.5, path="/acervo/", user="ana", request="<WSGIRequest: GET '/?q=x'>")
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "warning", "logger": "x", "message": "Slow\nrequest: 2.5 s", "path": "/acervo/"}


def test_an_error_keeps_its_trace_on_the_same_line():
    try:
        raise ValueError("bad address http://elastic:secret@db/?q=mi+vecino")
    except ValueError:
        import sys

        record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f.py", 1, "failed", (), sys.exc_info())
    found = json.loads(JsonFormatter().format(record))
    assert "ValueError: bad address http://***@db/?…" in found["trace"]
    plain = PlainFormatter("%(message)s").format(record)
    assert "secret" not in plain
    assert "vecino" not in plain


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Not Found: /buscar/?q=mi+vecino&page=2", "Not Found: /buscar/?…"),
        (
            "GET https://u:p@node:9200/acervo/_search?q=x gave 500",
            "GET https://***@node:9200/acervo/_search?… gave 500",
        ),
        ("what is this? a=b", "what is this? a=b"),
        ("mail to ana@example.org", "mail to ana@example.org"),
    ],
)
def test_query_strings_and_passwords_stay_out(text, cleaned):
    assert clean(text) == cleaned


def test_a_request_has_a_name_that_its_log_lines_carry():
    seen = []

    def view(request):
        seen.append((request_id.get(), line("hello")["request"]))
        return HttpResponse()

    answer = requests(view)(RequestFactory().get("/"))
    assert seen == [(answer["X-Request-ID"],) * 2]
    assert request_id.get() == ""
    given = requests(view)(RequestFactory().get("/", headers={"x-request-id": "proxy-1234567"}))
    assert given["X-Request-ID"] == "proxy-1234567"
    odd = requests(view)(RequestFactory().get("/", headers={"x-request-id": 'x"\n{}'}))
    assert len(odd["X-Request-ID"]) == 32


def test_a_slow_request_is_named_by_its_path_alone(settings, caplog):
    settings.SLOW_REQUEST_SECONDS = 0.0
    requests(lambda request: HttpResponse(status=404))(RequestFactory().get("/buscar/?q=mi+vecino"))
    [record] = caplog.records
    assert (record.method, record.path, record.status) == ("GET", "/buscar/", 404)
    assert "vecino" not in JsonFormatter().format(record)


def test_a_quick_request_leaves_no_line(settings, caplog):
    settings.SLOW_REQUEST_SECONDS = 60.0
    requests(lambda request: HttpResponse())(RequestFactory().get("/"))
    assert caplog.records == []


@task()
def failing(who: str) -> None:
    raise RuntimeError("the disk is full")


def test_a_task_that_failed_is_named_without_what_it_was_given(caplog):
    failing.enqueue("ana@example.org")
    [record] = [r for r in caplog.records if r.name == "acervo.health.task_log"]
    found = json.loads(JsonFormatter().format(record))
    assert found["message"] == "The task tests.health.test_logs.failing failed: builtins.RuntimeError"
    assert "the disk is full" in found["trace"]
    assert "ana@example.org" not in json.dumps(found)


def test_an_answer_of_503_is_told_once_by_who_gives_it_and_other_errors_by_django(caplog):
    logger = logging.getLogger("django.request")
    logger.error("Service Unavailable: /buscar/", extra={"status_code": 503})
    logger.error("Internal Server Error: /", extra={"status_code": 500})
    assert [record.status_code for record in caplog.records] == [500]
