"""Builds the messages that leave the house. None holds an answer."""

from email.utils import parseaddr
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from enquiries.models import Delivery


def make_message_id() -> str:
    """Return a `Message-ID` that says nothing but the sender's domain."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid4()}@{domain}>"


def staff_notice(delivery: Delivery) -> EmailMessage:
    """Build the message that tells staff of an enquiry: its reference and a link.

    The subject is the same for all, for mail programs and servers show and log it.
    """
    enquiry = delivery.enquiry
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("enquiry_inbox:inspect", args=[enquiry.pk])
        body = render_to_string(
            "enquiries/mail/staff_notice.txt",
            {
                "reference": enquiry.shown_reference,
                "received_at": enquiry.created_at,
                "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
            },
        )
        subject = _("A new enquiry is waiting")
    return EmailMessage(
        subject=subject,
        body=body,
        to=staff_addresses(),
        headers={"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"},
    )


def staff_addresses() -> list[str]:
    """Who is told: the addresses of the settings, or else the staff who may read enquiries.

    Superusers may read everything, but are told only when nobody else would be.
    """
    if settings.ENQUIRY_NOTICE_TO:
        return list(settings.ENQUIRY_NOTICE_TO)
    readers = ModelBackend().with_perm("enquiries.view_enquiry", include_superusers=False)
    addresses = _addresses(readers)
    return addresses or _addresses(
        get_user_model().objects.filter(is_active=True, is_superuser=True)
    )


def _addresses(users) -> list[str]:
    return list(users.exclude(email="").order_by("email").values_list("email", flat=True))
