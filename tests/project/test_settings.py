"""The site starts only when it is told what it must know."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from pofclinic.settings.environment import database, site_url

NEEDED = {
    "SECRET_KEY": "a-key-for-this-test-0123456789-0123456789-0123456789",
    "ALLOWED_HOSTS": "clinic.example.org",
    "DATABASE_URL": "postgresql://clinic@127.0.0.1:1/none",
}


def start(without: str = "", **more: str) -> subprocess.CompletedProcess:
    kept = {key: value for key, value in NEEDED.items() if key != without}
    return subprocess.run(
        [sys.executable, "-c", "from pofclinic.settings import base; print(base.SITE_URL)"],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "x", **kept, **more},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", NEEDED)
def test_production_refuses_to_start_without(name):
    refused = start(without=name)
    assert refused.returncode != 0
    assert f"Set in the environment: {name}." in refused.stderr


def test_production_starts_with_the_three(tmp_path):
    assert start().stdout.strip() == "https://clinic.example.org"


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text(NEEDED["SECRET_KEY"])
    assert start(without="SECRET_KEY", SECRET_KEY_FILE=str(secret)).returncode == 0


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "postgresql://clinic@host/", "names no database"),
        ("DATABASE_URL", "nonsense with spaces", "not a PostgreSQL connection string"),
        ("SITE_URL", "http://clinic.example.org", "use https"),
        ("SITE_URL", "clinic", "not an address"),
    ],
)
def test_a_wrong_value_is_named_without_repeating_a_secret(name, value, said):
    refused = start(**{name: value})
    assert refused.returncode != 0
    assert said in refused.stderr.splitlines()[-1]


def test_a_database_url_may_name_a_socket_and_demand_tls():
    entry = database("postgresql://me:p%40ss@/clinic?host=/run/postgresql&sslmode=verify-full")
    assert (entry["HOST"], entry["PASSWORD"]) == ("/run/postgresql", "p@ss")
    assert entry["OPTIONS"] == {"sslmode": "verify-full"}


def test_plain_http_is_for_this_machine_only():
    assert site_url("http://127.0.0.1:8000/", ["x"]) == "http://127.0.0.1:8000"
    with pytest.raises(ValueError, match="https"):
        site_url("http://clinic.example.org", ["x"])


def test_wagtails_own_forms_app_stays_out():
    assert "wagtail.contrib.forms" not in settings.INSTALLED_APPS
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_the_switch_of_the_drills_keeps_production_from_starting():
    refused = start(DRILL_WITHOUT="commit")
    assert refused.returncode != 0
    assert "DRILL_WITHOUT is for `make drill` alone" in refused.stderr.splitlines()[-1]
