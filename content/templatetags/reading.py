"""What pages that are read ask for: people's pages, who cites what, ids that stand once."""

from itertools import count
from urllib.parse import urlsplit
from uuid import uuid4

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex

from content.models import Clinician, PeoplePage, Source

register = template.Library()


@register.simple_tag(takes_context=True)
def unique_id(context: dict, name: str) -> str:
    """Return an id that stands once on this page: drawing-1, drawing-2."""
    request = _request(context)
    if request is None:
        return f"{name}-{uuid4().hex}"
    if not hasattr(request, "_ids"):
        request._ids = count(1)
    return f"{name}-{next(request._ids)}"


@register.simple_tag(takes_context=True)
def person_url(context: dict, person: Clinician | None) -> str:
    """Return the address of a person's page, nothing where there is no page of people."""
    request = _request(context)
    if person is None or request is None:
        return ""
    if not hasattr(request, "_people_page"):
        # Author and reviewer both ask; the request remembers.
        request._people_page = PeoplePage.objects.live().filter(locale=person.locale_id).first()
    people = request._people_page
    if people is None or people.locale_id != person.locale_id:
        return ""
    return people.get_url(request) + people.reverse_subpage("person", kwargs={"slug": person.slug})


@register.simple_tag
def pages_by(person: Clinician) -> list[Page]:
    """Return the live pages that a person wrote or reviewed; each says which in `parts`."""
    references = _references(Clinician).filter(to_object_id=str(person.pk))
    parts: dict[int, set[str]] = {}
    for page_id, name in references.values_list("object_id", "model_path"):
        parts.setdefault(int(page_id), set()).add(name)
    pages = list(_readable(parts).specific())
    for page in pages:
        page.parts = parts[page.pk]
    return pages


@register.simple_tag(takes_context=True)
def pages_citing(context: dict, source: Source) -> list[Page]:
    """Return the live pages that rest on a source; all sources together ask twice."""
    request = _request(context)
    if not hasattr(request, "_citing"):
        request._citing = _pages_by_source()
    return request._citing.get(source.pk, [])


@register.filter
def site_name(url: str) -> str:
    """Return the name of the site that an address leads to: example.org."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _pages_by_source() -> dict[int, list[Page]]:
    """Return the readable pages that cite each source, in the order of the tree."""
    pairs = set(_references(Source).values_list("to_object_id", "object_id"))
    found: dict[int, list[Page]] = {}
    for page in _readable({int(page_id) for _source, page_id in pairs}):
        for source_id in (source for source, page_id in pairs if int(page_id) == page.pk):
            found.setdefault(int(source_id), []).append(page)
    return found


def _references(model: type[models.Model]) -> models.QuerySet[ReferenceIndex]:
    """Every mention of something of that model on a page."""
    types = ContentType.objects.get_for_models(Page, model)
    return ReferenceIndex.objects.filter(
        base_content_type=types[Page], to_content_type=types[model]
    )


def _readable(ids) -> models.QuerySet[Page]:
    return Page.objects.live().public().filter(pk__in=ids).order_by("path")


def _request(context: dict) -> HttpRequest | None:
    """The request, also where a template was included with `only`."""
    return getattr(context, "request", None) or context.get("request")
