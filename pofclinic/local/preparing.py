"""Deciding whether a database or the static files need work before the site starts."""

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from pofclinic.local import children, databases, fingerprint
from pofclinic.local.children import Child
from pofclinic.local.places import PROJECT, Places


class Preparation:
    """What the database of an instance needs, and the record of what was done.

    The record holds a fingerprint of all code and data that fill a database and what
    the database looked like afterwards. When both are still so, there is nothing to do.
    """

    def __init__(self, places: Places, database_url: str):
        self.places = places
        self.url = database_url
        self.fingerprint = fingerprint.of_site()

    def is_current(self) -> bool:
        """Tell whether this database was prepared by this very code."""
        known = _read(self.places.prepared)
        return known.get("key") == self._key() and self._has_keys()

    def accounts(self) -> str:
        """Return what was said about the demo accounts."""
        return _read(self.places.prepared).get("accounts", "")

    def step(self, env: Mapping[str, str]) -> Child:
        """Start the work; call `record()` when it is complete."""
        result = self.places.prepared_result
        return prepare_step("Preparing the database", result, "--fill", "--enquiries", env=env)

    def record(self) -> None:
        """Note that the work is done."""
        accounts = _read(self.places.prepared_result).get("accounts", "")
        self.places.prepared_result.unlink()
        self.places.prepared.write_text(json.dumps({"key": self._key(), "accounts": accounts}))

    def _has_keys(self) -> bool:
        ours = not (os.environ.get("ENQUIRY_KEYS") or os.environ.get("ENQUIRY_KEYS_FILE"))
        return self.places.enquiry_keys.exists() or not ours

    def _key(self) -> str:
        state = databases.state(self.url)
        # The site's own address stands in its database.
        address = [os.environ.get(name, "") for name in ("SITE_URL", "HOST", "PORT")]
        text = f"{self.url}\0{self.fingerprint}\0{state}\0{address}"
        return hashlib.sha256(text.encode()).hexdigest()


class StaticFiles:
    """The collected static files of `make serve` and of the browser tests."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.stamp = folder.with_name(f"{folder.name}.stamp")
        self.fingerprint = fingerprint.of_static()

    def is_current(self) -> bool:
        """Tell whether they were collected from these very files."""
        return self.stamp.exists() and self.stamp.read_text() == self.fingerprint

    def step(self, env: Mapping[str, str]) -> Child:
        """Start collecting; call `record()` when it is complete."""
        self.stamp.unlink(missing_ok=True)
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear"]
        command += ["--verbosity", "0"]
        return children.start(
            "Collecting the static files", command, env=env, captured=True, cwd=PROJECT
        )

    def record(self) -> None:
        """Note that they are complete."""
        self.stamp.write_text(self.fingerprint)


def prepare_step(name: str, result: Path, *arguments: str, env: Mapping[str, str]) -> Child:
    """Start `prepare` in a process of its own."""
    command = [sys.executable, "-m", "pofclinic.local.prepare", str(result), *arguments]
    return children.start(name, command, env=env, captured=True, cwd=PROJECT)


def _read(path: Path) -> dict:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
