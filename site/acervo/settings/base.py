"""Settings common to every profile; every value an office may want to change comes from the environment.

The table of variables in the README is held equal to the `env` calls of this folder by a test.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from environs import FileAwareEnv
from xstatic.pkg import leaflet

SITE_DIR = Path(__file__).resolve().parents[2]
ROOT_DIR = SITE_DIR.parent

# `NAME_FILE` gives the path of a file with the value of NAME: how container platforms hand over secrets.
env = FileAwareEnv(strip_whitespace=True)
env.read_env(str(ROOT_DIR / ".env"), recurse=False)

# --- Where things live: everything the site writes is below DATA_DIR -------------------------------
DATA_DIR: Path = env.path("DATA_DIR", default=ROOT_DIR / "var").resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
MEDIA_ROOT = str(env.path("MEDIA_ROOT", default=DATA_DIR / "media"))
MEDIA_URL = env.str("MEDIA_URL", "/media/")
# Archived files are never below MEDIA_ROOT: a web server that serves the media folder must not serve them.
ARCHIVE_ROOT: Path = env.path("ARCHIVE_ROOT", default=DATA_DIR / "archive").resolve()
CACHE_DIR = DATA_DIR / "cache"
STATIC_URL = "/static/"
STATIC_ROOT = str(DATA_DIR / "static")
BUILD_DIR = DATA_DIR / "build"  # fonts subset from their pip packages; see `manage.py build_assets`
for _folder in (BUILD_DIR / "static", Path(STATIC_ROOT)):
    _folder.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS: list[Path | tuple[str, str]] = [
    SITE_DIR / "static",
    BUILD_DIR / "static",
    ("leaflet", leaflet.BASE_DIR),  # from its pip package; nothing of it is copied into the repository
]

# --- Who and where ----------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY", "")
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])]
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = env.str("SITE_NAME", "Acervo")
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")

# --- Engines ----------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'acervo.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, readers never blocked: a web process and a task worker share the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=16777216;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Connections outlive requests; one that a restarted server closed is found out and opened again before it is used.
    # A vanished network is known after a minute, and who waits for a row gives up when SQLite's writers would.
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "options": "-c lock_timeout=30s",
        **DATABASES["default"].get("OPTIONS", {}),  # what follows «?» in the address wins
    }
if _password := env.str("DATABASE_PASSWORD", ""):  # as it is; within an address it would have to be escaped
    DATABASES["default"]["PASSWORD"] = _password
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Empty: the embedded Tantivy index below DATA_DIR. Else the nodes of an Elasticsearch cluster, with commas between.
SEARCH_URL = env.str("SEARCH_URL", "")
SEARCH_DIR = DATA_DIR / "search"
SEARCH_ENGINE = {
    "index": env.str("SEARCH_INDEX", "acervo"),  # what the names of our indices begin with
    "api_key": env.str("SEARCH_API_KEY", ""),
    "user": env.str("SEARCH_USER", ""),
    "password": env.str("SEARCH_PASSWORD", ""),
    "ca_file": env.str("SEARCH_CA_FILE", ""),
    "timeout": env.float("SEARCH_TIMEOUT", 3.0),  # seconds that a visitor's search may wait
    "shards": env.int("SEARCH_SHARDS", 1),
    "replicas": env.int("SEARCH_REPLICAS", 0),
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "acervo.base.admin_search"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# `database`: a worker process does the work (`make run` starts one); `immediate`: done on the spot.
TASKS_MODE = env.str("TASKS", "database")
TASKS = {
    "default": {
        "BACKEND": {
            "database": "django_tasks_db.DatabaseBackend",
            "immediate": "django_tasks.backends.immediate.ImmediateBackend",
        }[TASKS_MODE]
    }
}
vars().update(env.dj_email_url("EMAIL_URL", default="console://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "acervo@localhost")

# --- Uploads and ingest: limits per file ------------------------------------------------------------
UPLOAD_MAX_MB = env.int("UPLOAD_MAX_MB", 100)
INGEST_MEMORY_MB = env.int("INGEST_MEMORY_MB", 1024)
INGEST_SECONDS = env.int("INGEST_SECONDS", 120)
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_MAX_MB * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # minutes with many agreements exceed Django's 1,000

INSTALLED_APPS = [
    "home",
    "estados",
    "observatorio",
    "agenda",
    "documents",
    "search",
    "acervo.contact",
    "acervo.links",
    "acervo.tabular",
    "acervo.history",
    "acervo.readability",
    "acervo.health",
    "acervo.backup",
    "acervo.base",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]
for _replaced in ("wagtail.contrib.simple_translation", "django.contrib.admin"):
    INSTALLED_APPS.remove(_replaced)  # wagtail-localize does the first; the second is not used

MIDDLEWARE = [
    "acervo.health.middleware.probes",
    "acervo.health.middleware.requests",
    "acervo.base.middleware.without_nul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "acervo.base.middleware.maintenance",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "acervo.base.redirects.PrefixRedirectMiddleware",
]
ROOT_URLCONF = "acervo.urls"
WSGI_APPLICATION = "acervo.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "acervo.base.context_processors.site",
            ],
            "builtins": [
                "wagtail.templatetags.wagtailcore_tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
# Empty: files below DATA_DIR. Else a private bucket of an S3-compatible server: images below media/, the archive below
# archive/. Caches and work in progress stay in DATA_DIR.
S3: dict[str, Any] = {
    "bucket": env.str("S3_BUCKET", ""),
    "endpoint_url": env.str("S3_ENDPOINT_URL", ""),
    "region": env.str("S3_REGION", ""),
    "access_key": env.str("S3_ACCESS_KEY", ""),
    "secret_key": env.str("S3_SECRET_KEY", ""),
    "ca_file": env.str("S3_CA_FILE", ""),
    "cache_mb": env.int("S3_CACHE_MB", 1024),  # disk for copies of archived files that are being read
}
STORAGES = {
    "default": {
        "BACKEND": "acervo.base.object_storage.PrivateBucket"
        if S3["bucket"]
        else "django.core.files.storage.FileSystemStorage"
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Languages: message ids are Spanish, the English catalogue translates them ----------------------
LANGUAGE_CODE = "es-mx"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("es-mx", _("Español")), ("en", _("Inglés"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("es-mx", "Español (México)"), ("en", "English")]
LOCALE_PATHS = [SITE_DIR / "acervo" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "America/Mexico_City")
USE_TZ = True
USE_I18N = True
WAGTAIL_I18N_ENABLED = True

# --- Wagtail ----------------------------------------------------------------------------------------
WAGTAILDOCS_DOCUMENT_MODEL = "documents.ArchiveFile"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "documents.forms.ArchiveFileForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_MODEL = "documents.ArchiveImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "documents.image_forms.ArchiveImageForm"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# No links to documents: a file is public only through a record, so editors link to the record.
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h3", "h4", "bold", "italic", "ol", "ul", "link", "blockquote"]},
    }
}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "password_required.html"  # noqa: S105
LOGIN_URL = "wagtailadmin_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Security ---------------------------------------------------------------------------------------
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)  # proxies of ours whose X-Forwarded-For counts (`acervo.base.spam`)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview panel frames the page from the same origin
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}
PERMISSIONS_POLICY.pop("interest-cohort")
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    # Wagtail's admin writes inline styles and scripts; `acervo.base.middleware` gives it a policy of its own.
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

# --- Logs and health --------------------------------------------------------------------------------
# `plain`: lines for a terminal; `json`: one object a line, for programs (production). Neither has what people search for.
LOG_FORMAT = env.str("LOG_FORMAT", "plain")
SLOW_REQUEST_SECONDS = env.float("SLOW_REQUEST_SECONDS", 2.0)  # from here on a request is named in the log
HEALTH_TOKEN = env.str("HEALTH_TOKEN", "")  # «Authorization: Bearer …» of whoever may see the details of /salud/
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "not_told_elsewhere": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://acervo.health.logs.not_told_elsewhere",
        }
    },
    "formatters": {
        "plain": {
            "()": "acervo.health.logs.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
        "json": {"()": "acervo.health.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
    # The client writes a line for every call that fails; the breaker writes one for the outage (`search.breaker`).
    "loggers": {
        "elastic_transport": {"level": "ERROR"},
        "django.request": {"filters": ["not_told_elsewhere"]},
    },
}

# --- Maps -------------------------------------------------------------------------------------------
# Without an address of tiles the maps are drawn from the inventory's own data; the content policy opens to the host
# of the tiles only when there is one.
MAP_TILES_URL = env.str("MAP_TILES_URL", "")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", "")
if MAP_TILES_URL:
    # Leaflet's {s} is a part of the host: any subdomain of it.
    _tiles = urlsplit(MAP_TILES_URL)
    _host = f"{_tiles.scheme}://{_tiles.netloc.replace('{s}', '*')}"
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(_host)

# --- The archive ------------------------------------------------------------------------------------
RECORD_LANGUAGES = [
    ("es", _("Español")),
    ("en", _("Inglés")),
    ("nah", _("Náhuatl")),
    ("yua", _("Maya")),
    ("fr", _("Francés")),
    ("pt", _("Portugués")),
]
