"""One text, sealed with AES-256-GCM (NIST SP 800-38D) for one place.

A sealed value is: version (1 byte) · length of the key's id (1) · key id · nonce (12) ·
ciphertext with its tag (16). The associated data names the place (table, row and field), so
that a value moved to another place does not open. What is encrypted is the length of the text
(4 bytes), the text as UTF-8 and zeros up to the next step, so that its size tells little.
Nonces are random: one key is good for 2^32 values, and is to be rotated long before.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from enquiries.encryption.keys import KeyRing, keyring

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16
LENGTH_BYTES = 4
STEPS = (256, 1024, 4096)


class CannotUnsealError(Exception):
    """A sealed value was damaged or moved, or its key is gone. Says nothing of the value."""


def seal(text: str, place: str, ring: KeyRing | None = None) -> bytes:
    """Return a text sealed for a place with the active key. Raises `NoKeysError`."""
    ring = ring or keyring()
    nonce = os.urandom(NONCE_BYTES)
    head = _head(ring.active_seal)
    cipher = AESGCM(ring.seal[ring.active_seal])
    return head + nonce + cipher.encrypt(nonce, _padded(text), _bound(head, place))


def unseal(sealed: bytes, place: str, ring: KeyRing | None = None) -> str:
    """Return the text of a sealed value. Raises `CannotUnsealError`, `NoKeysError`."""
    ring = ring or keyring()
    key_id, body = _parts(sealed)
    key = ring.seal.get(key_id)
    if key is None:
        raise CannotUnsealError("Its key is not in the ring.")
    head, nonce, rest = _head(key_id), body[:NONCE_BYTES], body[NONCE_BYTES:]
    try:
        padded = AESGCM(key).decrypt(nonce, rest, _bound(head, place))
    except (InvalidTag, ValueError):
        raise CannotUnsealError("It was damaged, or sealed for another place.") from None
    length = int.from_bytes(padded[:LENGTH_BYTES])
    return padded[LENGTH_BYTES : LENGTH_BYTES + length].decode()


def key_of(sealed: bytes) -> str:
    """Return the id of the key that a value was sealed with. Raises `CannotUnsealError`."""
    return _parts(sealed)[0]


def _head(key_id: str) -> bytes:
    return bytes([VERSION, len(key_id)]) + key_id.encode("ascii")


def _bound(head: bytes, place: str) -> bytes:
    return head + place.encode()


def _parts(sealed: bytes) -> tuple[str, bytes]:
    sealed = bytes(sealed)
    if len(sealed) < 2 or sealed[0] != VERSION:
        raise CannotUnsealError("It is no sealed value of a version that we know.")
    end = 2 + sealed[1]
    body = sealed[end:]
    if len(body) < NONCE_BYTES + TAG_BYTES + LENGTH_BYTES:
        raise CannotUnsealError("It is too short to be a sealed value.")
    return sealed[2:end].decode("ascii", "replace"), body


def _padded(text: str) -> bytes:
    encoded = text.encode()
    whole = len(encoded).to_bytes(LENGTH_BYTES) + encoded
    step = next((step for step in STEPS if len(whole) <= step), STEPS[-1])
    size = -(-len(whole) // step) * step
    return whole.ljust(size, b"\0")
