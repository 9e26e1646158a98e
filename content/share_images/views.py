"""Hands out the pictures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe
from wagtail.models import Page

from content.models import ClinicSettings
from content.share_images.card import card_of, share_address
from content.share_images.drawing import draw

A_YEAR = 365 * 24 * 3600


@require_safe
def share_image(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """Return the picture of a live public page; send older addresses to the one of today.

    Nothing is written to disk, so nobody can fill it; only today's address is drawn.
    """
    page = get_object_or_404(Page.objects.live().public(), pk=pk).specific
    site = page.get_site()
    if site is None:
        raise Http404
    card = card_of(page, ClinicSettings.for_site(site))
    if digest != card.digest:
        return redirect(share_address(page, card))
    response = HttpResponse(draw(card), content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    # Other sites show it beside a link to us; that is what it is for.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
