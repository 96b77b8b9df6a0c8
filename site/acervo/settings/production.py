"""The profile of a public server: refuses to start when it would be unsafe."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import ALLOWED_HOSTS, BASE_URL, DEBUG, SECRET_KEY, env

if len(SECRET_KEY) < 40:
    raise ImproperlyConfigured("SECRET_KEY: set one of at least 40 characters in the environment.")
if DEBUG:
    raise ImproperlyConfigured("DEBUG must be off in production; remove it from the environment.")
if not env.list("ALLOWED_HOSTS", default=[]) or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(f"ALLOWED_HOSTS: name the public hosts (now only {ALLOWED_HOSTS}).")

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", BASE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000 if BASE_URL.startswith("https://") else 0)
