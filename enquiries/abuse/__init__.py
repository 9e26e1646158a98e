"""Floods and machines, held up without refusing a person. The figures: `figures`."""

from enquiries.abuse.admission import Admission, Level, SpentProofError, admit, receive_with
from enquiries.abuse.forgetting import forget_old_counts
from enquiries.abuse.own_password import OwnPasswordForm
from enquiries.abuse.proofs import Check, make_check

__all__ = [
    "Admission",
    "Check",
    "Level",
    "OwnPasswordForm",
    "SpentProofError",
    "admit",
    "forget_old_counts",
    "make_check",
    "receive_with",
]
