"""Processes that an earlier run left behind when it was killed with -9."""

import contextlib
import os
import signal
import time
from pathlib import Path

from pofclinic.local.children import MARK

_PROC = Path("/proc")


def sweep(mark: Path) -> int:
    """End every process that carries this instance's mark; return how many there were.

    Call it only while holding the instance's lock: then no living supervisor owns them.
    Where there is no /proc there is nothing to look at, and nothing is done.
    """
    found = _carrying(mark)
    for signum, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        for pid in _carrying(mark):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signum)
        end = time.monotonic() + seconds
        while _carrying(mark) and time.monotonic() < end:
            time.sleep(0.1)
    return len(found)


def _carrying(mark: Path) -> list[int]:
    wanted = f"{MARK}={mark}".encode()
    return [
        pid
        for pid in (int(path.name) for path in _PROC.glob("[0-9]*"))
        if pid != os.getpid() and wanted in _environment(pid)
    ]


def _environment(pid: int) -> list[bytes]:
    try:
        return (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:  # gone meanwhile, or another user's
        return []


def works_in(pid: int, folder: Path) -> bool:
    """Tell whether a process lives and has `folder` as its working folder.

    A PostgreSQL server works in its data folder, so this tells ours from a process
    that was given the same number after a restart of the machine. Without /proc any
    living process counts: PostgreSQL's own check then has the last word.
    """
    if not _PROC.is_dir():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True
    try:
        return (_PROC / str(pid) / "cwd").readlink() == folder
    except OSError:
        return False
