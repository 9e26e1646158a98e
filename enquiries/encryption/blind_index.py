"""Finding what is sealed: a keyed digest of an e-mail address or a telephone number.

HMAC-SHA-256 (RFC 2104) under a key of its own. Equal values have equal indexes, and nothing
else can be told from one without the key.
"""

import contextlib
import hashlib
import hmac
import re
import unicodedata

from enquiries.encryption.keys import KeyRing, keyring


def blind_index(purpose: str, value: str, ring: KeyRing | None = None) -> bytes | None:
    """Return the 32 bytes that stand for a normalised value, or None for an empty one.

    Raises `NoKeysError`.
    """
    ring = ring or keyring()
    return _digest(ring.index[ring.active_index], purpose, value) if value else None


def blind_indexes(purpose: str, value: str) -> list[bytes]:
    """Return a value's index under each key, to find also what is not re-indexed yet."""
    if not value:
        return []
    return [_digest(key, purpose, value) for key in keyring().index.values()]


def normalised_email(text: str) -> str:
    """Return an address in the one form in which it is indexed.

    Without spaces around it, in NFKC, without capitals, its domain in ASCII. Dots and +tags
    stay: they are different mailboxes with most providers.
    """
    local, at, domain = unicodedata.normalize("NFKC", text.strip()).casefold().rpartition("@")
    if local.startswith('"'):
        # Quotes and backslashes in it change no mailbox (RFC 5321, 4.1.2): one index for all.
        local = re.sub(r"\\(.)", r"\1", local.strip('"'))
    # What no DNS could hold is indexed as it is.
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}"


def normalised_phone(text: str) -> str:
    """Return a stored number (E.164, perhaps with an extension) without its extension."""
    return text.partition(";")[0].strip()


def _digest(key: bytes, purpose: str, value: str) -> bytes:
    return hmac.new(key, f"{purpose}|{value}".encode(), hashlib.sha256).digest()
