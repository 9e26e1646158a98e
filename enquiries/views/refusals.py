"""When it could not be stored: said plainly, with every word kept."""

from collections.abc import Callable
from functools import wraps

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from enquiries import actions
from enquiries.forms import EnquiryForm, NoWordingError

RETRY_AFTER_SECONDS = 120
TYPED_FIELDS = ("name", "email", "phone", "message")

log = structlog.get_logger("enquiries.views")
View = Callable[..., HttpResponse]


def admits_when_not_saved(view: View) -> View:
    """Answer 503 with the words kept when the store fails, instead of a false thank-you.

    The error is logged by its class: its text may repeat what she wrote.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (*actions.STORE_FAULTS, NoWordingError) as fault:
            log.error("not saved", error=type(fault).__name__)
            return _not_saved(request)

    return guarded


def posted_answers(request: HttpRequest) -> dict[str, str]:
    """Return what was posted of the form's own fields, to be sent once more as it is."""
    posted = request.POST if request.method == "POST" else {}
    return {name: posted[name] for name in EnquiryForm.base_fields if name in posted}


def _not_saved(request: HttpRequest) -> HttpResponse:
    """Build the page that needs no database, and that sends the same form once more.

    Its token goes with it, so that an enquiry which was stored after all is not doubled.
    """
    given = posted_answers(request)
    body = render_to_string(
        "enquiries/not_saved.html",
        {
            "csrf_token": get_token(request),
            "telephone": settings.FALLBACK_TELEPHONE,
            "was_sending": request.method == "POST",
            "address": request.path,
            "typed": {name: given.pop(name, "") for name in TYPED_FIELDS},
            "kept": given,
        },
    )
    return HttpResponse(body, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
