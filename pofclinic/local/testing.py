"""`make test` and what `make lint` needs a database for."""

import os
import sys
from pathlib import Path

from pofclinic.local import children, management, places, signals, testing_server
from pofclinic.local.errors import CannotContinue
from pofclinic.local.places import PROJECT
from pofclinic.local.testing_server import TestServer
from pofclinic.local.testing_tools import Tools

_BROWSER_TESTS = PROJECT / "tests" / "e2e"


def run(arguments: list[str]) -> int:
    """Run pytest, with these arguments, against a server of its own; return its exit code."""
    folder = places.here()
    folder.make()
    signals.listen()
    children.end_with_make()
    needs_browser = _reaches_browser_tests(arguments)
    tools = Tools(folder)
    folder.tests.mkdir(exist_ok=True)
    if needs_browser:
        tools.find()
        _say(tools.missing)
    with testing_server.running(folder, with_demo=needs_browser) as server:
        env = os.environ | _environment(server) | tools.environment
        env["POFCLINIC_STATIC"] = str(folder.tests / "static")
        command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
        code = management.foreground(command, env)
    _say(tools.missing)
    if needs_browser and not tools.has_browser() and os.environ.get("CI") and not code:
        print("Without a browser that is a failure, because CI is set.", flush=True)
        return 1
    return code


def with_database(arguments: list[str]) -> int:
    """Run a command with DATABASE_URL set to a migrated database; return its exit code."""
    if not arguments:
        raise CannotContinue("with-database: say which command.")
    folder = places.here()
    folder.make()
    signals.listen()
    children.end_with_make()
    with testing_server.running(folder, with_demo=False) as server:
        return management.foreground(arguments, os.environ | _environment(server))


def _environment(server: TestServer) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "pofclinic.settings.test",
        "DATABASE_URL": server.url(),
        "POFCLINIC_TEST_SERVER": server.url("postgres"),
        "POFCLINIC_TEST_MEDIA": str(server.media),
        children.MARK: str(server.folder),
    }


def _reaches_browser_tests(arguments: list[str]) -> bool:
    """Tell whether the paths among pytest's arguments, if any, include browser tests."""
    texts = [text.partition("::")[0] for text in arguments if not text.startswith("-")]
    paths = [(PROJECT / text).resolve() for text in texts if (PROJECT / text).exists()]
    return not paths or any(_overlap(path, _BROWSER_TESTS) for path in paths)


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)


def _say(sentences: list[str]) -> None:
    for sentence in sentences:
        print(f"\n{'!' * 78}\n{sentence}\n{'!' * 78}\n", flush=True)
