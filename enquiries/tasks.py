"""Jobs. Their arguments are ids; each may run twice and does its work once."""

import random
import smtplib

import structlog
from django.db import transaction
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from enquiries import notifications
from enquiries.models import Delivery, EnquiryEvent

FIRST_WAIT_SECONDS = 60
LONGEST_WAIT_SECONDS = 3600
# Waits of a minute doubling to an hour reach past seven days; then it is a fault of ours.
MOST_TRIES = 200

log = structlog.get_logger("enquiries.tasks")


class NobodyToTellError(Exception):
    """There is no member of staff to write to, yet."""


class NotDeliveredYetError(Exception):
    """The message has not left; the delivery's row says why, by the class of the error."""


class GrowingWaits(BaseRetryStrategy):
    """Try again after 1, 2, 4 … minutes, at most an hour, each give or take a fifth.

    The scatter keeps a night's messages from knocking all at once when mail is back.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= MOST_TRIES:
            return None
        wait = min(FIRST_WAIT_SECONDS * 2 ** min(job.attempts, 10), LONGEST_WAIT_SECONDS)
        scattered = wait * random.uniform(0.8, 1.2)  # noqa: S311 nothing secret
        return RetryDecision(retry_in={"seconds": int(scattered)})


@app.task(queue="mail", retry=GrowingWaits())
def deliver(delivery_id: int) -> None:
    """Send a message, once.

    The row lock keeps two workers apart and `is_settled` makes a second run do nothing.
    What happened is committed before the job asks to be run again.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("enquiry")
            .filter(pk=delivery_id)
            .first()
        )
        if delivery is None or delivery.is_settled:
            return
        _try_to_deliver(delivery)
    if not delivery.is_settled:
        raise NotDeliveredYetError(delivery.last_error)


def _try_to_deliver(delivery: Delivery) -> None:
    """Send, and write down what came of it."""
    now = timezone.now()
    delivery.attempts += 1
    delivery.last_attempt_at = now
    try:
        message = notifications.staff_notice(delivery)
        if not message.recipients():
            raise NobodyToTellError
        message.send(using="default")
    except Exception as error:  # whatever went wrong, the row has to say so
        delivery.last_error = type(error).__name__
        if _is_refused_for_good(error) or delivery.is_given_up:
            delivery.failed_at = now
        log.warning("notice not sent", object_id=delivery.pk, error=delivery.last_error)
    else:
        delivery.sent_at = now
        delivery.last_error = ""
    delivery.save()
    if delivery.is_settled:
        kind = (
            EnquiryEvent.Kind.NOTICE_SENT if delivery.sent_at else EnquiryEvent.Kind.NOTICE_FAILED
        )
        EnquiryEvent.objects.record(kind, delivery.enquiry_id)


def _is_refused_for_good(error: Exception) -> bool:
    """Whether the mail server's answer is a 5xx, which another try would not change.

    A refused password is not: staff can put it right within the seven days.
    """
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    if isinstance(error, (smtplib.SMTPSenderRefused, smtplib.SMTPDataError)):
        return 500 <= error.smtp_code < 600
    return False
