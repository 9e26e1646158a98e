"""The page with the reference. Its address tells nothing, and it shows no answer."""

from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enquiries.models import Channel, Enquiry, Preferences, Wording
from enquiries.models.sealed import is_readable
from enquiries.views.form_page import render_confirmation
from enquiries.views.refusals import admits_when_not_saved

SALT = "enquiries.confirmation"
# She may come back to the page of her reference for a week.
MAX_AGE = 7 * 24 * 3600


def confirmation_address(enquiry: Enquiry) -> str:
    """Return where an enquiry's confirmation is, in the language of this request."""
    return reverse("enquiry_received", args=[signing.dumps(enquiry.pk.hex, salt=SALT)])


@never_cache
@require_safe
@admits_when_not_saved
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reference and what happens next. No answers: the screen may be shared."""
    try:
        enquiry = _confirmed_enquiry(token)
    except signing.SignatureExpired:
        return render(request, "enquiries/confirmation_gone.html", status=410)
    except (signing.BadSignature, Enquiry.DoesNotExist):
        return render(request, "enquiries/confirmation_gone.html", status=404)
    wishes = _wishes_of(enquiry)
    return render_confirmation(
        request,
        reference=enquiry.shown_reference,
        wordings=Wording.objects.by_purpose(get_language()),
        language=get_language(),
        has_urgent_words=wishes is None or wishes.has_urgent_words,
        confirms_by_email=wishes is not None and wishes.channel == Channel.EMAIL,
    )


def _confirmed_enquiry(token: str) -> Enquiry:
    """Return the enquiry of a confirmation's address, without her words.

    Raises `signing.BadSignature`, `signing.SignatureExpired` or `Enquiry.DoesNotExist`.
    """
    held = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    words = [column for column in Enquiry.sealed_columns() if column != "sealed_details"]
    return Enquiry.objects.defer(*words).get(pk=UUID(held))


def _wishes_of(enquiry: Enquiry) -> Preferences | None:
    """Return what she chose; None when it cannot be read, and then help is shown rather."""
    text = enquiry.details
    return Preferences.from_text(text) if is_readable(text) else None
