"""The daily summary: how many wait, and nothing of whom."""

from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from enquiries import permissions
from enquiries.models import AnsweringSettings, Delivery, Enquiry, Holiday, State
from enquiries.working_days import WorkingDays


def is_sent_on(day: date) -> bool:
    """Whether staff work on a day: on others nobody reads a summary."""
    holidays = frozenset(Holiday.objects.filter(day=day).values_list("day", flat=True))
    return WorkingDays(AnsweringSettings.load().working_weekdays, holidays).is_working(day)


def digest(day: date) -> EmailMessage:
    """Build the summary of a day; its `Message-ID` is the day's, however often it is sent."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    with translation.override(settings.LANGUAGE_CODE):
        context = _counts() | {
            "day": day,
            "link": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('enquiry_inbox:index')}",
        }
        return EmailMessage(
            subject=_("Enquiries today"),
            body=render_to_string("enquiries/mail/digest.txt", context),
            to=digest_addresses(),
            headers={
                "Message-ID": f"<enquiries-{day:%Y-%m-%d}@{domain}>",
                "Auto-Submitted": "auto-generated",
            },
        )


def digest_addresses() -> list[str]:
    """Who gets it: the addresses that staff have set, or else those who lead enquiries."""
    given = [line.strip() for line in AnsweringSettings.load().digest_to.splitlines()]
    if any(given):
        return [address for address in given if address]
    leads = permissions.policy().users_with_permission("lead").exclude(email="")
    return list(leads.order_by("email").values_list("email", flat=True))


def _counts() -> dict[str, int]:
    counted = Enquiry.objects.in_numbers(waiting=Q(state=State.WAITING))
    return counted | {"not_delivered": Delivery.objects.not_delivered().count()}
