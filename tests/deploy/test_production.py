"""The production settings: they start, refuse what is unsafe with a sentence, and hold their headers behind a proxy."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from tests.deploy import s3_server
from tests.deploy.proxies import RUNNERS
from tests.functional.running_site import until
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "site/manage.py")]
DOCKERFILE = (ROOT / "Dockerfile").read_text()

pytestmark = pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")


def environment_of(data_dir: Path, **change: str) -> dict[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHON": sys.executable,
        "LANG": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "acervo.settings.production",
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost, acervo.example.gob.mx",
        "BASE_URL": "https://localhost",
        "TRUSTED_PROXIES": "1",
        **change,
    }


def run(*command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1500, cwd="/")


@pytest.mark.parametrize(
    "change",
    [{}, {"DATABASE_URL": "postgres://acervo@127.0.0.1:9/acervo", "DATABASE_PASSWORD": "a/b@c:d"},
     {"S3_BUCKET": "acervo", "S3_ENDPOINT_URL": "http://127.0.0.1:9", "SEARCH_URL": "http://127.0.0.1:9"}],
    ids=["small", "postgresql", "bucket"],
)  # fmt: skip
def test_djangos_own_check_of_a_deployment_finds_nothing(tmp_path, change):
    done = run(*MANAGE, "check", "--deploy", "--fail-level", "WARNING", environment=environment_of(tmp_path, **change))
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY: set one of at least 50 characters in the environment."),
        ({"SECRET_KEY": "", "SECRET_KEY_FILE": "/no/such/file"}, "SECRET_KEY_FILE must be a readable file path."),
        ({"DEBUG": "true"}, "DEBUG must be off in production"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS: name the public hosts"),
        ({"BASE_URL": ""}, "BASE_URL: set the public address of the site"),
    ],
    ids=["no secret", "no file of it", "debug", "no host", "no address"],
)
def test_what_is_unsafe_does_not_start_and_says_why(tmp_path, change, sentence):
    done = run(*MANAGE, "check", environment=environment_of(tmp_path, **change))
    assert done.returncode != 0
    assert sentence in done.stderr.strip().splitlines()[-1]


def test_values_come_from_files_too(tmp_path):
    secret, password = tmp_path / "secret", tmp_path / "password"
    secret.write_text("s" * 30 + "ecreto" * 5 + "\n")
    password.write_text("a/b@c:d#é\n")
    environment = environment_of(
        tmp_path / "data", DATABASE_URL="postgres://acervo@db/acervo",
        SECRET_KEY_FILE=str(secret), DATABASE_PASSWORD_FILE=str(password),
    )  # fmt: skip
    del environment["SECRET_KEY"]
    tell = (
        "from django.conf import settings as s; d = s.DATABASES['default'];"
        "print(len(s.SECRET_KEY), d['USER'], d['PASSWORD'], d['CONN_HEALTH_CHECKS'])"
    )
    done = run(*MANAGE, "shell", "--no-imports", "-c", tell, environment=environment)
    assert done.stdout.split() == ["60", "acervo", "a/b@c:d#é", "True"], done.stderr[-800:]


def test_a_deployment_on_a_bucket_keeps_its_secret_out_of_what_it_prints(tmp_path):
    """What a page of an error would show: Django hides by name, so the names must be those that it knows."""
    environment = environment_of(tmp_path, S3_BUCKET="acervo", S3_SECRET_KEY=s3_server.SECRET_KEY)
    tell = (
        "from django.views.debug import SafeExceptionReporterFilter as F; s = F().get_safe_settings();"
        "print(s['S3'], s['STORAGES'], s['SEARCH_ENGINE'], s['DATABASES'])"
    )
    done = run(*MANAGE, "shell", "--no-imports", "-c", tell, environment=environment)
    assert "'bucket': 'acervo'" in done.stdout, done.stderr[-800:]
    assert s3_server.SECRET_KEY not in done.stdout


def image_tree(folder: Path) -> Path:
    """What `COPY . .` puts into the image, after the step of the build that compiles the translations."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    left_out = shutil.ignore_patterns("__pycache__", "*.pyc", ".env*", "*.mo", "certificates")
    for name in (line[1:] for line in lines if line.startswith("!")):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=left_out)
        else:
            shutil.copy2(source, folder / name)
    step = re.search(
        r"^RUN (DJANGO_SETTINGS_MODULE=\S+) DATA_DIR=/tmp/build (python site/manage.py build_assets)", DOCKERFILE, re.M
    )
    assert step, "the Dockerfile no longer compiles the translations"
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder.with_name("build")),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    name, value = step[1].split("=")
    done = run(sys.executable, str(folder / "site/manage.py"), "build_assets", environment=environment | {name: value})
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def written(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[SimpleNamespace]:
    """A site run as in the image, from what the image has: deploy/prepare, gunicorn. Its content is a front page."""
    folder, port = tmp_path_factory.mktemp("production"), free_port()
    data = folder / "data"
    (folder / "image").mkdir()
    root = image_tree(folder / "image")
    before = written(root)
    environment = environment_of(data, BIND=f"127.0.0.1:{port}", PYTHONDONTWRITEBYTECODE="1")
    prepared = run(str(root / "deploy/prepare"), environment=environment)
    assert prepared.returncode == 0, prepared.stderr[-3000:]
    manage = [sys.executable, str(root / "site/manage.py")]
    made = run(*manage, "setup_site", "--name", "Acervo de prueba", environment=environment)
    assert made.returncode == 0, made.stderr[-3000:]
    log = data / "gunicorn.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", str(root / "deploy/gunicorn.py")],
            env=environment, stdout=out, stderr=out, cwd="/",
        )  # fmt: skip
        try:
            until(lambda: server.poll() is not None or _answers(port), seconds=120)
            assert server.poll() is None, log.read_text()[-3000:]
            yield SimpleNamespace(
                port=port, data=data, root=root, before=before, environment=environment, server=server
            )
        finally:
            server.terminate()
            server.wait(timeout=45)


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/salud/vivo/", timeout=20).status_code == 200
    except requests.RequestException:
        return False


@pytest.fixture(scope="module", params=RUNNERS)
def proxied(request, site, tmp_path_factory) -> Iterator[str]:
    with RUNNERS[request.param](tmp_path_factory.mktemp(request.param), upstream=site.port) as url:
        yield url


def get(url: str, **options) -> requests.Response:
    return requests.get(url, verify=False, timeout=60, **options)


def test_two_processes_serve_it(site):
    listed = subprocess.run(["pgrep", "-P", str(site.server.pid)], capture_output=True, text=True).stdout.split()
    assert len(listed) == 2


def test_preparing_again_changes_nothing(site):
    again = run(str(site.root / "deploy/prepare"), environment=site.environment)
    assert again.returncode == 0, again.stderr[-2000:]
    assert "No migrations to apply" in again.stdout


def test_pages_carry_the_headers_of_a_public_server(proxied):
    answer = get(f"{proxied}/")
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'self'", "form-action 'self'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Content-Encoding"] in ("gzip", "zstd")


def test_cookies_travel_only_over_tls(proxied):
    answer = get(f"{proxied}/admin/login/")
    assert answer.status_code == 200
    cookies = [value for name, value in answer.raw.headers.items() if name.lower() == "set-cookie"]
    assert cookies
    assert all("Secure" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_static_files_are_kept_for_ever_and_sent_compressed(proxied):
    style = re.search(r'href="(/static/[^"]+\.css)"', get(f"{proxied}/").text)[1]
    assert re.search(r"\.[0-9a-f]{12}\.css$", style), "named by its content"
    answer = get(proxied + style, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"


def test_plain_http_is_sent_to_https_and_other_hosts_are_refused(site, proxied):
    answer = requests.get(f"http://127.0.0.1:{site.port}/acervo/", headers={"Host": "localhost"},
                          allow_redirects=False, timeout=60)  # fmt: skip
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://localhost/acervo/")
    direct = requests.get(f"http://127.0.0.1:{site.port}/", timeout=60,
                          headers={"Host": "otro.example.org", "X-Forwarded-Proto": "https"})  # fmt: skip
    assert direct.status_code == 400


def test_nothing_of_the_data_folder_is_served(site, proxied):
    (site.data / "media").mkdir(exist_ok=True)
    (site.data / "media/secreto.txt").write_text("secret")
    for path in ("/media/secreto.txt", "/media/../acervo.sqlite3", "/archive/", "/static/../acervo.sqlite3", "/.env"):
        assert get(proxied + path).status_code in (400, 404), path


def test_a_web_process_that_dies_is_replaced(site):
    children = lambda: set(  # noqa: E731
        subprocess.run(["pgrep", "-P", str(site.server.pid)], capture_output=True, text=True).stdout.split()
    )
    before = children()
    os.kill(int(min(before)), 9)
    until(lambda: len(children()) == 2 and children() != before, seconds=60)
    assert _answers(site.port)


def test_nothing_beside_the_data_folder_was_written(site):
    """What runs above could run on a read-only file system."""
    assert written(site.root) == site.before
