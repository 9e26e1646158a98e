"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pofclinic.settings.base")

_django = get_wsgi_application()


def application(environ, start_response):
    """Serve a request, after one refusal that Django cannot make.

    Django reads the Content-Type while it makes the request, before any middleware: one
    that cannot be read would be an error 500 without our headers.
    """
    try:
        parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    except ValueError:
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"The Content-Type cannot be read.\n"]
    return _django(environ, start_response)
