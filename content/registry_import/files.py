"""Studies from files of the register's JSON."""

import sys
from pathlib import Path

from content.registry_import.studies import Study, Unreadable, decoded, listed, prepared

LARGEST = 64 * 1024 * 1024


def studies_in_file(name: str, largest: int = LARGEST) -> list[Study]:
    """Return every study of a file; "-" is the standard input.

    Raises `Unreadable` when one of them cannot be read, so that a file is taken whole or
    not at all.
    """
    label = "The standard input" if name == "-" else name
    try:
        found = listed(decoded(_read(name, largest)))
    except Unreadable as error:
        raise Unreadable(f"{label}: {error}") from None
    if not found:
        raise Unreadable(f"{label}: There is no study in it.")
    return [_one(label, data, number, len(found)) for number, data in enumerate(found, 1)]


def _one(label: str, data: object, number: int, of: int) -> Study:
    try:
        return prepared(data, is_fresh=False)
    except Unreadable as error:
        place = f"{label}, number {number} of {of}" if of > 1 else label
        raise Unreadable(f"{place}: {error}") from None


def _read(name: str, largest: int) -> bytes:
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(largest + 1)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(largest + 1)
    except (OSError, ValueError) as error:  # a ValueError: a NUL in the name
        raise Unreadable(f"{getattr(error, 'strerror', None) or error}.") from None
    if len(raw) > largest:
        raise Unreadable(f"It is larger than {largest // 1024**2} MB. Give it in parts.")
    return raw
