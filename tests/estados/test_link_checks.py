"""Outside links of evidence are asked carefully: only the public web, only the answer, and again after a while."""

import datetime as dt
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from estados.models import Evidence
from estados.services import link_checks
from tests.estados import making


class Site(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]] = []

    def do_HEAD(self):
        Site.asked.append((self.command, self.path))
        codes = {
            "/ok": 200,
            "/gone": 410,
            "/no-head": 405 if self.command == "HEAD" else 200,
            "/loop": 302,
            "/moved": 301,
            "/inside": 302,
        }
        self.send_response(codes.get(self.path, 404))
        target = {"/loop": "/loop", "/moved": "/ok", "/inside": "http://169.254.169.254/latest/"}.get(self.path)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        pass


@pytest.fixture
def web(monkeypatch):
    """A site on this machine that counts as public under the name `fuera.example`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    real = link_checks.public_address
    monkeypatch.setattr(
        link_checks, "public_address",
        lambda host, port: "127.0.0.1" if host == "fuera.example" else real(host, port),
    )  # fmt: skip
    Site.asked.clear()
    yield f"http://fuera.example:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_answer_is_kept_as_it_came(web):
    assert link_checks.check(f"{web}/ok") == link_checks.Answer(200)
    assert link_checks.check(f"{web}/gone") == link_checks.Answer(410, "Responde con el error 410.")
    assert link_checks.check(f"{web}/moved").note == f"Ahora lleva a {web}/ok."
    assert link_checks.check(f"{web}/loop") == link_checks.Answer(0, "Redirige demasiadas veces.")


def test_a_site_that_serves_no_head_is_asked_again(web):
    assert link_checks.check(f"{web}/no-head").works
    assert [method for method, _path in Site.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.8/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/",
    ],
)  # fmt: skip
def test_addresses_of_inner_networks_are_never_asked(url):
    assert link_checks.check(url) == link_checks.Answer(0, "Apunta a una red interna: no se comprueba.")


def test_a_redirection_to_an_inner_network_is_not_followed(web):
    assert link_checks.check(f"{web}/inside").note == "Apunta a una red interna: no se comprueba."


@pytest.mark.parametrize(
    "url", ["ftp://fuera.example/x", "file:///etc/passwd", "javascript:alert(1)", "http://", "http://a b/"]
)
def test_only_the_web_is_asked(url):
    assert link_checks.check(url).status == 0


def test_a_name_that_does_not_exist_says_so(monkeypatch):
    def unknown(*args, **kwargs):
        raise OSError("Name or service not known")

    monkeypatch.setattr(link_checks.socket, "getaddrinfo", unknown)
    assert link_checks.check("http://no-existe.example/") == link_checks.Answer(0, "No respondió.")


@pytest.mark.django_db
def test_links_are_asked_in_turn_and_failed_ones_sooner(web):
    milestone = making.milestone(making.commitment())
    now = timezone.now()
    rows = {
        name: Evidence.objects.create(milestone=milestone, url=f"{web}/{path}", checked_at=checked, http_status=status)
        for name, path, checked, status in [
            ("new", "ok", None, None),
            ("fresh", "ok?fresh", now - dt.timedelta(days=2), 200),
            ("failed", "gone", now - dt.timedelta(days=2), 410),
            ("old", "ok?old", now - dt.timedelta(days=8), 200),
        ]
    }
    assert link_checks.check_some(now) == 3
    for row in rows.values():
        row.refresh_from_db()
    assert rows["new"].http_status == 200
    assert rows["failed"].check_note == "Responde con el error 410."
    assert rows["fresh"].checked_at == now - dt.timedelta(days=2)
    assert link_checks.check_some(now) == 0
