"""One command at a time holds an instance's folder."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path

from pofclinic.local.errors import CannotContinue


@contextlib.contextmanager
def held(path: Path, what: str) -> Iterator[None]:
    """Hold the lock for the time of the block; raise `CannotContinue` when another does.

    The kernel lets go of it when we die, however we die.
    """
    with path.open("a+") as file:
        if not _try(file):
            raise CannotContinue(f"{holder(path)} holds {path.parent}: stop it first.")
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "what": what}))
        file.flush()
        yield


@contextlib.contextmanager
def waited_for(path: Path, notice: str) -> Iterator[None]:
    """Hold the lock for the time of the block; wait for whoever has it, saying so."""
    with path.open("a+") as file:
        if not _try(file):
            print(notice, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_held(path: Path) -> bool:
    """Tell whether a living process holds the lock."""
    if not path.exists():
        return False
    with path.open("a+") as file:
        return not _try(file)


def holder(path: Path) -> str:
    """Name the command that holds the lock, as far as it said who it is."""
    try:
        known = json.loads(path.read_text())
        return f"`{known['what']}` (process {known['pid']})"
    except (OSError, ValueError, KeyError):
        return "Another command"


def _try(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
