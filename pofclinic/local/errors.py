"""What ends a command early."""

import errno

DISK_FULL_WORDS = ("No space left on device", "DiskFull")


class CannotContinue(Exception):
    """One clear sentence for the person at the terminal; the command ends non-zero."""


class Interrupted(BaseException):
    """Somebody asked us to stop. Not an `Exception`, so that nothing swallows it."""

    def __init__(self, signum: int):
        super().__init__(signum)
        self.signum = signum


def disk_is_full(error: BaseException | str) -> bool:
    """Tell whether an exception or a program's output says that the disk is full."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    return any(words in str(error) for words in DISK_FULL_WORDS)
