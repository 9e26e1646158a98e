"""What was counted is forgotten: counts after their window, salts after two days."""

from datetime import timedelta

from django.utils import timezone

from enquiries.abuse.figures import SALT_DAYS, SPENT_LIFE, WINDOW
from enquiries.models import DailySalt, SpentProof, Tally


def forget_old_counts() -> None:
    """Delete salts, counts and spent proofs that are no longer needed."""
    now = timezone.now()
    DailySalt.objects.filter(day__lte=now.date() - timedelta(days=SALT_DAYS)).delete()
    Tally.objects.filter(window_at__lt=now - 2 * WINDOW).delete()
    SpentProof.objects.filter(spent_at__lt=now - SPENT_LIFE).delete()
