"""The running instance of this folder, as `make manage` finds it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


def write(path: Path, environment: Mapping[str, str]) -> None:
    """Note the environment of the running instance; it may hold secrets."""
    remove(path)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"pid": os.getpid(), "environment": dict(environment)}, file)


def read_environment(path: Path) -> dict[str, str] | None:
    """Return the environment of the running instance, None when it is not up."""
    try:
        return json.loads(path.read_text())["environment"]
    except (OSError, ValueError, KeyError):
        return None


def remove(path: Path) -> None:
    """Forget the instance."""
    path.unlink(missing_ok=True)
