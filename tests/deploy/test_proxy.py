"""What the reverse proxies tell the site, let through, and answer when the site does not."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.deploy.proxies import RUNNERS
from tests.servers import free_port

pytestmark = pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that came, and how many bytes of a body."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        left = size
        while left > 0:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        body = json.dumps({"headers": dict(self.headers.items()), "size": size}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_arguments) -> None:
        """Nothing: the test prints what it needs."""


@pytest.fixture(scope="module")
def echo() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture(scope="module", params=RUNNERS)
def proxy(request, echo, tmp_path_factory) -> Iterator[str]:
    with RUNNERS[request.param](tmp_path_factory.mktemp(request.param), upstream=echo) as url:
        yield url


def told(url: str, **options) -> dict:
    answer = requests.request(options.pop("method", "GET"), url, verify=False, timeout=60, **options)
    assert answer.status_code == 200, answer.text[:500]
    return answer.json()


def test_the_site_learns_the_real_address_whatever_the_visitor_wrote(proxy):
    forged = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "http"}
    headers = told(f"{proxy}/", headers=forged)["headers"]
    # TRUSTED_PROXIES=1: the site believes the last entry.
    assert headers["X-Forwarded-For"].split(",")[-1].strip() in ("127.0.0.1", "::1")
    assert "203.0.113.9" not in headers["X-Forwarded-For"]
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["Host"].partition(":")[0] == "localhost"


def test_editors_send_large_archives_and_the_public_does_not(proxy):
    large = b"x" * (40 * 1024 * 1024)
    assert told(f"{proxy}/admin/importar/", method="POST", data=large)["size"] == len(large)
    try:
        answer = requests.post(f"{proxy}/observatorio/reportar/", data=large, verify=False, timeout=60)
    except requests.ConnectionError:
        return  # refused while it was still sending: the proxy hung up
    assert answer.status_code in (413, 502)
    assert answer.status_code == 413 or "caddy" in answer.headers.get("Server", "").lower()


@pytest.mark.parametrize("name", RUNNERS)
def test_while_the_site_is_away_a_plain_page_says_so(name, tmp_path):
    with RUNNERS[name](tmp_path, upstream=free_port()) as url:
        answer = requests.get(f"{url}/acervo/", verify=False, timeout=60)
    assert answer.status_code in (502, 503, 504)
    assert "Vuelva en un momento" in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert int(answer.headers["Retry-After"]) > 0


def test_what_people_search_for_is_not_in_the_log_of_nginx(echo, tmp_path):
    with RUNNERS["nginx"](tmp_path, upstream=echo) as url:
        told(f"{url}/buscar/?q=palabra-que-nadie-debe-ver")
    log = (tmp_path / "nginx-access.log").read_text()
    assert "/buscar/" in log
    assert "palabra" not in log
