"""Who is told that an enquiry has come in: staff, and once the person herself."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from enquiries import notifications, tasks
from enquiries.models import Channel, Delivery, Enquiry, State

# Whoever types a stranger's address again and again must not flood that mailbox.
ACKNOWLEDGEMENTS = ((timedelta(minutes=10), 1), (timedelta(hours=24), 3))
LOCKS_OF_ADDRESSES = 7304


def tell_people(enquiry: Enquiry) -> None:
    """Write down the messages about a new enquiry, with the jobs that send them.

    Inside the transaction that stores it. Spam tells nobody.
    """
    if enquiry.state == State.SPAM:
        return
    kinds = [Delivery.Kind.STAFF_NOTICE]
    if enquiry.preferences.channel == Channel.EMAIL and _may_acknowledge(enquiry):
        kinds.append(Delivery.Kind.ACKNOWLEDGEMENT)
    deliveries = Delivery.objects.bulk_create(
        Delivery(enquiry=enquiry, kind=kind, message_id=notifications.make_message_id())
        for kind in kinds
    )
    tasks.deliver.batch_defer(*({"delivery_id": delivery.pk} for delivery in deliveries))


def _may_acknowledge(enquiry: Enquiry) -> bool:
    """Whether this address has not had its share; decided for one enquiry at a time."""
    if enquiry.email_index is None:
        return False
    address = int.from_bytes(enquiry.email_index[:4], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS_OF_ADDRESSES, address])
    now = timezone.now()
    longest = max(period for period, most in ACKNOWLEDGEMENTS)
    times = Delivery.objects.filter(
        kind=Delivery.Kind.ACKNOWLEDGEMENT,
        enquiry__email_index=enquiry.email_index,
        created_at__gt=now - longest,
    ).values_list("created_at", flat=True)
    ages = [now - time for time in times.order_by()]
    return all(sum(age < period for age in ages) < most for period, most in ACKNOWLEDGEMENTS)
