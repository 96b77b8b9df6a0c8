"""The WSGI entry point: `gunicorn acervo.wsgi` with the repository root and `site/` on the path."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acervo.settings.production")
application = get_wsgi_application()

from search.engines import get_engine  # noqa: E402 - the apps must be ready

get_engine()  # so that no visitor waits for its first import; settings that can never work end the process here
