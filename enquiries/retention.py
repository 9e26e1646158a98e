"""How long an enquiry is kept: the one place that knows.

Enquiries that were merged are one family and one decision: all of them go together, when the
time of every one of them is over, and one of them on hold holds them all. What was closed by
merging it follows the rule of the enquiry into which it went.

The time runs from the last change of state or from what the person herself sent after it. Of
what is not closed, it runs from the last thing said by anybody, too: an enquiry that staff
still talk about is not old.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from enquiries.models import RetentionPolicy

# Also what a run counts by, and the reason code of the deletion's event.
REASONS = ("closed", "became_patient", "spam", "unanswered")

# Every enquiry with its family's root, reason and last day. A ring of merged enquiries has no
# root, and is not here: nobody deletes what nobody understands.
KEPT = """
WITH RECURSIVE family AS (
    SELECT id AS root, id FROM enquiries_enquiry WHERE merged_into_id IS NULL
    UNION ALL
    SELECT family.root, each.id
        FROM enquiries_enquiry each JOIN family ON each.merged_into_id = family.id
), judged AS (
    SELECT each.id, each.is_on_hold, family.root, CASE
        WHEN ruling.state = 'spam' THEN 'spam'
        WHEN ruling.state <> 'closed' THEN 'unanswered'
        WHEN ruling.closing_reason = 'became_patient' THEN 'became_patient'
        ELSE 'closed' END AS reason,
        greatest(each.created_at, each.state_changed_at, (
            SELECT max(entry.created_at) FROM enquiries_entry entry
                WHERE entry.enquiry_id = each.id
                AND (entry.kind = 'addition' OR each.state NOT IN ('closed', 'spam'))
        )) AS last_at
    FROM family JOIN enquiries_enquiry each USING (id) JOIN enquiries_enquiry ruling
        ON ruling.id = CASE each.closing_reason WHEN 'merged' THEN family.root ELSE each.id END
), kept AS (
    SELECT id, root, reason, bool_or(is_on_hold) OVER (PARTITION BY root) AS is_on_hold,
        max(last_at + CASE reason
            WHEN 'spam' THEN make_interval(days => %(spam_days)s)
            WHEN 'closed' THEN make_interval(days => %(closed_days)s)
            WHEN 'became_patient' THEN make_interval(days => %(patient_days)s)
            ELSE make_interval(months => %(unanswered_months)s) END
        ) OVER (PARTITION BY root) AS until
    FROM judged
)
SELECT id, root, reason, is_on_hold, until FROM kept
"""


@dataclass(frozen=True)
class Kept:
    """Until when an enquiry is kept, by which rule, and whether it is held beyond that."""

    id: UUID
    root: UUID
    reason: str
    is_on_hold: bool
    until: datetime


def is_within_bounds(policy: RetentionPolicy) -> bool:
    """Whether each number is one that the policy's page would take."""
    return all(
        lowest <= getattr(policy, name) <= highest
        for name, (lowest, highest) in RetentionPolicy.BOUNDS.items()
    )


def time_is_over(policy: RetentionPolicy, now: datetime, root: UUID | None = None) -> list[Kept]:
    """The enquiries whose time is over, families together, the oldest first.

    Those on hold are among them, for a run counts them: `is_on_hold` says so. With a root,
    only those of its family.
    """
    where = " WHERE until <= %(now)s" + (" AND root = %(root)s" if root else "")
    return _kept(policy, f"{where} ORDER BY until, root, id", now=now, root=root)


def due_for_deletion(
    policy: RetentionPolicy, now: datetime, root: UUID | None = None
) -> list[Kept]:
    """The enquiries that a run deletes: their time is over and nothing holds them."""
    return [each for each in time_is_over(policy, now, root) if not each.is_on_hold]


def kept_until(policy: RetentionPolicy, ids: Iterable[UUID]) -> dict[UUID, Kept]:
    """Until when each of these enquiries is kept as things stand."""
    found = _kept(policy, " WHERE id = ANY(%(ids)s)", ids=list(ids))
    return {each.id: each for each in found}


def database_now() -> datetime:
    """The database's time, the only one by which anything is deleted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _kept(policy: RetentionPolicy, where: str, **values) -> list[Kept]:
    with connection.cursor() as cursor:
        cursor.execute(KEPT + where, _periods(policy) | values)
        return [Kept(*row) for row in cursor.fetchall()]


def _periods(policy: RetentionPolicy) -> dict[str, int]:
    """The periods, none shorter or longer than its bounds, whatever its row says."""
    return {
        name: min(max(getattr(policy, name), lowest), highest)
        for name, (lowest, highest) in RetentionPolicy.BOUNDS.items()
    }
