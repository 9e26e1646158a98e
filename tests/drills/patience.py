"""How long a drill may take. Every wait and every visitor asks here, so that nothing outlasts it.

Ctrl-C and SIGTERM are noticed here too, in whichever thread asks first.
"""

import faulthandler
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from pofclinic.local import signals
from pofclinic.local.errors import Interrupted

# What hangs in spite of all is ended this many seconds later, with the place where it hung.
LAST_GRACE = 60


class OverError(Exception):
    """Somebody else has ended the drill."""


class _Clock:
    end = float("inf")
    is_over = threading.Event()
    stopped_by = 0


def begin(seconds: float) -> None:
    """From now on a drill may take so long. Raises when a stop signal has come already."""
    _Clock.is_over.clear()
    _Clock.end = time.monotonic() + seconds
    check()
    faulthandler.dump_traceback_later(seconds + LAST_GRACE, exit=True)


def end() -> None:
    """The drill is over, whatever still runs."""
    _Clock.is_over.set()
    faulthandler.cancel_dump_traceback_later()


def check() -> None:
    """Raise when a stop signal has come, when time is up, or when the drill is over."""
    if _Clock.stopped_by:
        raise Interrupted(_Clock.stopped_by)
    if _Clock.is_over.is_set():
        raise OverError
    assert time.monotonic() < _Clock.end, "took too long"


def sleep(seconds: float) -> None:
    """Sleep, unless there is a reason to stop."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        check()
        time.sleep(min(left, 0.2))


def listen() -> None:
    """Note stop signals, and end for certain a while after the first."""
    signals.listen()
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, _note(signal.getsignal(signum)))


def _note(first: Callable) -> Callable:
    def note(signum: int, frame) -> None:
        first(signum, frame)
        # Stopping forgets a signal, so as not to be cut short by it; we do not.
        _Clock.stopped_by = signum
        faulthandler.dump_traceback_later(LAST_GRACE, exit=True)

    return note


@contextmanager
def crowd(count: int) -> Iterator[ThreadPoolExecutor]:
    """Let so many work at once; when one thing goes wrong, nobody begins anything more."""
    pool = ThreadPoolExecutor(count)
    try:
        yield pool
    except BaseException:
        _Clock.is_over.set()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()
