"""Production settings. `dev` and `test` loosen them; nothing here does.

Order: environment · hosts · apps · requests · templates · database · jobs ·
people · languages · files · mail · security · logs · Wagtail · ours.
"""

import logging.config
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import EnvError, validate

from pofclinic.logs import logging_config
from pofclinic.settings.environment import database, env, mailer, site_url

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

# --- Environment: what has no default is asked for all at once -------------
_missing = [
    name
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL")
    if not (env.str(name, "") or env.str(f"{name}_FILE", ""))
]
if _missing:
    raise ImproperlyConfigured(f"Set in the environment: {', '.join(_missing)}.")
if env.str("DRILL_WITHOUT", None) is not None:
    raise ImproperlyConfigured("DRILL_WITHOUT is for `make drill` alone: the site does not start.")
try:
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    SITE_URL = site_url(env.str("SITE_URL", ""), ALLOWED_HOSTS)
    _database = database(env.str("DATABASE_URL"))
except (EnvError, ValueError) as error:
    raise ImproperlyConfigured(str(error)) from None

_HTTPS = SITE_URL.startswith("https:")
DEBUG = False

# --- Apps -------------------------------------------------------------------
INSTALLED_APPS = [
    "content",
    "enquiries",
    "accounts",
    "procrastinate.contrib.django",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.sites",
    "accounts.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

# --- Requests ---------------------------------------------------------------
ROOT_URLCONF = "pofclinic.urls"
WSGI_APPLICATION = "pofclinic.wsgi.application"
MIDDLEWARE = [
    "pofclinic.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "pofclinic.middleware.ResponseHeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "pofclinic.refusals.RefuseUnreadableMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

# --- Templates --------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# --- Database ---------------------------------------------------------------
# Each thread of the server keeps a connection of its own and looks if it still lives before it
# is used. Without a database a request is told so at once, and the first one after it is back
# succeeds: a pool tries lost connections again at its own pace.
_database["OPTIONS"].setdefault("connect_timeout", 5)
DATABASES = {"default": {**_database, "CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Jobs -------------------------------------------------------------------
# Our own jobs are Procrastinate's. Wagtail's small index tasks stay immediate, so
# that search never waits for a worker.
PROCRASTINATE_IMPORT_PATHS = ["pofclinic.jobs"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

# --- People -----------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "wagtailadmin_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS.append(
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
)

# --- Languages --------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("de", _("German"))]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
FORMAT_MODULE_PATH = "pofclinic.formats"
USE_TZ = True

# --- Files ------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", VAR_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "media")
SERVE_MEDIA = env.bool("SERVE_MEDIA", False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pofclinic.staticfiles.StaticStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Wagtail's page editor posts a field for each part of each block.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Mail -------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", "clinic@example.org")
# Where answers to our replies go. Empty: replies say that nobody reads answers.
ENQUIRY_REPLY_TO = env.str("MAIL_REPLY_TO", "")
MAILERS = {"default": mailer()}

# --- Security ---------------------------------------------------------------
# Public pages: this site and nothing else, no inline script or style. The admin's
# own policy stands beside its address in urls.py.
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_SSL_REDIRECT = _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The proxy in front must set this header itself and drop a visitor's own.
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-session" if _HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_AGE = 10 * 3600
# A cookie that outlives the visit would say that she had been on the form.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
# Not in a cookie of its own: a message to staff may name a reference.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "enquiries.views.csrf_failure"

# --- Logs -------------------------------------------------------------------
LOGGING_CONFIG = None
LOGGING = logging_config(as_json=env.bool("LOG_JSON", True), level=env.str("LOG_LEVEL", "INFO"))
logging.config.dictConfig(LOGGING)

# --- Wagtail ----------------------------------------------------------------
WAGTAILADMIN_BASE_URL = SITE_URL
from pofclinic.settings.cms import *

# --- Ours -------------------------------------------------------------------
# Who is told of a new enquiry; empty: all staff who may read enquiries.
ENQUIRY_NOTICE_TO = env.list("ENQUIRY_NOTICE_TO", [])
# The key ring of what people write: a file, read anew whenever it changes, or its text.
# Without one no enquiry is taken (docs/operations.md, "Keys").
ENQUIRY_KEYS_FILE = env.str("ENQUIRY_KEYS_FILE", "")
ENQUIRY_KEYS = "" if ENQUIRY_KEYS_FILE else env.str("ENQUIRY_KEYS", "")
# Deletions are noted here as well as in the database, so that a restored backup brings
# nobody back. Not part of the backup.
ENQUIRY_TOMBSTONES = env.path("ENQUIRY_TOMBSTONES", VAR_DIR / "tombstones")
# Whose X-Forwarded-For counts: addresses or networks of the proxies in front, "unix" for one
# that comes through a socket.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", [])
# Multiplies every limit of enquiries/abuse/figures.py, for a day on television or a rehearsal.
ENQUIRY_LIMITS_FACTOR = env.int("ENQUIRY_LIMITS_FACTOR", 1, validate=validate.Range(min=1))
# A form that comes back sooner than anybody can fill it in takes one more step.
ENQUIRY_LEAST_SECONDS = env.int("ENQUIRY_LEAST_SECONDS", 3, validate=validate.Range(min=0))
# Stands on the page that says "not saved", which must not ask the database.
FALLBACK_TELEPHONE = env.str("FALLBACK_TELEPHONE", "")
# Where `import_trials` asks, and the seconds between two of its questions.
TRIAL_REGISTER_API = env.str("TRIAL_REGISTER_API", "https://clinicaltrials.gov/api/v2")
TRIAL_REGISTER_PAUSE = 1
# For so long each process keeps what stands around every page (`content.kept`).
KEPT_SECONDS = 2
# Demo accounts have a published password.
DEMO_STAFF_ALLOWED = env.bool("DEMO_STAFF_ALLOWED", False)
