"""What stands before every page view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from wagtail.models import Page


def keep_to_its_language(
    page: Page, request: HttpRequest, args: tuple, kwargs: dict
) -> HttpResponse | None:
    """Send a reader to the page's own address when the prefix is another language's.

    Where a language has no page yet, Wagtail would answer under its prefix with ours,
    said to be in that language.
    """
    if get_language() != page.locale.language_code:
        return redirect(page.get_url(request))
    return None
