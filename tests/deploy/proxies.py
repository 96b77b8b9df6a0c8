"""The reverse proxies of deploy/, as they are but for ports, names and certificates, each in a process of its own."""

import contextlib
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import requests

from tests.needs import needs_binary
from tests.servers import free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
CERTIFICATES = "/etc/letsencrypt/live/acervo.example.gob.mx/"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody but this test trusts, and its key."""
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    subprocess.run(
        [needs_binary("openssl", apt="openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", str(key), "-out", str(chain)],
        check=True, capture_output=True,
    )  # fmt: skip
    return chain, key


@contextlib.contextmanager
def nginx(folder: Path, *, upstream: int) -> Iterator[str]:
    """deploy/nginx/acervo.conf before the local port `upstream`; gives the https address. Its log is nginx-access.log."""
    os.environ["PATH"] += ":/usr/sbin"  # where Debian keeps it, out of the way of who is not root
    program = needs_binary("nginx", apt="nginx-light")
    certificate(folder)
    plain, secure = free_port(), free_port()
    text = (DEPLOY / "nginx/acervo.conf").read_text()
    text = re.sub(r"^\s*listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl"),
        (CERTIFICATES, f"{folder}/"),
        ("acervo.example.gob.mx", "localhost"),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("/opt/acervo/deploy", str(DEPLOY)),
        ("/var/log/nginx/acervo.log", str(folder / "nginx-access.log")),
    ):
        assert old in text, f"deploy/nginx/acervo.conf no longer has «{old}»"
        text = text.replace(old, new)
    (folder / "acervo.conf").write_text(text)
    parts = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\npid {folder}/nginx.pid;\nerror_log {folder}/nginx-error.log;\n"
        "events {}\nhttp {\n"
        + "".join(f"  {part}_temp_path {folder}/{part};\n" for part in parts)
        + f"  include {folder}/acervo.conf;\n}}\n"
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    with _running(command, folder / "nginx-error.log", f"https://localhost:{secure}"):
        yield f"https://localhost:{secure}"


@contextlib.contextmanager
def caddy(folder: Path, *, upstream: int) -> Iterator[str]:
    """deploy/caddy/Caddyfile before the local port `upstream`; gives the https address."""
    program = needs_binary("caddy", apt="caddy")
    chain, key = certificate(folder)
    secure, probe = free_port(), free_port()
    text = (DEPLOY / "caddy/Caddyfile").read_text()
    assert "127.0.0.1:2020" in text
    (folder / "Caddyfile").write_text(text.replace("127.0.0.1:2020", f"127.0.0.1:{probe}"))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "SITE_HOSTS": f"localhost:{secure}",
        "SITE_TLS": f"{chain} {key}",
        "UPSTREAM": f"127.0.0.1:{upstream}",
        "ERROR_PAGES": str(DEPLOY / "caddy"),
    }
    command = [program, "run", "--config", str(folder / "Caddyfile")]
    with _running(command, folder / "caddy.log", f"https://localhost:{secure}", environment):
        assert requests.get(f"http://127.0.0.1:{probe}/", timeout=10).text == "ok"
        yield f"https://localhost:{secure}"


@contextlib.contextmanager
def _running(command: list[str], log: Path, url: str, environment: dict[str, str] | None = None) -> Iterator[None]:
    with log.open("a") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
        try:
            for _ in range(150):
                assert process.poll() is None, log.read_text()[-2000:]
                try:
                    requests.head(url, verify=False, timeout=20)
                    break
                except requests.RequestException:
                    time.sleep(0.2)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


RUNNERS = {"nginx": nginx, "caddy": caddy}
