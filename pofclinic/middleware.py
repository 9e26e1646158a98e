"""What every request passes: its log line, its headers, and three early refusals."""

import time
import uuid

import structlog
from django.http import HttpResponse

log = structlog.get_logger("pofclinic.requests")

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in [
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    ]
)


class RequestLogMiddleware:
    """Give each request an id and write one line about it.

    The line names the route, not the path, and no query string: both may repeat
    what a person typed. The id stands in every log line of the request and in the
    response's `X-Request-ID`.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        request.id = uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request.id):
            response = self.get_response(request)
            match = getattr(request, "resolver_match", None)
            log.info(
                "request",
                method=request.method if request.method.isalpha() else "?",
                route=match.route if match else "",
                status=response.status_code,
                duration_ms=round((time.perf_counter() - started) * 1000),
            )
        response.headers["X-Request-ID"] = request.id
        return response


class ResponseHeadersMiddleware:
    """The policies that Django has no setting for, unless a view has set its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class RefuseUnreadableMiddleware:
    """Refuse early what would be an error 500 further in.

    NUL in an address, a query or a cookie: PostgreSQL cannot hold it (400). A body whose
    charset is not UTF-8: Django cannot read it as a form (415).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        cookies = "".join(request.COOKIES.values())
        if "\0" in request.path + cookies or "%00" in request.META.get("QUERY_STRING", ""):
            return _refusal(400, "This address or a cookie holds a character that cannot be read.")
        charset = (request.content_params or {}).get("charset", "utf-8").strip("\"' ").lower()
        if charset not in {"utf-8", "utf8", "us-ascii"}:
            return _refusal(415, "Send the form as UTF-8. Nothing was saved.")
        return self.get_response(request)


def _refusal(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
