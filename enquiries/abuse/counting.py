"""How often within a window: counted in PostgreSQL, so that all processes share one count.

What is counted is an HMAC under the day's salt: the table tells neither address nor person.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection
from django.db.models import F
from django.utils import timezone

from enquiries.abuse.figures import WINDOW
from enquiries.models import DailySalt, Tally

SALT_BYTES = 32
# In the order of the digests, so that two requests never wait for each other.
COUNT = """
    INSERT INTO enquiries_tally (digest, window_at, count)
    SELECT digest, %s, 1 FROM unnest(%s::bytea[]) AS digest ORDER BY digest
    ON CONFLICT (digest, window_at)
    DO UPDATE SET count = enquiries_tally.count + 1
    RETURNING digest, count
"""


def count(counted: Iterable[tuple[str, bytes]]) -> dict[str, int]:
    """Count one more of each (kind, value) in the present window; return the counts by kind.

    One statement of its own: nothing of an enquiry waits for it or is lost with it.
    """
    window = window_at(timezone.now())
    salt = salt_of(window)
    kinds = {digest_of(salt, kind, value): kind for kind, value in counted}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [window, list(kinds)])
        return {kinds[bytes(digest)]: number for digest, number in cursor.fetchall()}


def take_back(kind: str, value: bytes) -> None:
    """Count one less of a (kind, value) in the present window, where any was counted."""
    window = window_at(timezone.now())
    digest = digest_of(salt_of(window), kind, value)
    counts = Tally.objects.filter(digest=digest, window_at=window, count__gt=0)
    counts.update(count=F("count") - 1)


def window_at(moment: datetime) -> datetime:
    """Return when the window of a moment began. No window goes over midnight (UTC)."""
    length = int(WINDOW.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // length * length, UTC)


def seconds_left() -> int:
    """Return in how many seconds the next window begins."""
    now = timezone.now()
    return int((window_at(now) + WINDOW - now).total_seconds()) + 1


def digest_of(salt: bytes, kind: str, value: bytes) -> bytes:
    return hmac.new(salt, kind.encode() + b"|" + value, hashlib.sha256).digest()


def salt_of(moment: datetime) -> bytes:
    """Return the salt of a moment's day (UTC), made once by whoever comes first."""
    day = moment.date()
    if not (found := DailySalt.objects.filter(day=day).first()):
        made = DailySalt(day=day, salt=secrets.token_bytes(SALT_BYTES))
        DailySalt.objects.bulk_create([made], ignore_conflicts=True)
        found = DailySalt.objects.get(day=day)
    return bytes(found.salt)
