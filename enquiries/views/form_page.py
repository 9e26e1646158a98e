"""How the form and its confirmation look. Previews of wordings ask for the same pages."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from enquiries.forms import EnquiryForm, shown_words
from enquiries.models import Wording


def render_form(
    request: HttpRequest, form: EnquiryForm, status: int = 200, *, is_preview: bool = False
) -> HttpResponse:
    """Show the form. Nothing is asked of the database here but the settings of the site.

    A preview says that it is one, and cannot be sent.
    """
    context = {"form": form, "words": form.words, "is_preview": is_preview}
    return render(request, "enquiries/enquire.html", context, status=status)


def render_confirmation(
    request: HttpRequest,
    *,
    reference: str,
    wordings: Mapping[str, Wording],
    language: str,
    has_urgent_words: bool = False,
    confirms_by_email: bool = False,
    is_preview: bool = False,
) -> HttpResponse:
    """Show a reference (as it is printed) and what happens next, and no answer."""
    context = {
        "reference": reference,
        "words": shown_words(wordings, language),
        "has_urgent_words": has_urgent_words,
        "confirms_by_email": confirms_by_email,
        "is_preview": is_preview,
    }
    return render(request, "enquiries/received.html", context)
