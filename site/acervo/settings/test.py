"""The profile of the test suite: nothing outside a temporary folder, tasks at once, fast passwords."""

import os
import tempfile

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix=f"acervo-test-{_worker}-")
os.environ["TASKS"] = "immediate"
os.environ["S3_BUCKET"] = ""  # whatever a developer's .env says
os.environ.setdefault("EMAIL_URL", "locmem://")
# The browser tests' event loop lives in the thread of the tests; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
if not os.environ["DATABASE_URL"]:
    del os.environ["DATABASE_URL"]

from .base import *  # noqa: E402, F403

SECRET_KEY = "only-for-tests-" + "x" * 40
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
