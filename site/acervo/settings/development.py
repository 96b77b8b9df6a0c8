"""The profile of `make demo` and `make run`: one machine, no server, a secret kept in DATA_DIR."""

import secrets

from .base import *  # noqa: F403
from .base import DATA_DIR, SECRET_KEY, STORAGES, env

if not SECRET_KEY:
    # Made once per data folder, so that sessions outlive a restart and no secret stands in the code.
    _file = DATA_DIR / "secret_key"
    if not _file.exists():
        _file.touch(mode=0o600)
        _file.write_text(secrets.token_urlsafe(50))
    SECRET_KEY = _file.read_text()
DEBUG = env.bool("DEBUG", False)

# Static files are found where they lie: no collectstatic before the first page.
WHITENOISE_USE_FINDERS = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
