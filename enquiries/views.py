"""The form, its confirmation, and the pages for when something is in the way."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

import structlog
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from enquiries import actions
from enquiries.forms import EnquiryForm, NoWordingError
from enquiries.forms.fields import local_path
from enquiries.models import Enquiry

CONFIRMATION_SALT = "enquiries.confirmation"
# She may come back to the page of her reference for a week.
CONFIRMATION_MAX_AGE = 7 * 24 * 3600
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@admits_when_not_saved
def enquire(request: HttpRequest) -> HttpResponse:
    """Show the form; store what is sent and lead to the confirmation."""
    if request.method != "POST":
        return _form_page(request, _empty_form(request))
    form = EnquiryForm(request.POST, language=get_language())
    if not form.is_valid():
        return _form_page(request, form, status=422)
    enquiry = actions.receive_enquiry(**form.answers())
    return redirect("enquiry_received", token=_confirmation_token(enquiry))


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
    return render(request, "enquiries/received.html", {"enquiry": enquiry})


@never_cache
@admits_when_not_saved
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that may not be the visitor's own; keep what she typed into ours.

    Without her ticks: somebody else's page may have filled this in for her.
    """
    match = request.resolver_match
    if not match or match.view_name != "enquire":
        return render(request, "enquiries/403_csrf.html", status=403)
    request.POST = _without_what_is_not_hers(request)
    form = EnquiryForm(request.POST, language=get_language())
    form.renewed_token = False  # the reason to send again is told below
    form.add_error(
        None,
        ValidationError(
            _(
                "Nothing has been sent, because we could not be sure that this came from you. "
                "This happens when cookies are blocked or the page was open for a long time. "
                "What you typed is still here: please tick the boxes again and send it."
            ),
            code="csrf",
        ),
    )
    return _form_page(request, form, status=403)


def _without_what_is_not_hers(request: HttpRequest) -> QueryDict:
    """Return a post that failed the check without its ticks, and without a foreign token.

    Another site could have put both there. With a token of its own choosing it would learn
    her reference, or have her words taken for a second sending of its own.
    """
    kept = request.POST.copy()
    for name in EnquiryForm.TICKS:
        kept.pop(name, None)
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        kept.pop("form_token", None)
    return kept


def _empty_form(request: HttpRequest) -> EnquiryForm:
    """Make a form that knows from which page of this site she came."""
    came_from = local_path(request.GET.get("from", "")) or local_path(
        request.headers.get("Referer", ""), request.get_host()
    )
    if came_from == request.path:
        came_from = ""
    return EnquiryForm(language=get_language(), initial={"came_from": came_from})


def _form_page(request: HttpRequest, form: EnquiryForm, status: int = 200) -> HttpResponse:
    return render(request, "enquiries/enquire.html", {"form": form}, status=status)


def _confirmation_token(enquiry: Enquiry) -> str:
    return signing.dumps(enquiry.pk.hex, salt=CONFIRMATION_SALT)


def _confirmed_enquiry(token: str) -> Enquiry:
    """Return the enquiry of a confirmation's address, without its words.

    Raises `signing.BadSignature`, `signing.SignatureExpired` or `Enquiry.DoesNotExist`.
    """
    held = signing.loads(token, salt=CONFIRMATION_SALT, max_age=CONFIRMATION_MAX_AGE)
    return Enquiry.objects.without_words().get(pk=UUID(held))


def _not_saved(request: HttpRequest) -> HttpResponse:
    """Build the page that needs no database, and that sends the same form once more.

    Its token goes with it, so that an enquiry which was stored after all is not doubled.
    """
    posted = request.POST if request.method == "POST" else {}
    body = render_to_string(
        "enquiries/not_saved.html",
        {
            "csrf_token": get_token(request),
            "telephone": settings.FALLBACK_TELEPHONE,
            "was_sending": request.method == "POST",
            "address": request.path,
            "typed": {name: posted.get(name, "") for name in TYPED_FIELDS},
            "kept": {
                name: posted[name]
                for name in EnquiryForm.base_fields
                if name in posted and name not in TYPED_FIELDS
            },
        },
    )
    return HttpResponse(body, status=503, headers={"Retry-After": RETRY_AFTER_SECONDS})
