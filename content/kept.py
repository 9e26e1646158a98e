"""What stands around every page and seldom changes, kept for a moment in each process.

A change shows at once in the process that made it, and in the others when the moment is over.
What is kept is shared by all requests and is only read.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings

# Its keys hold the host that a visitor names, so it has to have an end.
MOST = 64

_kept: dict[Hashable, tuple[float, Any]] = {}


def keep(key: Hashable, read: Callable[[], Any]) -> Any:
    """Return what was read under a key less than `KEPT_SECONDS` ago, or else read it now."""
    now = time.monotonic()
    read_at, value = _kept.get(key, (float("-inf"), None))
    if now - read_at >= settings.KEPT_SECONDS:
        if len(_kept) >= MOST:
            forget()
        value = read()
        _kept[key] = (now, value)
    return value


def forget() -> None:
    """Let everything be read anew."""
    _kept.clear()
