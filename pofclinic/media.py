"""Uploaded pictures, where no proxy stands in front to serve them (`SERVE_MEDIA`)."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
@csp_override({"default-src": ["'none'"]})
def serve_media(request: HttpRequest, path: str) -> FileResponse:
    """Serve a rendition, and nothing else: originals still hold what the camera wrote.

    Raises `Http404` for any other folder, a file that is not there or a path outside.
    """
    # The folder itself is the root, so that no way of writing ".." leads out of it.
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    # Wagtail names a rendition after its filter and focal point: it never changes.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
