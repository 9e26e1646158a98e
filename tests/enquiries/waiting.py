"""Two connections that meet: one waits for a lock that the other holds."""

import time

from django.db import connection


def execute(sql: str, *values) -> list:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def wait_until_somebody_waits() -> None:
    """Return when a connection waits for a lock. Raises `AssertionError` after ten seconds."""
    for _ in range(500):
        if execute("SELECT 1 FROM pg_locks WHERE NOT granted"):
            return
        time.sleep(0.02)
    raise AssertionError("Nobody waits.")
