"""What can happen to an answer: it is stored, it gets a remark, it is forgotten."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from content.models import PageFeedback

# A page with more answers in a day is being played with.
MOST_A_DAY = 300
KEPT_DAYS = 365


class EnoughForToday(Exception):
    """The page has had as many answers as are stored in a day."""


def store_answer(page: Page, *, is_helpful: bool) -> PageFeedback:
    """Store that a page helped or did not, with the day and nothing else.

    Raises `EnoughForToday`, and stores nothing, once the page has had its number.
    """
    today = timezone.localdate()
    if PageFeedback.objects.filter(page=page, given_on=today).count() >= MOST_A_DAY:
        raise EnoughForToday
    return PageFeedback.objects.create(page_id=page.pk, is_helpful=is_helpful, given_on=today)


def store_remark(answer: PageFeedback, remark: str) -> None:
    """Keep a remark with its answer. Sent again, it takes the place of the first."""
    answer.comment = remark
    answer.save(update_fields=["comment"])


def forget_old_answers() -> int:
    """Delete the answers that are older than a year; return how many."""
    oldest = timezone.localdate() - timedelta(days=KEPT_DAYS)
    return PageFeedback.objects.filter(given_on__lt=oldest).delete()[0]
