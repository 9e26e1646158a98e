"""Each pytest process works in a database of its own, a copy of the migrated template."""

from pathlib import Path

import pytest
from django.db import connection

from tests import databases

_BROWSER_TESTS = Path(__file__).parent / "e2e"
_LAUNCHER_TESTS = Path(__file__).parent / "local"


def pytest_configure(config: pytest.Config) -> None:
    if not databases.server():
        pytest.exit('The tests need a PostgreSQL of their own: use make test ARGS="…".', 4)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser tests last.

    Playwright leaves an event loop behind in its process, in which Django refuses to
    touch the database. The launcher's tests come first: they wait more than they work.
    """
    places = {_LAUNCHER_TESTS: -1, _BROWSER_TESTS: 1}
    items.sort(key=lambda item: next((n for p, n in places.items() if p in item.path.parents), 0))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """In place of pytest-django's, which would migrate: the template is migrated already."""
    with django_db_blocker.unblock():
        databases.renew_database()
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def committed_db(django_db_setup, django_db_blocker):
    """A database whose rows are really committed, so that other connections see them.

    Not pytest-django's `transaction=True`: that empties every table afterwards, Wagtail's root
    page and languages with them, and the audit trail refuses to be emptied. The database is a
    fresh copy before and after instead.
    """
    with django_db_blocker.unblock():
        databases.renew_database()
        yield
        databases.renew_database()
