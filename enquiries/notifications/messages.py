"""One message for each kind of delivery."""

from email.utils import parseaddr
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from enquiries import permissions
from enquiries.models import Channel, Delivery, Enquiry, Wording, allowed_by
from enquiries.models.sealed import is_readable
from enquiries.promise import Promise


class NotAllowedError(Exception):
    """She does not allow e-mail, or no longer, or not wherever her enquiry was merged."""


class NotSettledError(Exception):
    """Staff have to settle first how she may be reached; then it leaves, or does not."""


class UnreadableError(Exception):
    """The address or the text cannot be read just now: its key is missing, or it was changed."""


def make_message_id() -> str:
    """Return a `Message-ID` that says nothing but the sender's domain."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid4()}@{domain}>"


def build(delivery: Delivery) -> EmailMessage:
    """Return the message of a delivery.

    Raises `UnreadableError`, `NotAllowedError`, `NotSettledError`.
    """
    kinds = {
        Delivery.Kind.STAFF_NOTICE: staff_notice,
        Delivery.Kind.ACKNOWLEDGEMENT: acknowledgement,
        Delivery.Kind.REPLY: reply,
    }
    return kinds[delivery.kind](delivery)


def staff_notice(delivery: Delivery) -> EmailMessage:
    """Tell staff of an enquiry: its reference and a link.

    The subject is the same for all, for mail programs and servers show and log it.
    """
    enquiry = delivery.enquiry
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("enquiry_inbox:inspect", args=[enquiry.pk])
        context = {
            "reference": enquiry.shown_reference,
            "received_at": enquiry.created_at,
            "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
        }
        return EmailMessage(
            subject=_("A new enquiry is waiting"),
            body=render_to_string("enquiries/mail/staff_notice.txt", context),
            to=staff_addresses(),
            headers=_headers(delivery, "auto-generated"),
        )


def acknowledgement(delivery: Delivery) -> EmailMessage:
    """Tell the person that her enquiry is here, with none of her answers, not even her name."""
    words = _wordings(delivery.enquiry)
    return _to_patient(
        delivery,
        template="acknowledgement",
        subject=words.get(Wording.Purpose.ACK_SUBJECT, ""),
        text=words.get(Wording.Purpose.ACK_TEXT, ""),
        signature=words.get(Wording.Purpose.SIGNATURE, ""),
        headers=_headers(delivery, "auto-replied"),
    )


def reply(delivery: Delivery) -> EmailMessage:
    """Carry what staff wrote, as a part of the conversation that the confirmation began."""
    text = delivery.entry.text
    if not is_readable(text):
        raise UnreadableError
    words = _wordings(delivery.enquiry)
    signature = words.get(Wording.Purpose.SIGNATURE, "")
    headers = {"Message-ID": delivery.message_id}
    first = delivery.enquiry.deliveries.filter(kind=Delivery.Kind.ACKNOWLEDGEMENT).first()
    if first:
        headers |= {"In-Reply-To": first.message_id, "References": first.message_id}
    return _to_patient(
        delivery,
        template="reply",
        reply_to=settings.ENQUIRY_REPLY_TO,
        subject=words.get(Wording.Purpose.REPLY_SUBJECT, ""),
        text=text,
        # A template may have brought it already.
        signature="" if signature.strip() and signature.strip() in text else signature,
        headers=headers,
    )


def staff_addresses() -> list[str]:
    """Who is told: the addresses of the settings, or else the staff who may read enquiries.

    Superusers are told only when nobody else would be.
    """
    if settings.ENQUIRY_NOTICE_TO:
        return list(settings.ENQUIRY_NOTICE_TO)
    readers = permissions.policy().users_with_permission("view")
    addresses = _addresses(readers)
    return addresses or _addresses(
        get_user_model().objects.filter(is_active=True, is_superuser=True)
    )


def _to_patient(
    delivery: Delivery,
    *,
    template: str,
    subject: str,
    text: str,
    signature: str,
    headers: dict,
    reply_to: str = "",
) -> EmailMessage:
    enquiry = delivery.enquiry
    address = enquiry.email
    _refuse_what_she_does_not_allow(enquiry)
    if not address or not is_readable(address):
        raise UnreadableError
    context = {
        "text": text,
        "signature": signature,
        "reference": enquiry.shown_reference,
        "language": enquiry.language,
        "is_answer_read": bool(reply_to),
        "telephone": settings.FALLBACK_TELEPHONE,
        "is_right_to_left": get_language_info(enquiry.language)["bidi"],
    }
    with translation.override(enquiry.language):
        context["form"] = f"{settings.SITE_URL}{reverse('enquire')}"
        message = EmailMultiAlternatives(
            # One line: a wording with a line end in it must not become a header.
            subject=" ".join(subject.split()) or _("Your message to the clinic"),
            body=render_to_string(f"enquiries/mail/{template}.txt", context),
            to=[address],
            reply_to=[reply_to] if reply_to else None,
            headers=headers,
        )
        html = render_to_string(f"enquiries/mail/{template}.html", context)
    message.attach_alternative(html, "text/html")
    return message


def _refuse_what_she_does_not_allow(enquiry: Enquiry) -> None:
    allowed = allowed_by(enquiry)
    if not allowed.is_readable:
        raise UnreadableError
    if not allowed.is_settled:
        raise NotSettledError
    if allowed.channel != Channel.EMAIL:
        raise NotAllowedError


def _wordings(enquiry: Enquiry) -> dict[str, str]:
    found = Wording.objects.by_purpose(enquiry.language)
    promise = Promise()
    return {purpose: promise.fill_in(wording) for purpose, wording in found.items()}


def _headers(delivery: Delivery, submitted: str) -> dict[str, str]:
    return {"Message-ID": delivery.message_id, "Auto-Submitted": submitted}


def _addresses(users) -> list[str]:
    return list(users.exclude(email="").order_by("email").values_list("email", flat=True))
