"""Floods and machines, held up without refusing a person. The figures: `figures`."""

from enquiries.abuse.admission import Admission, Level, SpentProofError, admit, receive_with
from enquiries.abuse.forgetting import forget_old_counts
from enquiries.abuse.proofs import Check, make_check
from enquiries.abuse.wrong_passwords import count_wrong_password, has_guessed_too_often

__all__ = [
    "Admission",
    "Check",
    "Level",
    "SpentProofError",
    "admit",
    "count_wrong_password",
    "forget_old_counts",
    "has_guessed_too_often",
    "make_check",
    "receive_with",
]
