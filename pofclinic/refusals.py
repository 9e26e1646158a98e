"""What is refused before a view sees it: a small page in the visitor's language.

No database, no session, and nothing of what was sent.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

UNREADABLE = (
    400,
    _("We could not read that request"),
    _("Your browser sent something that this site does not understand."),
)
TOO_LARGE = (
    413,
    _("That is too much for this form"),
    _("What you sent is larger than this site takes. A shorter message gets through."),
)
OTHER_CHARSET = (
    415,
    _("We could not read that form"),
    _("It was sent in a character set that this site cannot read. Send it as UTF-8."),
)
# Staff upload pictures there; what a form field may hold is limited by Django.
UPLOADS = "/admin/"


def refusal(request: HttpRequest, kind: tuple) -> HttpResponse:
    """Build the page. Called before the language is known, so it asks the address."""
    status, title, sentence = kind
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        context = {"title": title, "sentence": sentence, "is_form": request.method == "POST"}
        context["telephone"] = settings.FALLBACK_TELEPHONE
        body = render_to_string("refused.html", context)
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django refuses: too large a body, too many fields, broken parts."""
    is_too_large = isinstance(exception, RequestDataTooBig)
    return refusal(request, TOO_LARGE if is_too_large else UNREADABLE)


class RefuseUnreadableMiddleware:
    """Refuse early what would be an error 500, or a full disk, further in.

    NUL in an address, a query or a cookie: PostgreSQL cannot hold it (400). A body whose
    charset is not UTF-8: Django cannot read it as a form (415). A body larger than any public
    form: parts of it would be written to the disk before anybody asked for them (413).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cookies = "".join(request.COOKIES.values())
        if "\0" in request.path + cookies or "%00" in request.META.get("QUERY_STRING", ""):
            return refusal(request, UNREADABLE)
        charset = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
        if charset not in {"utf-8", "utf8", "us-ascii"}:
            return refusal(request, OTHER_CHARSET)
        if _is_too_large(request):
            return refusal(request, TOO_LARGE)
        return self.get_response(request)


def _is_too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    is_public = not request.path_info.startswith(UPLOADS)
    return is_public and length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
