"""What the enquiry part says of itself to whoever watches over it: figures, and nobody's data."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from enquiries.encryption import NoKeysError, keyring
from enquiries.models import Delivery, RetentionRun


@dataclass(frozen=True)
class Health:
    """Whether intake can store what it is given, and how the work behind it stands.

    `oldest_unsent_seconds` is the age of the oldest message that is still to leave; None
    when all have left.
    """

    can_store: bool
    key_in_use: str
    oldest_unsent_seconds: int | None
    not_delivered: int
    failed_jobs: int
    last_retention_run: datetime | None
    retention_refused: str


def health() -> Health:
    """Return how the letterbox stands; four short queries."""
    try:
        key = keyring().active_seal
    except NoKeysError:
        key = ""
    unsent = Delivery.objects.unsettled().order_by("created_at")
    since = unsent.values_list("created_at", flat=True).first()
    run = RetentionRun.objects.filter(is_dry_run=False).first()
    return Health(
        can_store=bool(key),
        key_in_use=key,
        oldest_unsent_seconds=round((timezone.now() - since).total_seconds()) if since else None,
        not_delivered=Delivery.objects.not_delivered().count(),
        failed_jobs=ProcrastinateJob.objects.filter(status="failed").count(),
        last_retention_run=run.ran_at if run else None,
        retention_refused=run.refused if run else "",
    )
