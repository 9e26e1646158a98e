"""Jobs. Their arguments are ids; each may run twice and does its work once."""

import random
import smtplib
from datetime import date, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from enquiries import notifications
from enquiries.models import Delivery, EnquiryEvent

FIRST_WAIT_SECONDS = 60
LONGEST_WAIT_SECONDS = 3600
# When one message has left, so many that wait are tried at once, and each of them wakes as
# many again: 500 leave in a few rounds, and a server that comes back is not run over.
WOKEN_AT_ONCE = 20
# A minute's probe tries one message that has waited so long, to notice that mail is back.
PROBED_AFTER = timedelta(minutes=5)

EVENTS = {
    Delivery.Kind.STAFF_NOTICE: (EnquiryEvent.Kind.NOTICE_SENT, EnquiryEvent.Kind.NOTICE_FAILED),
    Delivery.Kind.ACKNOWLEDGEMENT: (
        EnquiryEvent.Kind.ACKNOWLEDGED,
        EnquiryEvent.Kind.ACKNOWLEDGEMENT_FAILED,
    ),
    Delivery.Kind.REPLY: (EnquiryEvent.Kind.REPLY_SENT, EnquiryEvent.Kind.REPLY_FAILED),
}

log = structlog.get_logger("enquiries.tasks")


class NobodyToTellError(Exception):
    """There is no member of staff to write to, yet."""


class NotDeliveredYetError(Exception):
    """The message has not left; the delivery's row says why, by the class of the error."""


class GrowingWaits(BaseRetryStrategy):
    """Try again after 1, 2, 4 … minutes, at most an hour, each give or take a fifth.

    The scatter keeps a night's messages from knocking all at once when mail is back. There is
    no last try here: when its time is over the delivery is settled as failed, and the job ends.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        wait = min(FIRST_WAIT_SECONDS * 2 ** min(job.attempts, 10), LONGEST_WAIT_SECONDS)
        scattered = wait * random.uniform(0.8, 1.2)  # noqa: S311 nothing secret
        return RetryDecision(retry_in={"seconds": int(scattered)})


@app.task(queue="mail", retry=GrowingWaits())
def deliver(delivery_id: int) -> None:
    """Send a message, once.

    The row lock keeps two workers apart and `is_settled` makes a second run do nothing; only
    the delivery's own row is locked, so nobody who reads or writes the enquiry waits. What
    happened is committed before the job asks to be run again.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("enquiry", "entry")
            .filter(pk=delivery_id)
            .first()
        )
        if delivery is None or delivery.is_settled:
            return
        _try_to_deliver(delivery)
    if delivery.sent_at:
        wake_waiting(WOKEN_AT_ONCE)
    elif not delivery.is_settled:
        raise NotDeliveredYetError(delivery.last_error)


@app.task(queue="mail", retry=GrowingWaits(), queueing_lock="send_digest")
def send_digest(day: str) -> None:
    """Send the summary of a day (ISO date); of a day that is over there is nothing to say."""
    wanted = date.fromisoformat(day)
    if wanted != timezone.localdate():
        return
    message = notifications.digest(wanted)
    if not message.recipients():
        return
    try:
        message.send(using="default")
    except (OSError, smtplib.SMTPException) as error:
        raise NotDeliveredYetError(type(error).__name__) from None


def _try_to_deliver(delivery: Delivery) -> None:
    """Send, and write down what came of it."""
    now = timezone.now()
    delivery.attempts += 1
    delivery.last_attempt_at = now
    try:
        message = notifications.build(delivery)
        if not message.recipients():
            raise NobodyToTellError
        message.send(using="default")
    except Exception as error:  # whatever went wrong, the row has to say so
        delivery.last_error = type(error).__name__
        if _is_refused_for_good(error) or delivery.is_given_up:
            delivery.failed_at = now
        log.warning("message not sent", object_id=delivery.pk, error=delivery.last_error)
    else:
        delivery.sent_at = now
        delivery.last_error = ""
    delivery.save()
    if delivery.is_settled:
        sent, failed = EVENTS[delivery.kind]
        EnquiryEvent.objects.record(sent if delivery.sent_at else failed, delivery.enquiry_id)


def wake_waiting(most: int) -> int:
    """Make up to so many waiting messages due now; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE procrastinate_jobs SET scheduled_at = now() WHERE id IN (
                SELECT id FROM procrastinate_jobs
                WHERE task_name = %s AND status = 'todo' AND scheduled_at > now()
                ORDER BY scheduled_at LIMIT %s FOR UPDATE SKIP LOCKED
            )
            """,
            [deliver.name, most],
        )
        return cursor.rowcount


def tend_mail() -> None:
    """Probe whether mail is back, and give every message that has no job a new one.

    A job can be gone without its message having left: it was deleted by hand, or failed in a
    way that nobody thought of.
    """
    stale = timezone.now() - PROBED_AFTER
    unsettled = Delivery.objects.unsettled().filter(created_at__lt=stale)
    oldest_try = unsettled.order_by(F("last_attempt_at").asc(nulls_first=True)).first()
    if oldest_try is None:
        return
    if oldest_try.last_attempt_at is None or oldest_try.last_attempt_at < stale:
        _make_due(oldest_try)
    for delivery_id in unsettled.filter(pk__in=_without_job()).values_list("pk", flat=True):
        deliver.defer(delivery_id=delivery_id)


def _make_due(delivery: Delivery) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE task_name = %s"
            " AND status = 'todo' AND args->>'delivery_id' = %s",
            [deliver.name, str(delivery.pk)],
        )


def _without_job() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.id FROM enquiries_delivery d
            WHERE d.sent_at IS NULL AND d.failed_at IS NULL AND NOT EXISTS (
                SELECT FROM procrastinate_jobs j WHERE j.task_name = %s
                AND j.status IN ('todo', 'doing') AND j.args->>'delivery_id' = d.id::text
            )
            """,
            [deliver.name],
        )
        return [row[0] for row in cursor.fetchall()]


def _is_refused_for_good(error: Exception) -> bool:
    """Whether another try would change nothing: the mail server's answer is a 5xx, or she may
    not be written to.

    A refused password is not: staff can put it right within the seven days.
    """
    if isinstance(error, notifications.NotAllowedError):
        return True
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    if isinstance(error, (smtplib.SMTPSenderRefused, smtplib.SMTPDataError)):
        return 500 <= error.smtp_code < 600
    return False
