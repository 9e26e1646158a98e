"""Copies of the prepared databases on the tests' own server (`make test` starts it)."""

import os

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

MIGRATED = "template_pofclinic"
DEMO = "template_pofclinic_demo"


def server() -> str | None:
    """Return the address of the tests' server, None when `make test` did not start us."""
    return os.environ.get("POFCLINIC_TEST_SERVER")


def copy(template: str, name: str) -> str:
    """Make a database that is a copy of a template, in place of one with that name.

    Returns its connection string. Takes a tenth of a second; connections to the old one
    are cut.
    """
    with psycopg.connect(server(), autocommit=True) as connection:
        database, source = sql.Identifier(name), sql.Identifier(template)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(database, source))
    return make_conninfo(**conninfo_to_dict(server()) | {"dbname": name})


def worker() -> str:
    """Return the name of this pytest process: gw0, gw1 … or main."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def renew_database() -> None:
    """Give this pytest process a fresh copy of the migrated database."""
    connection.close()
    name = f"test_{worker()}"
    copy(MIGRATED, name)
    connection.settings_dict["NAME"] = name
