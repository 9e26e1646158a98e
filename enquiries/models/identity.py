"""The two names of an enquiry: a key for machines and a reference for people."""

import contextlib
import secrets
import time
from collections.abc import Iterable
from uuid import UUID

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V, and no vowels: it is read out on the telephone,
# and it must never spell a word.
REFERENCE_ALPHABET = "34679CDFGHJKMNPQRTVWXY"
REFERENCE_LENGTH = 8


def uuid7() -> UUID:
    """Return a time-ordered UUID of version 7 (RFC 9562), made before the row exists.

    Python has its own from 3.14 on, and Django's `UUID7()` is a function of PostgreSQL
    18, which is too late: encryption binds a text to its row before the row is written.
    It shows when it was made, so it stays inside and is nobody's reference.
    """
    milliseconds = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def make_reference() -> str:
    """Return eight random characters without look-alikes. Uniqueness is the database's."""
    return "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(REFERENCE_LENGTH))


def pattern() -> str:
    """Return what a browser takes for a whole reference, however it is typed (HTML `pattern`)."""
    letters = REFERENCE_ALPHABET + "".join(filter(str.isalpha, REFERENCE_ALPHABET)).lower()
    between = "[^A-Za-z0-9]*"
    return f"{between}(?:[{letters}]{between}){{{REFERENCE_LENGTH}}}"


def shown(reference: str) -> str:
    """Return a reference as it is printed: ABCD-EFGH."""
    return f"{reference[:4]}-{reference[4:]}"


def typed(text: str) -> str:
    """Return what somebody typed for a reference in the form in which it is stored."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def keys_in(texts: Iterable[str]) -> list[UUID]:
    """Return the keys in what was ticked; what is none is passed over."""
    found = []
    for text in texts:
        with contextlib.suppress(ValueError):
            found.append(UUID(text))
    return found
