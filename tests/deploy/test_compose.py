"""compose.yaml, Dockerfile and .env.example say the same thing as the settings, and keep what is private inside."""

import fnmatch
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.base.test_settings import variables_read

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("prepare", "web", "worker")
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = dict(re.findall(r"^([A-Z_0-9]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
#: What deploy/gunicorn.py and Python read of the environment; no settings of Django.
PROCESS = {"BIND", "WEB_CONCURRENCY", "WEB_THREADS"}


def interpolated(text: str) -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{(\w+)", text))


def test_the_services_are_those_of_the_profile():
    assert set(SERVICES) == {"proxy", "prepare", "web", "worker", "postgres", "elasticsearch"}


@pytest.mark.parametrize("name", SERVICES)
def test_an_image_of_others_is_official_and_of_a_version(name):
    image = SERVICES[name]["image"]
    if name in OURS:
        assert image.startswith("acervo:")
        return
    address, tag = image.rsplit(":", 1)
    assert address in {"caddy", "postgres", "docker.elastic.co/elasticsearch/elasticsearch"}
    assert re.match(r"\d+", tag), "a version, never latest"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_limits_and_comes_back(name):
    service = SERVICES[name]
    assert service["mem_limit"]
    assert service["logging"]["options"]["max-size"]
    assert service["logging"]["options"]["max-file"]
    assert service["restart"] == ("on-failure:3" if name == "prepare" else "unless-stopped")
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")
    if name not in ("prepare", "worker"):  # one ends by itself; the sign of life of the other is in the database
        assert service["healthcheck"]["test"]


def test_only_the_proxy_is_reached_from_outside():
    assert {name for name, service in SERVICES.items() if service.get("ports")} == {"proxy"}
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgres", "elasticsearch"):
        assert SERVICES[name]["networks"] == ["inside"]
    assert "inside" not in SERVICES["proxy"]["networks"]


@pytest.mark.parametrize("name", OURS)
def test_the_site_writes_only_to_its_volumes_and_to_memory(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    targets = {volume.split(":")[1] for volume in service["volumes"]}
    assert targets == {"/var/lib/acervo", "/var/backups/acervo"}
    assert service["environment"]["DATA_DIR"] == "/var/lib/acervo"


def test_the_site_waits_for_what_it_needs():
    assert SERVICES["prepare"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert SERVICES[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"
    assert SERVICES["proxy"]["depends_on"]["web"]["condition"] == "service_healthy"


def test_elasticsearch_asks_for_a_password_and_postgresql_too():
    search, database = SERVICES["elasticsearch"]["environment"], SERVICES["postgres"]["environment"]
    assert search["xpack.security.enabled"] == "true"
    assert search["xpack.license.self_generated.type"] == "basic"
    assert "${ELASTIC_PASSWORD:?" in search["ELASTIC_PASSWORD"]
    assert "${POSTGRES_PASSWORD:?" in database["POSTGRES_PASSWORD"]
    assert "POSTGRES_HOST_AUTH_METHOD" not in database


def test_no_secret_stands_in_a_file_of_the_repository():
    secret = re.compile(r"PASSWORD|SECRET|KEY|TOKEN")
    for name, value in EXAMPLE.items():
        assert not (secret.search(name) and value), name
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if secret.search(variable):
                assert value.startswith("${"), (name, variable)
    assert not re.search(r"^(ENV|ARG).*(PASSWORD|SECRET)", DOCKERFILE, re.MULTILINE)


def test_every_variable_is_known_to_somebody():
    """What compose gives the site is a setting or is read by its processes; what it asks for stands in the example."""
    for name in OURS:
        unknown = set(SERVICES[name]["environment"]) - variables_read() - PROCESS
        assert not unknown, name
    asked = interpolated((ROOT / "compose.yaml").read_text())
    assert asked <= set(EXAMPLE)
    assert set(EXAMPLE) <= asked | variables_read()
    given = set(re.findall(r"^    ([A-Z_]+)=", DOCKERFILE, re.MULTILINE)) | {"PATH"}
    python = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_"}
    assert given - python - variables_read() == {"DJANGO_SETTINGS_MODULE", "TMPDIR"}


def test_what_the_site_cannot_start_without_is_obligatory_in_compose_or_refused_by_the_settings():
    text = (ROOT / "compose.yaml").read_text()
    for name in ("POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "ALLOWED_HOSTS", "SITE_TLS"):
        assert f"${{{name}:?Set {name} in .env}}" in text


def test_the_image_runs_as_nobody_special_and_has_no_compiler():
    final = DOCKERFILE.split("\nFROM ")[-1]
    assert re.findall(r"^USER (.+)$", final, re.MULTILINE) == ["acervo"]
    assert final.index("USER acervo") < final.index("CMD")
    installed = re.search(r"apt-get install -y --no-install-recommends (.+?) \\", final)[1].split()
    assert "tesseract-ocr-spa" in installed
    assert not {name for name in installed if re.search(r"gcc|g\+\+|build|-dev$|git|curl", name)}
    assert "pip install" not in final
    assert "latest" not in DOCKERFILE
    assert "rm -rf /var/lib/apt/lists/*" in final


def test_what_the_image_copies_exists_and_nothing_private_goes_in():
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert lines[0] == "*"
    let_in = {line[1:] for line in lines if line.startswith("!")}
    assert all((ROOT / name).exists() for name in let_in)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages | {"site", "deploy", "requirements"} <= let_in
    assert not let_in & {"tests", "var", ".env", ".venv", ".git"}
    assert any(fnmatch.fnmatch("site/.env.local", pattern) for pattern in lines[1:])
    for source in re.findall(r"^COPY (?!--from|\.)(\S+) ", DOCKERFILE, re.MULTILINE):
        assert (ROOT / source).exists()
    for lock in re.findall(r"requirements/(\w+\.txt)", DOCKERFILE):
        assert (ROOT / "requirements" / lock).exists()


@pytest.mark.parametrize("script", ["prepare", "backup"])
def test_the_scripts_are_plain_shell(script):
    path = ROOT / "deploy" / script
    assert path.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", str(path)], check=True)


def test_own_certificates_never_come_into_the_repository():
    ignored = (ROOT / "deploy/certificates/.gitignore").read_text().split()
    assert ignored == ["*", "!.gitignore"]
