"""What the head of a page tells those who do not see it: search engines, people who share it."""

from dataclasses import dataclass
from urllib.parse import urljoin

from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.markdown.twins import twin_address
from content.models import BodyPage, Clinician, ClinicSettings
from content.share_images.card import HEIGHT, WIDTH, card_of, share_address
from content.structured_data.graph import page_graph
from content.structured_data.shown import Shown
from content.templatetags.clinic import home_page

register = template.Library()

# Open Graph wants a country with each language: whose spelling it is.
TERRITORIES = {"en": "en_GB", "de": "de_DE"}
LONGEST_DESCRIPTION = 300


@dataclass(frozen=True)
class Metadata:
    """The head of one page. Every address is whole and has no query string.

    A list that is filtered by its query is part of the whole list, which is canonical.
    """

    title: str
    description: str
    url: str
    kind: str
    locale: str
    site_name: str
    alternates: list[tuple[str, str]]
    image_url: str
    image_alt: str
    markdown_url: str
    image_width: int = WIDTH
    image_height: int = HEIGHT


@register.simple_tag(takes_context=True)
def page_metadata(context: dict) -> Metadata | None:
    """Return what the head of this page says; nothing where there is no page of the site."""
    page, person = _page_and_person(context)
    url = _address(context, page, person)
    if not url:
        return None
    clinic = ClinicSettings.for_request(context["request"])
    card = card_of(page, clinic)
    title = person.name if person else page.seo_title or page.title
    return Metadata(
        title=title,
        description=_description(page, person),
        url=url,
        kind=_kind(page, person),
        locale=TERRITORIES.get(page.locale.language_code, page.locale.language_code),
        site_name=clinic.clinic_name,
        alternates=[] if person else _alternates(context, page),
        image_url=urljoin(url, share_address(page, card)),
        image_alt=_("%(title)s, from %(clinic)s")
        % {"title": page.title, "clinic": clinic.clinic_name},
        markdown_url=twin_address(page, url),
    )


@register.tag
def structured_data(parser, token) -> "StructuredDataNode":
    """`{% structured_data %}`: the page in schema.org's words."""
    return StructuredDataNode()


class StructuredDataNode(template.Node):
    """Writes the element whole: Django's own `json_script` escapes what is in it."""

    def render(self, context: dict) -> str:
        page, person = _page_and_person(context)
        url = _address(context, page, person)
        home = home_page(context)
        if not url or home is None:
            return ""
        request = context["request"]
        shown = Shown(
            page=page,
            url=url,
            home=home,
            home_url=home.get_full_url(request),
            clinic=ClinicSettings.for_request(request),
            person=person,
            topics=context.get("topics") or [],
        )
        element = json_script(page_graph(shown))
        return element.replace("application/json", "application/ld+json", 1)


def _page_and_person(context: dict) -> tuple[Page | None, Clinician | None]:
    page, person = context.get("page"), context.get("person")
    is_page = isinstance(page, Page) and page.pk and context.get("request")
    return (page if is_page else None), (person if isinstance(person, Clinician) else None)


def _address(context: dict, page: Page | None, person: Clinician | None) -> str:
    url = page.get_full_url(context["request"]) if page else None
    if url and person:
        return f"{url}{page.reverse_subpage('person', kwargs={'slug': person.slug})}"
    return url or ""


def _description(page: Page, person: Clinician | None) -> str:
    if person:
        told = ", ".join(filter(None, [person.name, person.role, person.credentials]))
    else:
        told = page.search_description or page.summary
    return Truncator(" ".join(told.split())).chars(LONGEST_DESCRIPTION)


def _kind(page: Page, person: Clinician | None) -> str:
    if person:
        return "profile"
    return "article" if isinstance(page, BodyPage) else "website"


def _alternates(context: dict, page: Page) -> list[tuple[str, str]]:
    """The page in each language that has it, and the one for everybody else.

    One language alone says nothing: there is no other to point to.
    """
    readable = page.get_translations(inclusive=True).live().public().select_related("locale")
    found = {each.locale.language_code: each.get_full_url(context["request"]) for each in readable}
    if len(found) < 2:
        return []
    default = found.get(settings.LANGUAGE_CODE) or found[page.locale.language_code]
    return [*sorted(found.items()), ("x-default", default)]
