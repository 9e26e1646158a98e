"""The mail of the site as its database has it, and time that passes there."""

import time

from tests.drills import patience
from tests.drills.site import Site

DELIVER = "enquiries.tasks.deliver"
UNSETTLED = "SELECT count(*) FROM enquiries_delivery WHERE sent_at IS NULL AND failed_at IS NULL"


def unsettled(site: Site) -> int:
    """Count the messages that are still to leave."""
    return site.number(UNSETTLED)


def make_due(site: Site, most: int = 100_000) -> None:
    """Let the hour come for which waiting messages are put off."""
    site.sql(
        "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id IN (SELECT id FROM "
        "procrastinate_jobs WHERE task_name = %s AND status = 'todo' AND scheduled_at > now() "
        "ORDER BY scheduled_at LIMIT %s)",
        DELIVER,
        most,
    )


def attempts(site: Site) -> int:
    return site.number("SELECT coalesce(sum(attempts), 0) FROM enquiries_delivery")


def wait_until_out(site: Site, seconds: float) -> float | None:
    """Return how long it took until no message waits any more; None when it took too long."""
    began = time.monotonic()
    while unsettled(site):
        if time.monotonic() - began > seconds:
            return None
        patience.sleep(0.1)
    return time.monotonic() - began


def message_ids(site: Site, kind: str, *, sent: bool = True) -> list[str]:
    """Return the Message-ID of each message of a kind that left, or that failed for good."""
    column = "sent_at" if sent else "failed_at"
    rows = site.sql(
        f"SELECT message_id FROM enquiries_delivery WHERE kind = %s AND {column} IS NOT NULL", kind
    )
    return [message_id for (message_id,) in rows]
