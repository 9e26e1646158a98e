"""Sealing what people write: keys, ciphertexts and blind indexes. Knows no model."""

from enquiries.encryption.blind_index import (
    blind_index,
    blind_indexes,
    normalised_email,
    normalised_phone,
)
from enquiries.encryption.cipher import CannotUnsealError, key_of, seal, unseal
from enquiries.encryption.keys import KeyRing, NoKeysError, keyring, new_ring_text

__all__ = [
    "CannotUnsealError",
    "KeyRing",
    "NoKeysError",
    "blind_index",
    "blind_indexes",
    "key_of",
    "keyring",
    "new_ring_text",
    "normalised_email",
    "normalised_phone",
    "seal",
    "unseal",
]
