"""Ctrl-C, SIGTERM and SIGHUP: noted at once, acted upon where it is safe.

A handler that raised could strike between starting a child and remembering it, and
leave that child running. So the handler only takes a note, and whatever waits
calls `check()`.
"""

import signal
import time
from collections.abc import Callable

from pofclinic.local.errors import Interrupted

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PAUSE = 0.05
_noted: list[int] = []


def listen() -> None:
    """From now on a stop signal is noted instead of killing this process."""
    for signum in STOPPING:
        # Under `nohup` SIGHUP is ignored, and stays so.
        if signum != signal.SIGHUP or signal.getsignal(signum) is not signal.SIG_IGN:
            signal.signal(signum, lambda signum, frame: _noted.append(signum))


def check() -> None:
    """Raise `Interrupted` when a stop signal has come."""
    if _noted:
        raise Interrupted(_noted[0])


def take() -> list[int]:
    """Return the noted signals and forget them, for who passes them on."""
    noted = _noted.copy()
    _noted.clear()
    return noted


def forget() -> None:
    """Drop the noted signals: stopping has begun and must not be cut short by the same wish."""
    _noted.clear()


def wait_for(condition: Callable[[], bool], seconds: float, *, pause: float = _PAUSE) -> bool:
    """Wait until `condition()` is true and return True, or False when the time is up.

    Raises `Interrupted` when a stop signal comes meanwhile.
    """
    end = time.monotonic() + seconds
    while not condition():
        check()
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
