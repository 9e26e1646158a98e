"""One more step: a proof of work that a browser does by itself, or a wait.

Both are signed, good for one form and for some time, and let one enquiry through. The
challenge is ALTCHA's (version 2, with a counter that is known to us); its solver in the browser
is `static/js/proof_of_work.js`.
"""

import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from uuid import UUID

import altcha
from django.core import signing
from django.db import connection
from django.utils.crypto import salted_hmac

from enquiries.abuse import figures

WAIT_SALT = "enquiries.wait"
ALGORITHM = "PBKDF2/SHA-256"
LONGEST_PROOF = 4000
SPEND = """
    INSERT INTO enquiries_spentproof (digest, spent_at) VALUES (%s, now())
    ON CONFLICT (digest) DO NOTHING RETURNING id
"""


@dataclass(frozen=True)
class Check:
    """What the page with one more step needs."""

    challenge: str
    wait: str
    seconds: int


def make_check(key: UUID, wait: str, *, is_long: bool) -> Check:
    """Return a challenge and a wait for one form. A wait that has begun goes on."""
    not_before = _not_before(key, wait)
    if not_before is None:
        seconds = figures.LONG_WAIT_SECONDS if is_long else figures.WAIT_SECONDS
        not_before = int(time.time()) + seconds
        wait = signing.dumps([key.hex, not_before], salt=WAIT_SALT)
    left = max(not_before - int(time.time()), 0)
    return Check(_challenge(key), wait, left)


def valid_proof(key: UUID, proof: str, wait: str) -> bytes | None:
    """Return the digest of a proof or a wait that is good for this form; None without one."""
    if _is_solved(key, proof):
        return hashlib.sha256(b"proof" + proof.encode()).digest()
    not_before = _not_before(key, wait)
    if not_before is not None and not_before <= time.time():
        return hashlib.sha256(b"wait" + wait.encode()).digest()
    return None


def spend(digest: bytes) -> bool:
    """Note that a proof was used; say whether it is the first time. Waits for a rival."""
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [digest])
        return cursor.fetchone() is not None


def _challenge(key: UUID) -> str:
    least, most = figures.PROOF_TRIES
    challenge = altcha.create_challenge(
        ALGORITHM,
        figures.PROOF_ROUNDS,
        counter=least + secrets.randbelow(most - least),
        expires_at=int(time.time() + figures.PROOF_LIFE.total_seconds()),
        data={"form": key.hex},
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("solution"),
    )
    return json.dumps(challenge.to_dict())


def _is_solved(key: UUID, proof: str) -> bool:
    """Whether a proof is a solved challenge of ours, in time, for this form.

    One HMAC each for challenge and solution: a flood of wrong ones costs next to nothing.
    """
    if not proof or len(proof) > LONGEST_PROOF:
        return False
    found = altcha.verify_solution(proof, _secret("challenge"), hmac_key_secret=_secret("solution"))
    if not found.verified:
        return False
    return altcha.Payload.from_base64(proof).challenge.parameters.data == {"form": key.hex}


def _not_before(key: UUID, wait: str) -> int | None:
    """Return when a wait for this form is over, None when it is none of ours."""
    try:
        held = signing.loads(wait, salt=WAIT_SALT, max_age=figures.WAIT_LIFE)
    except signing.BadSignature:
        return None
    return held[1] if held[0] == key.hex else None


def _secret(purpose: str) -> str:
    return salted_hmac("enquiries.proof", purpose, algorithm="sha256").hexdigest()
