"""Whether an enquiry goes through at once, or takes one more step first."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from enquiries import actions
from enquiries.abuse import counting, figures
from enquiries.abuse.client_address import network_of
from enquiries.abuse.proofs import spend, valid_proof
from enquiries.encryption import blind_index, normalised_email
from enquiries.models import Enquiry

log = structlog.get_logger("enquiries.abuse")


class SpentProofError(Exception):
    """The proof has let an enquiry through that is no longer there."""


class Level(IntEnum):
    """How much is coming in, as far as this enquiry is concerned."""

    FREE = 0
    SLOWED = 1
    FULL = 2


@dataclass(frozen=True)
class Admission:
    """The verdict. With a proof an enquiry is always free."""

    level: Level
    proof: bytes | None = None


def admit(
    meta: Mapping[str, str], *, key: UUID, email: str, age: float, proof: str, wait: str
) -> Admission:
    """Count an enquiry, unless it is stored already or brings a proof, and say how it goes on."""
    if _is_stored(key):
        return Admission(Level.FREE)
    if digest := valid_proof(key, proof, wait):
        return Admission(Level.FREE, digest)
    counted = [("address", network_of(meta).encode()), ("site", b"")]
    if index := blind_index("email", normalised_email(email) if email else ""):
        counted.append(("email", index))
    levels = {kind: _level(kind, number) for kind, number in counting.count(counted).items()}
    levels["age"] = Level.SLOWED if age < settings.ENQUIRY_LEAST_SECONDS else Level.FREE
    highest = max(levels.values())
    if highest:
        kinds = [kind for kind in sorted(levels) if levels[kind] == highest]
        log.info("one more step asked for", field=kinds[0], word=highest.name.lower())
    return Admission(highest)


def receive_with(proof: bytes | None, answers: dict) -> Enquiry:
    """Store an enquiry, and spend the proof that let it through, in one transaction.

    Raises `SpentProofError`, and what `receive_enquiry` raises.
    """
    if not proof:
        return actions.receive_enquiry(**answers)
    with transaction.atomic():
        if not spend(proof) and not _is_stored(answers["submission_key"]):
            raise SpentProofError
        return actions.receive_enquiry(**answers)


def _is_stored(key: UUID) -> bool:
    return Enquiry.objects.filter(submission_key=key).exists()


def _level(kind: str, number: int) -> Level:
    soft, hard = figures.limit(kind)
    return Level((number > soft) + (number > hard))
