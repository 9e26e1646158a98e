"""Takes the answers. No cookie, no session, and nothing about who gave them."""

from django.core import signing
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from content.feedback.actions import EnoughForToday, store_answer, store_remark
from content.feedback.forms import RemarkForm
from content.models import BodyPage, PageFeedback

REMARK_SALT = "content.feedback"
# As long as somebody may look for words; then the answer is closed.
TOKEN_MAX_AGE = 3600
ANSWERS = {"yes": True, "no": False}


class SeeOther(HttpResponseRedirect):
    """The answer to a form: go on to another page, by fetching it."""

    status_code = 303


# Django's own check needs a cookie on every page, and these pages set none. There is no
# account here that another site could use, so it is enough to know the sender's page.
@csrf_exempt
@require_POST
def give_feedback(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store yes or no, and lead to the page that says thank you and takes a remark."""
    _refuse_other_sites(request)
    page = _asked_page(page_id)
    answer = request.POST.get("answer")
    # The second field is hidden: only a program fills it in.
    if answer not in ANSWERS or request.POST.get("website"):
        raise BadRequest("An answer is yes or no.")
    try:
        given = store_answer(page, is_helpful=ANSWERS[answer])
    except EnoughForToday:
        return _see("feedback_enough", page.pk)
    token = signing.dumps(given.pk, salt=REMARK_SALT)
    return _see("feedback_remark", page.pk, token)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_remark(request: HttpRequest, page_id: int, token: str) -> HttpResponse:
    """Say thank you, and take a remark to the answer that the token stands for."""
    page, answer = _asked_page(page_id), _answer(page_id, token)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, "asking", page, form=form)
    _refuse_other_sites(request)
    if not form.is_valid():
        return _page(request, "asking", page, form=form, status=422)
    if not form.cleaned_data["comment"]:
        # Nothing was said, so nothing is thanked for again.
        return _lead_to(page.get_url(request))
    store_remark(answer, form.cleaned_data["comment"])
    return _see("feedback_thanks", page.pk)


@never_cache
@require_safe
def thanks(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say that the remark is stored."""
    return _page(request, "done", _asked_page(page_id))


@never_cache
@require_safe
def enough(request: HttpRequest, page_id: int) -> HttpResponse:
    """Own up: nothing was stored."""
    return _page(request, "enough", _asked_page(page_id))


def _page(
    request: HttpRequest, state: str, page: Page, status: int = 200, **context
) -> HttpResponse:
    # Not "page": the head would give this address out as the page's own.
    context |= {"state": state, "asked_page": page}
    return render(request, "content/feedback_thanks.html", context, status=status)


def _asked_page(page_id: int) -> Page:
    """The page that the answer is about: public, in this language, and one that asks."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    if not isinstance(page, BodyPage) or page.locale.language_code != get_language():
        raise Http404
    return page


def _answer(page_id: int, token: str) -> PageFeedback:
    try:
        pk = signing.loads(token, salt=REMARK_SALT, max_age=TOKEN_MAX_AGE)
    except signing.BadSignature as error:
        raise Http404 from error
    return get_object_or_404(PageFeedback, pk=pk, page_id=page_id)


def _refuse_other_sites(request: HttpRequest) -> None:
    """Let nobody's page fill in ours. Browsers say where a form stood; old ones say nothing."""
    stood = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if stood != "same-origin" or (origin and origin.partition("://")[2] != request.get_host()):
        raise PermissionDenied


def _see(name: str, *args) -> HttpResponse:
    return _lead_to(reverse(name, args=args))


def _lead_to(address: str) -> HttpResponse:
    """Lead on so that a reload asks again and never posts again."""
    return SeeOther(address)
