"""Uploaded files, where no proxy stands in front to serve them (`SERVE_MEDIA`)."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from django.views.static import serve

# A name in a folder stands for one file that never changes: Wagtail names a rendition after
# its filter, and a recording that is uploaded again gets another name.
KEPT = "public, max-age=31536000, immutable"
PART = 256 * 1024


@require_safe
@csp_override({"default-src": ["'none'"]})
def serve_media(request: HttpRequest, path: str) -> FileResponse:
    """Serve a rendition, and nothing else: originals still hold what the camera wrote.

    Raises `Http404` for any other folder, a file that is not there or a path outside.
    """
    return _served(request, "images", path)


@require_safe
@csp_override({"default-src": ["'none'"]})
def serve_recording(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a recording or its captions, whole or the asked part of it.

    A player asks for parts to jump to a minute; Safari plays nothing without them.
    Raises `Http404` as `serve_media` does.
    """
    response = _served(request, "recordings", path)
    if response.status_code != 200:
        return response
    response.headers["Accept-Ranges"] = "bytes"
    size = int(response.headers["Content-Length"])
    asked = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})", request.headers.get("Range", ""))
    if not asked or int(asked[1]) >= size:
        return response
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if last < first:
        return response
    file = Path(response.file_to_stream.name)
    response.close()
    headers = {
        "Content-Type": response.headers["Content-Type"],
        "Cache-Control": KEPT,
        "Accept-Ranges": "bytes",
        "Content-Length": str(last - first + 1),
        "Content-Range": f"bytes {first}-{last}/{size}",
    }
    return StreamingHttpResponse(_part(file, first, last), status=206, headers=headers)


def _served(request: HttpRequest, folder: str, path: str) -> HttpResponse:
    # The folder itself is the root, so that no way of writing ".." leads out of it.
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT / folder)
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    response.headers["Cache-Control"] = KEPT
    return response


def _part(file: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with file.open("rb") as opened:
        opened.seek(first)
        while left and (piece := opened.read(min(PART, left))):
            left -= len(piece)
            yield piece
