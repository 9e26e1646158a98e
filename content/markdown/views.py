"""Hands out the twins, and the list of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from content.markdown.twins import TWINNED, as_markdown, twin_address
from content.markdown.writing import escape, link
from content.models import ClinicSettings, FaqPage, TreatmentPage, TrialPage

MARKDOWN = "text/markdown; charset=utf-8"


@require_safe
def markdown_twin(request: HttpRequest, path: str) -> HttpResponse:
    """Return the Markdown of the page at `path`; 404 for whatever readers could not open."""
    page = _public_page(request, path)
    site = Site.find_for_request(request)
    text = as_markdown(page, ClinicSettings.for_request(request), site.root_url)
    response = HttpResponse(text, content_type=MARKDOWN)
    # The page itself is what a search engine should find.
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Link"] = f'<{page.get_full_url(request)}>; rel="canonical"'
    return response


@require_safe
def llms_txt(request: HttpRequest) -> HttpResponse:
    """Say in Markdown what this site is, and where its pages are as Markdown."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    home = site.root_page.specific
    context = {
        "clinic": ClinicSettings.for_request(request),
        "home": home,
        "summary": escape(home.summary),
        "explainers": _twin_links(TreatmentPage, home),
        "questions": _twin_links(FaqPage, home),
        "trials": _twin_links(TrialPage, home),
    }
    return render(request, "llms.txt", context, content_type="text/plain; charset=utf-8")


def _public_page(request: HttpRequest, path: str) -> Page:
    found = Page.route_for_request(request, path)
    page = found.page if found else None
    if not isinstance(page, TWINNED) or page.locale.language_code != get_language():
        raise Http404
    if page.get_view_restrictions().exists():
        raise Http404
    return page


def _twin_links(model: type[Page], home: Page) -> list[str]:
    pages = model.objects.descendant_of(home).live().public().order_by("path")
    return [
        f"{link(page.title, twin_address(page, page.get_full_url()))}: {escape(page.summary)}"
        for page in pages
    ]
