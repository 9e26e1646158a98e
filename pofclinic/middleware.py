"""What every request passes: its log line and its headers. Refusals are in `refusals`."""

import time
import uuid

import structlog

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
