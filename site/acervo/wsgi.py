"""The WSGI entry point: `gunicorn acervo.wsgi` with the repository root and `site/` on the path."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acervo.settings.production")
application = get_wsgi_application()
