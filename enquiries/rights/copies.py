"""A copy of what is stored about a person: as data for machines, and as a page to read."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from enquiries.forms.fields import shown_phone
from enquiries.models import Delivery, Enquiry, EnquiryEvent, RetentionPolicy
from enquiries.permissions import APP
from enquiries.retention import Kept, kept_until


def copy_of(enquiries: Iterable[Enquiry]) -> dict[str, Any]:
    """Return all that is stored about these enquiries, as plain values with English keys.

    Staff stand in it by their roles, not by their names.
    """
    enquiries = list(enquiries)
    kept = kept_until(RetentionPolicy.load(), [each.pk for each in enquiries])
    roles = _Roles(enquiries)
    return {
        "made_at": timezone.now(),
        "enquiries": [_enquiry(each, kept.get(each.pk), roles) for each in enquiries],
    }


class _Roles:
    """The roles of everybody who ever did something with the enquiries."""

    def __init__(self, enquiries: list[Enquiry]):
        events = EnquiryEvent.objects.filter(enquiry__in=enquiries)
        ids = set(events.values_list("actor_id", flat=True)) - {None}
        ours = Group.objects.filter(permissions__content_type__app_label=APP).distinct()
        staff = get_user_model().objects.filter(pk__in=ids)
        staff = staff.prefetch_related(Prefetch("groups", ours.order_by("name"), "roles"))
        self.names = {user.pk: ", ".join(group.name for group in user.roles) for user in staff}

    def of(self, user_id: int | None) -> str:
        if user_id is None:
            return _("The website")
        return self.names.get(user_id) or _("Staff whose role or account is gone")


def _enquiry(enquiry: Enquiry, kept: Kept | None, roles: _Roles) -> dict[str, Any]:
    return {
        "reference": enquiry.shown_reference,
        "received_at": enquiry.created_at,
        "state": enquiry.get_state_display(),
        "closing_reason": enquiry.get_closing_reason_display(),
        "merged_into": str(enquiry.merged_into or ""),
        "topic": str(enquiry.topic or ""),
        "language": enquiry.language,
        "kept_until": kept and kept.until,
        "unsettled": enquiry.get_unsettled_display(),
        "is_kept_beyond": bool(kept and kept.is_on_hold),
        "what_she_wrote": _words(enquiry),
        "conversation": _conversation(enquiry, roles),
        "agreements": _agreements(enquiry),
        "recipients": _recipients(enquiry),
        "opened": _opened(enquiry, roles),
        "history": _history(enquiry, roles),
    }


def _words(enquiry: Enquiry) -> dict[str, Any]:
    wishes = enquiry.preferences
    return {
        "name": enquiry.name,
        "email": enquiry.email,
        "phone": shown_phone(enquiry.phone),
        "message": enquiry.message,
        "answer_by": wishes.shown_channel,
        "best_time": wishes.shown_best_time,
        "may_leave_message": wishes.may_leave_message,
        "may_text": wishes.may_text,
        "needs": wishes.needs,
        "came_from": wishes.came_from,
        "holds_words_of_urgent_help_list": wishes.has_urgent_words,
    }


def _conversation(enquiry: Enquiry, roles: _Roles) -> list[dict]:
    return [
        {
            "at": entry.created_at,
            "kind": entry.get_kind_display(),
            "by": _("You") if entry.kind == entry.Kind.ADDITION else roles.of(entry.author_id),
            "text": entry.text,
        }
        for entry in enquiry.entries.all()
    ]


def _agreements(enquiry: Enquiry) -> list[dict]:
    return [
        {
            "at": receipt.agreed_at,
            "purpose": receipt.get_purpose_display(),
            "how": receipt.get_how_display(),
            "wording": receipt.wording.text,
            "language": receipt.wording.language,
            "version": receipt.wording.version,
            "sha256": receipt.sha256,
        }
        for receipt in enquiry.receipts.select_related("wording").order_by("agreed_at", "pk")
    ]


def _recipients(enquiry: Enquiry) -> list[str]:
    """To whom it went, by kind."""
    readers = Group.objects.filter(
        permissions__content_type__app_label=APP, permissions__codename="view_enquiry"
    )
    names = ", ".join(readers.order_by("name").values_list("name", flat=True))
    found = [_("Staff of the clinic in these roles: %(roles)s") % {"roles": names}]
    sent = set(enquiry.deliveries.exclude(sent_at=None).values_list("kind", flat=True))
    if Delivery.Kind.REPLY in sent:
        found.append(
            _(
                "The clinic's mail server, the provider of your mailbox, and those who carry "
                "e-mail between them: what we wrote to you"
            )
        )
    elif Delivery.Kind.ACKNOWLEDGEMENT in sent:
        found.append(
            _(
                "The clinic's mail server, the provider of your mailbox, and those who carry "
                "e-mail between them: your address and the reference, none of your answers"
            )
        )
    elif Delivery.Kind.STAFF_NOTICE in sent:
        found.append(_("The clinic's mail server: the reference only"))
    return found


def _opened(enquiry: Enquiry, roles: _Roles) -> list[dict]:
    """Who looked, by day and role: a page that is loaded again is a look of its own."""
    found: dict[tuple[date, str], list[datetime]] = {}
    for each in enquiry.events.filter(kind=EnquiryEvent.Kind.OPENED):
        when = timezone.localtime(each.happened_at)
        found.setdefault((when.date(), roles.of(each.actor_id)), []).append(when)
    return [{"on": day, "by": by, "at": times} for (day, by), times in found.items()]


def _history(enquiry: Enquiry, roles: _Roles) -> list[dict]:
    """What else happened."""
    return [
        {"at": each.happened_at, "what": _what(each), "by": roles.of(each.actor_id)}
        for each in enquiry.events.exclude(kind=EnquiryEvent.Kind.OPENED)
    ]


def _what(event: EnquiryEvent) -> str:
    """What happened, and from which state to which."""
    return ": ".join(filter(None, (str(event.get_kind_display()), event.shown_states)))
