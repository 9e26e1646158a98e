"""Tests: base, loosened. `make test` starts PostgreSQL and sets DATABASE_URL."""

import logging.config
import os

os.environ.setdefault("SECRET_KEY", "tests-only-not-a-secret-0123456789abcdefghijklmnopqrstu")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
# Not an address: bare pytest gets as far as the line that says what to call instead.
os.environ.setdefault("DATABASE_URL", "postgresql:///use-make-test")
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("LOG_LEVEL", "WARNING")
os.environ.setdefault(
    "ENQUIRY_KEYS",
    "seal test AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= active\n"
    "index test Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA= active\n",
)
# A test fills the form in faster than anybody.
os.environ.setdefault("ENQUIRY_LEAST_SECONDS", "0")
os.environ.setdefault("DEMO_STAFF_ALLOWED", "true")
os.environ.setdefault("FALLBACK_TELEPHONE", "+44 20 7946 0123")
# No test reaches the real register; one that asks a register brings its own.
os.environ.setdefault("TRIAL_REGISTER_API", "http://127.0.0.1:1/api/v2")

from pofclinic.settings.base import *
from pofclinic.settings.base import LOGGING, MIDDLEWARE, STORAGES, VAR_DIR

# Static files come straight from their folders here.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
MEDIA_ROOT = VAR_DIR / "test" / f"media-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
ENQUIRY_TOMBSTONES = MEDIA_ROOT.parent / f"tombstones-{MEDIA_ROOT.name}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TRIAL_REGISTER_PAUSE = 0
KEPT_SECONDS = 0
# pytest shows the log of a failed test itself; stderr is not the same stream in each.
LOGGING["handlers"]["stderr"] = {"class": "logging.NullHandler"}
logging.config.dictConfig(LOGGING)
