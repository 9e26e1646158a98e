"""The figures of the abuse controls, each with its reason (docs/operations.md, "Limits").

Above a soft limit an enquiry takes one more step, which a browser does by itself in a second or
two. Above the hard limit the answer is 429, with the same step: who takes it gets through.
ENQUIRY_LIMITS_FACTOR multiplies the limits, ENQUIRY_LEAST_SECONDS is the least age of a form.
"""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings


class Limit(NamedTuple):
    """How many enquiries a window takes without one more step, and before it is 429."""

    soft: int
    hard: int


# A window is long enough to catch a slow flood and short enough to be forgotten soon.
WINDOW = timedelta(minutes=10)

LIMITS = {
    # A clinic's waiting room, a hospital or a whole town behind one address: 60 people in ten
    # minutes pass without noticing anything.
    "address": Limit(soft=60, hard=120),
    # Nobody writes six times in ten minutes with one e-mail address; who is bombarded with
    # confirmations in somebody else's name is spared.
    "email": Limit(soft=5, hard=10),
    # From many addresses at once. The busiest day that we know of has 60 in ten minutes.
    "site": Limit(soft=300, hard=1200),
}

# PBKDF2-SHA-256 with so many rounds for each try, and so many tries: under a second on a
# computer, about two on an old telephone. A flood pays it for each enquiry; we pay one try.
PROOF_ROUNDS = 1000
PROOF_TRIES = (300, 1500)
# Long enough for who is called away from the page; the form lives a day anyway.
PROOF_LIFE = timedelta(hours=1)
# Without JavaScript one waits instead: longer where it is already too much.
WAIT_SECONDS = 10
LONG_WAIT_SECONDS = 60
WAIT_LIFE = timedelta(hours=24)

# A salt lives through its day and the next: then no count can be traced to anybody.
SALT_DAYS = 2
# Longer than any proof or wait is good for.
SPENT_LIFE = timedelta(days=2)


def limit(kind: str) -> Limit:
    """Return a limit as this installation has it."""
    soft, hard = LIMITS[kind]
    return Limit(soft * settings.ENQUIRY_LIMITS_FACTOR, hard * settings.ENQUIRY_LIMITS_FACTOR)
