"""The form: shown, taken, and given back with every word when something is amiss."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enquiries import abuse, actions
from enquiries.encryption import keyring
from enquiries.forms import EnquiryForm
from enquiries.forms.fields import local_path
from enquiries.views.check_page import check_page
from enquiries.views.confirmation import confirmation_address
from enquiries.views.form_page import render_form
from enquiries.views.refusals import admits_when_not_saved


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@admits_when_not_saved
def enquire(request: HttpRequest) -> HttpResponse:
    """Show the form; store what is sent and lead to the confirmation."""
    keyring()  # without keys nothing could be stored: do not let her type in vain
    if request.method != "POST":
        return render_form(request, _empty_form(request))
    form = EnquiryForm(request.POST, language=get_language())
    if not form.is_valid():
        return render_form(request, form, status=422)
    admission = abuse.admit(request.META, **form.credentials())
    if admission.level > abuse.Level.FREE:
        return check_page(request, form, admission.level)
    return _store(request, form, admission.proof)


@never_cache
@admits_when_not_saved
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form that may not be the visitor's own; keep what she typed into ours.

    Without her ticks: somebody else's page may have filled this in for her.
    """
    match = request.resolver_match
    if not match or match.view_name != "enquire":
        return render(request, "enquiries/403_csrf.html", status=403)
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    sentence = _(
        "Nothing has been sent, because we could not be sure that this came from you. "
        "This happens when cookies are blocked or the page was open for a long time. "
        "What you typed is still here: please tick the boxes again and send it."
    )
    # Another site could have put its own token there: with one of its choosing it would learn
    # her reference, or have her words taken for a second sending of its own.
    return _given_back(request, sentence, "csrf", status=403, keeps_token=is_ours)


def _store(request: HttpRequest, form: EnquiryForm, proof: bytes | None) -> HttpResponse:
    try:
        enquiry = abuse.receive_with(proof, form.answers())
    except abuse.SpentProofError:
        return check_page(request, form, abuse.Level.SLOWED)
    except actions.TooManyAdditionsError:
        return _too_many_additions(request)
    except actions.DeletedSinceError:
        return _deleted_since(request)
    return HttpResponseRedirect(confirmation_address(enquiry))


def _too_many_additions(request: HttpRequest) -> HttpResponse:
    """Say what is stored, and let what she typed now become an enquiry of its own."""
    sentence = _(
        "You have changed this enquiry and sent it many times. What you sent before is stored "
        "with us; this last change is not. What you typed is still here: to send it as a new "
        "enquiry, please tick the boxes again and send it."
    )
    return _given_back(request, sentence, "too_many", status=429, keeps_token=False)


def _deleted_since(request: HttpRequest) -> HttpResponse:
    """Store nothing: a browser that sends an old page again must not undo an erasure."""
    sentence = _(
        "You have sent this form before, and what you sent has been deleted since. Nothing was "
        "stored now. What you typed is still here: to send it as a new enquiry, please tick the "
        "boxes again and send it."
    )
    return _given_back(request, sentence, "deleted", status=410, keeps_token=False)


def _given_back(
    request: HttpRequest, sentence: str, code: str, *, status: int, keeps_token: bool
) -> HttpResponse:
    """Show the form with what was typed, without its ticks, and say why."""
    request.POST = _without_ticks(request.POST, keeps_token=keeps_token)
    form = EnquiryForm(request.POST, language=get_language())
    form.renewed_token = False  # the reason to send again is told here
    form.add_error(None, ValidationError(sentence, code=code))
    return render_form(request, form, status=status)


def _without_ticks(posted: QueryDict, *, keeps_token: bool) -> QueryDict:
    kept = posted.copy()
    for name in (*EnquiryForm.TICKS, *([] if keeps_token else ["form_token"])):
        kept.pop(name, None)
    return kept


def _empty_form(request: HttpRequest) -> EnquiryForm:
    """Make a form that knows from which page of this site she came."""
    came_from = local_path(request.GET.get("from", "")) or local_path(
        request.headers.get("Referer", ""), request.get_host()
    )
    if came_from == request.path:
        came_from = ""
    return EnquiryForm(language=get_language(), initial={"came_from": came_from})
