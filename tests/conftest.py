"""Each pytest process works in a database of its own, a copy of the migrated template."""

from pathlib import Path

import pytest

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
        databases.disconnect()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item):
    """Renew the database after a test that really committed.

    Django empties every table then, Wagtail's root page and languages with them.
    """
    result = yield
    marker = item.get_closest_marker("django_db")
    committed = bool(marker and marker.kwargs.get("transaction"))
    fixtures = {"transactional_db", "django_db_reset_sequences", "live_server"}
    if committed or fixtures & set(getattr(item, "fixturenames", ())):
        databases.renew_database()
    return result
