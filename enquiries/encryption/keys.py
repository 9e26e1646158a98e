"""The key ring: which keys there are, and which one is used for what is written now.

A ring is a text that a person can read and keep two copies of:

    seal  2026-05  <base64url of 32 bytes>
    seal  2026-11  <base64url of 32 bytes>  active
    index 2026-05  <base64url of 32 bytes>  active

`seal` keys encrypt, `index` keys make blind indexes. One key of each purpose is active; the
others only read what was written with them. The ring comes from the file ENQUIRY_KEYS_FILE,
which is read anew whenever it changes, or from ENQUIRY_KEYS in the environment.
"""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32
KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,32}")
PURPOSES = ("seal", "index")
FIELDS_OF_A_KEY = (3, 4)


class NoKeysError(Exception):
    """There is no usable key ring; the message says why, and repeats no key."""


@dataclass(frozen=True, repr=False)
class KeyRing:
    """The keys by purpose and id, 32 bytes each. Never printed: it has no `repr`."""

    seal: dict[str, bytes]
    index: dict[str, bytes]
    active_seal: str
    active_index: str

    @classmethod
    def read(cls, text: str) -> "KeyRing":
        """Return the ring in a text. Raises `NoKeysError` for one that cannot be used."""
        keys: dict[str, dict[str, bytes]] = {purpose: {} for purpose in PURPOSES}
        active: dict[str, str] = {}
        for number, line in enumerate(text.splitlines(), 1):
            words = line.partition("#")[0].split()
            if not words:
                continue
            purpose, key_id, key, is_active = _key_in(words, number)
            if key_id in keys[purpose]:
                raise NoKeysError(f"Key ring, line {number}: the id stands there twice.")
            keys[purpose][key_id] = key
            if is_active:
                if purpose in active:
                    raise NoKeysError(f"Key ring, line {number}: a second active {purpose} key.")
                active[purpose] = key_id
        for purpose in PURPOSES:
            if purpose not in active:
                raise NoKeysError(f"Key ring: no {purpose} key is active.")
        return cls(keys["seal"], keys["index"], active["seal"], active["index"])

    def text(self) -> str:
        """Return the ring as the text that `read` takes."""
        lines = []
        for purpose in PURPOSES:
            active = getattr(self, f"active_{purpose}")
            for key_id, key in getattr(self, purpose).items():
                mark = " active" if key_id == active else ""
                lines.append(f"{purpose} {key_id} {base64.urlsafe_b64encode(key).decode()}{mark}")
        return "\n".join(lines) + "\n"

    def with_new_key(self, purpose: str, key_id: str) -> "KeyRing":
        """Return a ring with one more key of a purpose, which is active from now on.

        Raises `ValueError` for an id that is taken or cannot be one.
        """
        held = getattr(self, purpose)
        if key_id in held or not KEY_ID.fullmatch(key_id):
            raise ValueError(f"{key_id} is taken, or cannot be the id of a key.")
        changed = {purpose: {**held, key_id: new_key()}, f"active_{purpose}": key_id}
        ours = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return KeyRing(**{**ours, **changed})


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_ring_text(key_id: str) -> str:
    """Return the text of a ring with one new key of each purpose."""
    return KeyRing({key_id: new_key()}, {key_id: new_key()}, key_id, key_id).text()


def keyring() -> KeyRing:
    """Return the ring in force. Raises `NoKeysError` when there is none."""
    if not settings.ENQUIRY_KEYS_FILE:
        return _read_text(settings.ENQUIRY_KEYS)
    path = Path(settings.ENQUIRY_KEYS_FILE)
    try:
        found = path.stat()
    except OSError:
        raise NoKeysError("The file ENQUIRY_KEYS_FILE cannot be read.") from None
    return _read_file(path, (found.st_mtime_ns, found.st_size, found.st_ino))


@lru_cache(maxsize=2)
def _read_text(text: str) -> KeyRing:
    if not text.strip():
        raise NoKeysError("Neither ENQUIRY_KEYS_FILE nor ENQUIRY_KEYS is set.")
    return KeyRing.read(text)


@lru_cache(maxsize=2)
def _read_file(path: Path, stamp: tuple[int, ...]) -> KeyRing:
    """Read the ring; `stamp` tells one state of the file from another."""
    try:
        return KeyRing.read(path.read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        raise NoKeysError("The file ENQUIRY_KEYS_FILE cannot be read.") from None


def _key_in(words: list[str], number: int) -> tuple[str, str, bytes, bool]:
    if len(words) not in FIELDS_OF_A_KEY or words[0] not in PURPOSES:
        raise NoKeysError(f"Key ring, line {number}: not “seal|index, id, key [active]”.")
    purpose, key_id, encoded = words[:3]
    is_active = words[3:] == ["active"]
    if not KEY_ID.fullmatch(key_id) or (words[3:] and not is_active):
        raise NoKeysError(f"Key ring, line {number}: not “seal|index, id, key [active]”.")
    try:
        key = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise NoKeysError(f"Key ring, line {number}: the key is not 32 bytes in base64url.")
    return purpose, key_id, key, is_active
