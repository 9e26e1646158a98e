"""Development: base, loosened. `make run` sets DATABASE_URL."""

import os

os.environ.setdefault("SECRET_KEY", "development-only-not-a-secret-0123456789abcdefghijklmno")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("LOG_JSON", "false")
os.environ.setdefault("MAIL_BACKEND", "console")
os.environ.setdefault("DEMO_STAFF_ALLOWED", "true")
os.environ.setdefault("FALLBACK_TELEPHONE", "+44 20 7946 0123")

from pofclinic.settings.base import *
from pofclinic.settings.base import DATABASES, MIDDLEWARE, STORAGES, TEMPLATES

DEBUG = True
# Each request has a thread of its own here: nothing would come back to a connection.
DATABASES["default"]["CONN_MAX_AGE"] = 0
SECURE_HSTS_SECONDS = 0
# Static files come straight from their folders here.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
SERVE_MEDIA = True
TEMPLATES[0]["OPTIONS"]["debug"] = True
