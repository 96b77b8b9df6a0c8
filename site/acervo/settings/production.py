"""The profile of a public server: refuses to start when it would be unsafe."""

import importlib.util
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, BASE_URL, CACHE_DIR, DATA_DIR, DATABASES, DEBUG, LOGGING, S3, SECRET_KEY, env

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY: set one of at least 50 characters in the environment.")
if DEBUG:
    raise ImproperlyConfigured("DEBUG must be off in production; remove it from the environment.")
if not env.list("ALLOWED_HOSTS", default=[]) or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(f"ALLOWED_HOSTS: name the public hosts (now only {ALLOWED_HOSTS}).")
if not BASE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "BASE_URL: set the public address of the site, for example https://acervo.example.gob.mx."
    )
for _wanted, _module, _lock, _why in (
    (DATABASES["default"]["ENGINE"].endswith(".postgresql"), "psycopg", "postgresql", "DATABASE_URL names PostgreSQL"),
    (S3["bucket"], "storages", "s3", "S3_BUCKET names a bucket"),
):
    if _wanted and importlib.util.find_spec(_module) is None:
        raise ImproperlyConfigured(f"{_why}: install requirements/{_lock}.txt.")

# Several processes: what one of them changes (the addresses of a site, a size of an image) the others must see.
CACHES: dict[str, dict[str, Any]] = {  # type: ignore[no-redef]
    name: {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(CACHE_DIR / "django" / name),
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
    for name in ("default", "renditions")
}
# Uploads wait on the disk of the data: /tmp may be memory, and is in the containers.
FILE_UPLOAD_TEMP_DIR = str(DATA_DIR / "tmp")
(DATA_DIR / "tmp").mkdir(mode=0o700, exist_ok=True)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", BASE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
# Not for subdomains, nor for the browsers' own list: other offices have hosts below the same domain.
SILENCED_SYSTEM_CHECKS = [
    "security.W005",
    "security.W021",
    "security.W019",  # the preview of the editor frames pages of this site
]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000 if BASE_URL.startswith("https://") else 0)

LOGGING["handlers"]["console"]["formatter"] = env.str("LOG_FORMAT", "json")  # type: ignore[index]
